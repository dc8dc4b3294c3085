import Dispatch
import Foundation
import Logging
import Synchronization

/// The threads that talk to the server, one for each connection. They take their work from one queue, so that nobody
/// ever waits for a certain connection.
final class PostgresWorkers: Sendable {
    private typealias Job = @Sendable (PostgresWorker) -> Void

    private struct Queue {
        var jobs: ArraySlice<Job> = []
        var threads: Int
        var isClosed = false
        var whenClosed: [@Sendable () -> Void] = []
    }

    private let queue: Mutex<Queue>
    private let work = DispatchSemaphore(value: 0)
    private let count: Int

    init(_ server: PostgresServer, count: Int, logger: Logger) {
        self.count = count
        queue = Mutex(Queue(threads: count))
        for number in 1...count {
            let thread = Thread { [self] in serve(PostgresWorker(server, logger: logger)) }
            thread.name = "deskbell.pg.\(number)"
            thread.start()
        }
    }

    /// Runs `body` on the next thread that is free.
    /// - Throws: `DatabaseError.closed`, and what `body` throws.
    func run<T: Sendable>(_ body: @escaping @Sendable (PostgresWorker) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = queue.withLock { queue in
                guard !queue.isClosed else { return false }
                queue.jobs.append { worker in continuation.resume(with: Result { try body(worker) }) }
                return true
            }
            guard isTaken else { return continuation.resume(throwing: DatabaseError.closed) }
            work.signal()
        }
    }

    /// Lets what is in the queue end, then the threads and their connections.
    func close() async {
        await withCheckedContinuation { continuation in
            let isDone = queue.withLock { queue in
                queue.isClosed = true
                if queue.threads > 0 { queue.whenClosed.append { continuation.resume() } }
                return queue.threads == 0
            }
            if isDone { return continuation.resume() }
            for _ in 0..<count { work.signal() }
        }
    }

    private func serve(_ worker: PostgresWorker) {
        while let job = next() { job(worker) }
        worker.disconnect()
        let waiting: [@Sendable () -> Void] = queue.withLock { queue in
            queue.threads -= 1
            guard queue.threads == 0 else { return [] }
            defer { queue.whenClosed = [] }
            return queue.whenClosed
        }
        for resume in waiting { resume() }
    }

    private func next() -> Job? {
        while true {
            work.wait()
            let (job, isClosed): (Job?, Bool) = queue.withLock { ($0.jobs.popFirst(), $0.isClosed) }
            if let job { return job }
            if isClosed { return nil }
        }
    }
}

/// Whether the task that waits for a transaction has been cancelled.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    func cancel() { flag.store(true, ordering: .relaxed) }

    func check() throws {
        if flag.load(ordering: .relaxed) { throw CancellationError() }
    }
}
