import Foundation

/// The list of tickets beside the open one. The part `list`.
struct TicketListView: Sendable {
    /// The view, and what narrows it.
    let place: InboxPlace
    /// What it may be narrowed to.
    var choices = InboxChoices()
    let rows: [TicketRowView]
    /// How many tickets match; counted to 1,000 at most.
    let total: Int
    /// Where this page begins; `nil` on the first.
    var after: String?
    /// Where the next page begins; `nil` on the last.
    var next: String?
    /// The number of the ticket that is open beside the list.
    var current: String?
    /// Tickets resolved today, for the empty list.
    var resolvedToday: Int = 0
    /// Whether no mail has ever come: the list then says how to begin.
    var isFirstRun: Bool = false
    /// Whether the reader may connect a mailbox.
    var isOwner: Bool = false
}

/// One ticket of the list.
struct TicketRowView: Sendable {
    let number: String
    let subject: String
    let requester: String
    /// The beginning of the last message.
    let snippet: String
    /// Whether that message is ours.
    var isLastFromStaff: Bool = false
    let status: StatusMark
    var priority: PriorityMark = .medium
    var channel: ChannelMark = .email
    var tags: [String] = []
    var assignee: Face?
    let activeAt: Date
    var isUnread: Bool = false
}
