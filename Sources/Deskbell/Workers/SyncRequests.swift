import Foundation
import Synchronization

/// "Sync with mail": whoever asks waits for the watcher's next look into the mailbox, and learns what it brought.
final class SyncRequests: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<[Int64], any Error>] = []
        var wakers: [UUID: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Wakes the watcher and waits until it has looked.
    /// - Returns: the ledger rows of new mail.
    func request() async throws -> [Int64] {
        try await withCheckedThrowingContinuation { continuation in
            let wakers = state.withLock { state in
                state.waiting.append(continuation)
                defer { state.wakers = [:] }
                return Array(state.wakers.values)
            }
            for wake in wakers { wake() }
        }
    }

    /// Whether somebody waits for a look into the mailbox.
    var isAsked: Bool { state.withLock { !$0.waiting.isEmpty } }

    func finish(_ result: Result<[Int64], SyncProblem>) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(with: result.mapError { $0 }) }
    }

    /// Calls `wake` with the next request, at once if somebody waits already.
    func whenAsked(_ wake: @escaping @Sendable () -> Void) async {
        let isAsked = state.withLock { state in
            state.wakers = [:]
            guard state.waiting.isEmpty else { return true }
            state.wakers[UUID()] = wake
            return false
        }
        if isAsked { wake() }
    }

    /// Sleeps, but not longer than until somebody asks.
    func wait(seconds: Double) async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await whenAsked { continuation.finish() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream {} }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Why a sync did not work, in plain words.
struct SyncProblem: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
