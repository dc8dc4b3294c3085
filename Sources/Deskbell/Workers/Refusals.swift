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
        /// Breaks while the message alone was asked for, and how many of them say something of the message.
        var breaks: [Place: (count: Int, words: String)] = [:]
        var blames = 0
    }

    private let state = Mutex(State())
    static let triesAtMost = 3
    /// So many breaks right after the same connection has handed out another message. A connection breaks for other reasons
    /// too, and a server that hands out nothing says nothing of one message. What is given up is asked for again later.
    static let breaksAtMost = 3
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
        state.withLock { state in
            state.suspects = state.suspects.filter { $0.folderID != folderID }.union(places)
        }
    }

    /// Whether it had better be asked for by itself.
    func isSuspect(_ uid: UID, in folderID: Int64) -> Bool {
        state.withLock { $0.suspects.contains(Place(folderID: folderID, uid: uid)) }
    }

    /// Whether a break has not been explained yet: another connection may tell more.
    var hasSuspects: Bool { state.withLock { !$0.suspects.isEmpty } }

    /// How many breaks have said something of a message.
    var blames: Int { state.withLock { $0.blames } }

    /// The connection broke while this message alone was asked for.
    /// - Parameter isBlamed: the same connection had handed out another one before.
    func noteBreak(at uid: UID, in folderID: Int64, _ words: String, isBlamed: Bool) {
        let place = Place(folderID: folderID, uid: uid)
        state.withLock { state in
            state.blames += isBlamed ? 1 : 0
            state.breaks[place] = ((state.breaks[place]?.count ?? 0) + (isBlamed ? 1 : 0), words)
        }
    }

    /// Whether the connection has broken while it alone was asked for.
    func hasBroken(at uid: UID, in folderID: Int64) -> Bool {
        state.withLock { $0.breaks[Place(folderID: folderID, uid: uid)] != nil }
    }

    /// It has come, or was given up.
    func settle(_ uid: UID, in folderID: Int64) {
        let place = Place(folderID: folderID, uid: uid)
        state.withLock { state in
            state.suspects.remove(place)
            state.breaks[place] = nil
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
