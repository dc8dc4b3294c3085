/// A word about what was just done, shown once on the page that follows. Travels in the query as `notice=`.
enum Notice: Sendable, Equatable {
    case replied, noted, statusChanged, assigned, ticketCreated, closed, reopened
    /// Mail was fetched: how many new tickets, how many messages in known ones.
    case synced(created: Int, appended: Int)
    case syncFailed
    case mailPlayed
    case signedOut
    case saved, mailboxAdded, mailboxRemoved, paused, resumed, plusTestSent, signedInThere, notSignedInThere
    /// Somebody was faster, or it never could be done.
    case notPossible
    case released, retried, moved, detached, blocked, unblocked, resent
    /// An answer stands in the composer again; it had gone out already; it was undone before.
    case takenBack, tooLate, alreadyTakenBack
    case sendingResumed
    case passwordChanged
    case letIn, keptApart

    /// As it stands in the query: `replied`, `synced-3-1`.
    var code: String {
        switch self {
        case .synced(let created, let appended): "synced-\(created)-\(appended)"
        default: Self.plain.first { $0.value == self }?.key ?? ""
        }
    }

    /// - Parameter code: from the query; unknown ones are nothing.
    init?(code: String) {
        if let plain = Self.plain[code] {
            self = plain
            return
        }
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "synced", let created = Int(parts[1]), let appended = Int(parts[2]),
            (0...1_000_000).contains(created), (0...1_000_000).contains(appended)
        else { return nil }
        self = .synced(created: created, appended: appended)
    }

    private static let plain: [String: Notice] = [
        "replied": .replied, "noted": .noted, "status": .statusChanged, "assigned": .assigned,
        "created": .ticketCreated, "closed": .closed, "reopened": .reopened, "sync-failed": .syncFailed,
        "played": .mailPlayed, "signed-out": .signedOut,
        "saved": .saved, "mailbox-added": .mailboxAdded, "mailbox-removed": .mailboxRemoved, "paused": .paused,
        "resumed": .resumed, "plus-test": .plusTestSent, "signed-in-there": .signedInThere,
        "not-signed-in-there": .notSignedInThere, "released": .released,
        "retried": .retried, "moved": .moved, "detached": .detached, "blocked": .blocked, "unblocked": .unblocked,
        "resent": .resent, "taken-back": .takenBack, "too-late": .tooLate, "already-taken-back": .alreadyTakenBack,
        "let-in": .letIn, "kept-apart": .keptApart,
        "sending-resumed": .sendingResumed, "not-possible": .notPossible, "password": .passwordChanged,
    ]
}
