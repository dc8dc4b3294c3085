import Foundation
import Synchronization

/// "Sync with mail": whoever asks waits for the watcher's next look into the mailbox, and learns what it brought.
final class SyncRequests: Sendable {
    private struct State {
        /// Whoever has asked since the last look began.
        var waiting: [CheckedContinuation<[Int64], any Error>] = []
        /// Whoever the look that is under way is for.
        var served: [CheckedContinuation<[Int64], any Error>] = []
        var isClosed = false
        var wakers: [UUID: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Wakes the watcher and waits until it has looked.
    /// - Returns: the ledger rows of new mail.
    func request() async throws -> [Int64] {
        try await withCheckedThrowingContinuation { continuation in
            let wakers = state.withLock { state -> [@Sendable () -> Void]? in
                guard !state.isClosed else { return nil }
                state.waiting.append(continuation)
                defer { state.wakers = [:] }
                return Array(state.wakers.values)
            }
            guard let wakers else { return continuation.resume(throwing: SyncProblem.stopping) }
            for wake in wakers { wake() }
        }
    }

    /// The watcher looks now, and nobody waits for what it brings.
    func wake() {
        let wakers = state.withLock { state in
            defer { state.wakers = [:] }
            return Array(state.wakers.values)
        }
        for wake in wakers { wake() }
    }

    /// Whether somebody waits for a look into the mailbox.
    var isAsked: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// A look begins: whoever has asked until now learns what it brings; mail of those who ask later it may miss.
    func beginLook() {
        state.withLock { state in
            state.served += state.waiting
            state.waiting = []
        }
    }

    /// The look is over. A failure is for everybody, since the next look may be long in coming.
    func finish(_ result: Result<[Int64], SyncProblem>) {
        if case .failure = result { beginLook() }
        let served = state.withLock { state in
            defer { state.served = [] }
            return state.served
        }
        for continuation in served { continuation.resume(with: result.mapError { $0 }) }
    }

    /// There will be no look any more: the server is being stopped, or the mailbox was changed.
    func close() {
        state.withLock { $0.isClosed = true }
        finish(.failure(.stopping))
    }

    /// Whether a watcher is there to answer.
    var isOpen: Bool { state.withLock { !$0.isClosed } }

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

    static let stopping = SyncProblem(text: "The server is being stopped. Try again in a moment.")
    static let takenOver = SyncProblem(text: "Another server looks into this mailbox now. Try again in a moment.")
    static let notConfigured = SyncProblem(text: "IMAP not configured")
}
