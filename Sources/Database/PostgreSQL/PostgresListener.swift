internal import CLibPQ
import Foundation
import Logging
import Synchronization

/// The connection that hears what all servers on this database tell each other, with a thread of its own.
///
/// All notifications travel on one channel, since PostgreSQL listens to names only: the payload is our channel's name,
/// a line break and our payload.
final class PostgresListener: Sendable {
    static let channel = "deskbell"

    private let server: PostgresServer
    private let hub: NotificationHub
    private let logger: Logger
    /// A pipe: a byte in it wakes the thread, to end.
    private let wake: (read: Int32, write: Int32)
    private let end = Mutex((isOver: false, waiting: [CheckedContinuation<Void, Never>]()))

    static func payload(of notification: Database.Notification) -> String {
        "\(notification.channel)\n\(notification.payload)"
    }

    /// Connects, listens, and goes on listening.
    /// - Throws: `DatabaseError.cannotConnect`; later losses of the connection are only logged.
    static func start(
        on server: PostgresServer, publishingTo hub: NotificationHub, logger: Logger
    ) async throws -> PostgresListener {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw DatabaseError.cannotConnect(reason: "the process has too many files open")
        }
        for file in ends { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
        let listener = PostgresListener(server, hub, logger, wake: (ends[0], ends[1]))
        try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
            let thread = Thread { listener.run(started) }
            thread.name = "deskbell.pg.listen"
            thread.start()
        }
        return listener
    }

    private init(_ server: PostgresServer, _ hub: NotificationHub, _ logger: Logger, wake: (Int32, Int32)) {
        self.server = server
        self.hub = hub
        self.logger = logger
        self.wake = wake
    }

    deinit {
        Foundation.close(wake.read)
        Foundation.close(wake.write)
    }

    /// Ends the thread and waits for that.
    func close() async {
        _ = write(wake.write, "x", 1)
        await withCheckedContinuation { continuation in
            let isOver = end.withLock { end in
                if !end.isOver { end.waiting.append(continuation) }
                return end.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    private func run(_ started: CheckedContinuation<Void, any Error>) {
        do {
            let first = try connect()
            started.resume()
            if listen(on: first) == .lost { keepListening() }
        } catch {
            started.resume(throwing: error)
        }
        let waiting = end.withLock { end in
            end.isOver = true
            return end.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func keepListening() {
        logger.warning("the connection that listens to PostgreSQL was lost; live updates wait until it is back")
        var pauseSeconds: Int32 = 1
        while !isWoken(withinSeconds: pauseSeconds) {
            guard let raw = try? connect() else {
                pauseSeconds = min(30, pauseSeconds * 2)
                continue
            }
            logger.notice("listening to PostgreSQL again")
            pauseSeconds = 1
            hub.publish([.gap])
            guard listen(on: raw) == .lost else { return }
            logger.warning("the connection that listens to PostgreSQL was lost again")
        }
    }

    private func connect() throws -> OpaquePointer {
        let raw = try server.connect()
        let result = PostgresResult(PQexec(raw, "LISTEN \(Self.channel)"))
        guard result.isFine else {
            PQfinish(raw)
            throw DatabaseError.cannotConnect(reason: "the server refuses LISTEN; is there a pooler in between?")
        }
        return raw
    }

    private enum Outcome { case lost, closed }

    private func listen(on raw: OpaquePointer) -> Outcome {
        defer { PQfinish(raw) }
        while true {
            var files = [
                pollfd(fd: PQsocket(raw), events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&files, 2, -1) >= 0 || errno == EINTR else { return .lost }
            if files[1].revents != 0 { return .closed }
            guard PQconsumeInput(raw) == 1 else { return .lost }
            hub.publish(arrived(on: raw))
        }
    }

    private func arrived(on raw: OpaquePointer) -> [Database.Notification] {
        var all: [Database.Notification] = []
        while let notify = PQnotifies(raw) {
            defer { PQfreemem(notify) }
            let parts = String(cString: notify.pointee.extra)
                .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { continue }
            all.append(Database.Notification(channel: String(parts[0]), payload: String(parts[1])))
        }
        return all
    }

    private func isWoken(withinSeconds limit: Int32) -> Bool {
        var file = pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)
        return poll(&file, 1, limit * 1_000) != 0
    }
}
