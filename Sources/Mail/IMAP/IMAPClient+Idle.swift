import Logging
import NIOCore
import Synchronization

/// Why waiting for new messages ended. In every case it is worth a search: servers lose events.
public enum IdleEnd: Sendable, Hashable {
    /// The server told of new messages.
    case newMessages
    /// Nothing came for so long that the wait must be begun anew.
    case timeToRenew
    /// `IMAPClient.stopIdling` was called.
    case stopped
}

extension IMAPClient {
    /// Whether the server can tell of new messages by itself (RFC 2177).
    public var canIdle: Bool { capabilities.contains("IDLE") }

    /// Waits until there is something new in the open folder, at once if the server has told of it since the last search.
    /// - Parameter renewEverySeconds: when to come back in any case. The RFC allows 29 minutes; Gmail and many routers
    ///   forget a silent connection after 10.
    /// - Throws: `IMAPError.notSupported` without IDLE: poll then.
    public func idle(renewEverySeconds: Double = 540) async throws -> IdleEnd {
        try begin()
        defer { end() }
        guard canIdle else { throw IMAPError.notSupported("IDLE") }
        do {
            try await settle()
            if hasNews { return .newMessages }
            return try await idle(renewEverySeconds)
        } catch {
            throw IMAPError.wrap(error)
        }
    }

    /// Whether the server has agreed to tell of new messages and `idle` waits for them.
    public nonisolated var isIdling: Bool { idling.isIdling }

    /// Ends a running `idle`, from any task: for “sync now”. Without one, the next `idle` ends at once.
    public nonisolated func stopIdling() {
        if idling.end(.stopped) { wire.post("DONE\r\n") }
    }

    private func idle(_ seconds: Double) async throws -> IdleEnd {
        let tag = try await send(IMAPCommand("IDLE"))
        try await awaitContinuation(tag, "IDLE")
        if hasNews { idling.end(.newMessages) }
        if idling.begin() { wire.post("DONE\r\n") }
        let renewal = wire.schedule(inSeconds: seconds) { [wire, idling] in
            if idling.end(.timeToRenew) { wire.post("DONE\r\n") }
        }
        defer { renewal.cancel() }
        defer { idling.reset() }
        while true {
            // Silence is what we wait for: only after DONE must the server answer in time.
            let response = try await receive("the end of IDLE", within: seconds + server.replyTimeoutSeconds)
            if hasNews, idling.end(.newMessages) { wire.post("DONE\r\n") }
            guard case .tagged(let found, let status) = response else { continue }
            guard found == tag, status.kind == .ok else { throw IMAPError(status, to: "IDLE") }
            return hasNews ? .newMessages : idling.reason ?? .timeToRenew
        }
    }
}

/// Who may say DONE: the reader, the renewal and `stopIdling` meet here, and only one of them says it.
final class IdleControl: Sendable {
    private struct State {
        var isIdling = false
        var reason: IdleEnd?
    }

    private let state = Mutex(State())

    var isIdling: Bool { state.withLock { $0.isIdling } }
    var reason: IdleEnd? { state.withLock { $0.reason } }

    /// Notes that the server has begun to idle.
    /// - Returns: whether it must be ended at once, since somebody asked for that before.
    func begin() -> Bool {
        state.withLock { state in
            state.isIdling = true
            return state.reason != nil
        }
    }

    /// Notes why idling ends; the first reason stands.
    /// - Returns: whether the caller must say DONE.
    @discardableResult
    func end(_ reason: IdleEnd) -> Bool {
        state.withLock { state in
            guard state.reason == nil else { return false }
            state.reason = reason
            return state.isIdling
        }
    }

    func reset() {
        state.withLock { $0 = State() }
    }
}
