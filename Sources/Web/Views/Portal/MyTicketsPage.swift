import Foundation

/// `/support`: the customer's own tickets.
struct MyTicketsPage: Sendable {
    let frame: PortalFrame
    let list: MyTicketList
}

/// The part `list`.
struct MyTicketList: Sendable {
    var status: StatusMark?
    var query: String = ""
    let tickets: [MyTicketCard]
    let total: Int
    /// Where the next page begins; `nil` on the last.
    var next: String?
}

/// One ticket in the customer's list.
struct MyTicketCard: Sendable {
    let number: String
    let subject: String
    let status: StatusMark
    /// The beginning of the last public message.
    let snippet: String
    /// Who wrote it; `nil`: the customer.
    var snippetBy: String?
    let activeAt: Date
    /// Whether the customer has not seen the last answer.
    var isNew: Bool = false
}
