import Foundation

/// `/ops/support/ledger`: every mail that ever reached us, with what became of it.
struct LedgerPage: Sendable {
    let frame: StaffFrame
    let list: LedgerListView
}

/// The ledger as its filters cut it, newest first. The part `list`.
struct LedgerListView: Sendable {
    var choice = LedgerChoice.all
    /// The id of the mailbox that alone is shown.
    var mailbox: String?
    /// What was searched for; empty: nothing.
    var query: String = ""
    /// Mails by outcome, counted to 1,000 at most.
    var counts: [OutcomeMark: Int] = [:]
    var mailboxes: [MailboxChoice] = []
    /// Senders of whom mail waits because it was too much.
    var floods: [Flood] = []
    let rows: [LedgerRowView]
    /// Where this page begins; `nil` on the first.
    var before: String?
    /// Where the next page begins; `nil` on the last.
    var next: String?

    /// One who has sent too much, and how much of it waits; counted to 1,000 at most.
    struct Flood: Sendable {
        let sender: String
        let count: Int
    }
}

/// What became of a mail. Raw values are those of the ledger, of forms and of the API.
enum OutcomeMark: String, Sendable, CaseIterable {
    case quarantined, failed, created, appended, bounce, duplicate, ignored, pending

    /// Whether a person has to look.
    var needsPerson: Bool { self == .quarantined || self == .failed }
}

/// Which outcomes the ledger shows.
enum LedgerChoice: Sendable, Equatable {
    case all
    /// What waits for a person.
    case attention
    case outcome(OutcomeMark)

    /// As it stands in the query; `nil` for all.
    var code: String? {
        switch self {
        case .all: nil
        case .attention: "attention"
        case .outcome(let outcome): outcome.rawValue
        }
    }

    /// - Parameter code: from the query; unknown ones show all.
    init(code: String?) {
        if code == "attention" {
            self = .attention
        } else {
            self = code.flatMap(OutcomeMark.init).map(LedgerChoice.outcome) ?? .all
        }
    }
}

/// One mail of the ledger.
struct LedgerRowView: Sendable {
    let id: String
    let at: Date
    let outcome: OutcomeMark
    /// `nil` until it was looked at.
    var sender: String?
    var subject: String?
    /// Why; `nil` until it was looked at.
    var why: Why?
    /// What went wrong, in the words of the program.
    var failure: String?
    /// The number of the ticket that it opened, joined or reports on.
    var ticket: String?
    var mailbox: String?
    var isAutomatic = false
    /// The verbs that make sense for it.
    var verbs: Set<LedgerVerb> = []
}

/// What staff can do with a mail. Raw values are the ends of addresses.
enum LedgerVerb: String, Sendable, CaseIterable {
    case retry, release, move, detach, block
}
