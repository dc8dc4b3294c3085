/// `/ops/support` and `/ops/support/tickets/{number}`: the list, and the ticket that is open.
struct InboxPage: Sendable {
    var frame: StaffFrame
    var list: TicketListView
    /// `nil`: none is open; on a phone the list shows.
    var ticket: TicketView?
}
