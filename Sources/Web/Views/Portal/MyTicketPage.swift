import Foundation

/// `/support/tickets/{number}`: the conversation as the customer sees it.
struct MyTicketPage: Sendable {
    let frame: PortalFrame
    let ticket: MyTicketView
}

/// The part `ticket`.
struct MyTicketView: Sendable {
    let number: String
    let subject: String
    let status: StatusMark
    let createdAt: Date
    /// Oldest first; never holds a note.
    let messages: [MyMessage]
    /// Whether an answer, or the button, still opens it again.
    var canReopen: Bool = true
    /// A text that could not be sent, given back.
    var text: String = ""
    var problem: String?
}

/// One message of the customer's conversation.
struct MyMessage: Sendable {
    let id: String
    let isMine: Bool
    /// The first name of the one who answered.
    let author: Face
    let at: Date
    let text: String
    /// What staff wrote in Markdown, as sanitised markup; shown instead of `text`.
    var markup: HTML?
    var files: [FileChip] = []
}
