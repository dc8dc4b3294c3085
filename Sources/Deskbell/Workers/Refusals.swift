import Mail
import Synchronization

/// What a server would not hand out, over several connections. It may only be short of breath: it is asked again on later
/// connections, and only then the message is written down as refused, so that the others do not wait for ever.
final class Refusals: Sendable {
    private struct Place: Hashable {
        let folderID: Int64
        let uid: UID
    }

    private struct State {
        var counts: [Place: Int] = [:]
        /// What was under way when the connection broke: one of them may be why.
        var suspects: Set<Place> = []
        var breaks: [Place: (count: Int, words: String)] = [:]
    }

    private let state = Mutex(State())
    static let triesAtMost = 3
    /// A connection breaks for other reasons too.
    static let breaksAtMost = 5
    /// No more than this is under way at a time (`FetchPlan`).
    private static let underWayAtMost = 500

    /// A refusal by NO.
    func isWorthAnotherTry(_ message: FetchedMessage, in folderID: Int64) -> Bool {
        guard case .refused = message.content else { return false }
        let place = Place(folderID: folderID, uid: message.uid)
        return state.withLock { state in
            state.counts[place, default: 0] += 1
            return state.counts[place, default: 0] < Self.triesAtMost
        }
    }

    /// The connection broke before the first of these was kept.
    func suspect(_ uids: ArraySlice<UID>, in folderID: Int64) {
        let places = uids.prefix(Self.underWayAtMost).map { Place(folderID: folderID, uid: $0) }
        state.withLock { $0.suspects = Set(places) }
    }

    /// Whether it had better be asked for by itself.
    func isSuspect(_ uid: UID, in folderID: Int64) -> Bool {
        state.withLock { $0.suspects.contains(Place(folderID: folderID, uid: uid)) }
    }

    /// Whether a break has not been explained yet: another connection may tell more.
    var hasSuspects: Bool { state.withLock { !$0.suspects.isEmpty } }

    /// The connection broke while this message alone was asked for.
    func noteBreak(at uid: UID, in folderID: Int64, _ words: String) {
        let place = Place(folderID: folderID, uid: uid)
        state.withLock { state in
            state.breaks[place] = ((state.breaks[place]?.count ?? 0) + 1, words)
        }
    }

    /// Why it is given up; nil: it is worth another try.
    func words(on uid: UID, in folderID: Int64) -> String? {
        let found = state.withLock { $0.breaks[Place(folderID: folderID, uid: uid)] }
        return found.flatMap { $0.count < Self.breaksAtMost ? nil : $0.words }
    }
}

struct RefusedMessage: Error, CustomStringConvertible {
    let uid: UID
    var description: String { "The mail server refuses to hand out message \(uid); trying again." }
}

extension IMAPError {
    /// Whether nothing more can be said on this connection, for a reason that one message may be.
    var endsConnection: Bool {
        switch self {
        case .serverClosed, .protocolViolation: true
        case .connection(let error): error.isTemporary && error != .busy
        default: false
        }
    }
}
