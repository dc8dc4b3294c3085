import Foundation

/// The open ticket: head, conversation, composer, details. The part `ticket`.
struct TicketView: Sendable {
    let number: String
    let subject: String
    let status: StatusMark
    var priority: PriorityMark = .medium
    var tags: [String] = []
    /// The id of the assignee among `colleagues`; `nil`: nobody.
    var assigneeID: String?
    /// Everybody to whom it may be assigned.
    let colleagues: [Colleague]
    /// Oldest first.
    let talk: [TalkItem]
    let customer: CustomerCard
    let facts: TicketFacts
    var composer = Composer()
    /// The list that "back" leads to.
    var place = InboxPlace()
    /// An older ticket that this one continues, with its number.
    var continues: String?

    /// One who may be assigned.
    struct Colleague: Sendable {
        let id: String
        let face: Face
        /// Whether this is the reader.
        var isMe: Bool = false
    }
}

/// Who asked, in the details panel.
struct CustomerCard: Sendable {
    let name: String
    var addresses: [String] = []
    var phone: String?
    /// Of the first ticket.
    var since: Date?
    /// All tickets of this person, this one included.
    var ticketCount: Int = 1
    /// Some of the others, newest first.
    var otherTickets: [TicketLink] = []
    /// Addresses in this ticket to which not all mail goes.
    var troubles: [AddressMark] = []
}

/// An address that takes no mail of ours, or wants none.
struct AddressMark: Sendable {
    let address: String
    /// Its owner has told the provider that our mail is spam; else mail comes back.
    let hasComplained: Bool
    /// The server's words.
    let reason: String
}

/// Another ticket, in one line.
struct TicketLink: Sendable {
    let number: String
    let subject: String
    let status: StatusMark
    let at: Date
}

/// The properties in the details panel. What is absent is not shown.
struct TicketFacts: Sendable {
    /// A category or department.
    struct Choice: Sendable {
        let id: String
        let name: String
        var isChosen = false
    }

    /// What it is about: all that may be chosen, its own included.
    var categories: [Choice] = []
    /// Who looks after it; empty: the desk has no departments.
    var departments: [Choice] = []
    /// The one that answers go out from first.
    var mailboxes: [String] = []
    var channel: ChannelMark = .email
    var cc: [String] = []
    let createdAt: Date
    var firstResponseAt: Date?
    var resolvedAt: Date?
}

/// What stands in the composer when the page opens.
struct Composer: Sendable {
    enum Kind: String, Sendable {
        case reply, note
    }

    var kind = Kind.reply
    /// A text that could not be sent, given back.
    var text: String = ""
    /// Files of an answer that was taken back; they go out with the next one as long as they are ticked.
    var kept: [FileChip] = []
    /// Why it could not be sent, in words for people.
    var problem: String?
    /// Who gets the answer by mail: names or addresses. Empty: it shows in the portal alone.
    var recipients: [String] = []
    /// The newest message when it was begun: an answer stops where a colleague has answered since.
    var after: Int64?
    /// The state after an answer.
    var statusAfter = StatusMark.inProgress
}
