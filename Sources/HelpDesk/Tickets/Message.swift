import Database
import Foundation

/// One entry of a conversation: a customer's word, a public answer of staff, or a note that only staff see.
public struct Message: Sendable, Identifiable, Equatable {
    /// Grows with each message: the order of the conversation.
    public let id: Int64
    /// The `id` of the API.
    public let uuid: UUID
    /// The ticket that it stands in.
    public let ticketID: Int64
    /// The person who wrote it.
    public let authorID: Int64
    /// The new part alone. Staff write Markdown.
    public var text: String
    /// What the mail quoted; folded in the page.
    public var quote: String?
    /// The signature of the mail, folded in the page; nil where none was told apart.
    public var signature: String?
    /// The HTML as it came, never shown before it is sanitised; nil where the mail was plain text.
    public var html: String?
    /// A note: only staff see it, and it is never mailed.
    public var isInternal: Bool
    /// A public answer of staff to somebody else's ticket: it is mailed to the requester and participants.
    public var isStaffReply: Bool
    /// Written by a machine: an out-of-office, a newsletter, an alert.
    public var isAutomatic: Bool
    /// The receiving server says that its sender is not shown to own the address (DMARC).
    public var isUnverified: Bool
    /// By which way it came.
    public var channel: Channel
    /// Why this mail landed in this ticket; nil for what was written in the page.
    public var because: Reason?
    /// The row of the ledger that it was made from; nil for what did not come by mail.
    public var ledgerID: Int64?
    /// The Message-ID of the mail that brought it or took it out.
    public var mailID: String?
    /// The References of that mail, oldest first, separated by blanks.
    public var mailReferences: String?
    /// When it was written here, not the date that a mail gives itself.
    public var createdAt: Instant
    /// When it was last changed.
    public var updatedAt: Instant

    /// Whether the customer sees it.
    public var isPublic: Bool { !isInternal }
}

extension Message: RowDecodable {
    /// Reads a row of `message`.
    public init(row: Row) throws {
        id = try row["id"]
        uuid = try row["uuid"]
        ticketID = try row["ticket_id"]
        authorID = try row["author_id"]
        text = try row["text"]
        quote = try row["quote"]
        signature = try row["signature"]
        html = try row["html"]
        isInternal = try row["is_internal"]
        isStaffReply = try row["is_staff_reply"]
        isAutomatic = try row["is_automatic"]
        isUnverified = try row["is_unverified"]
        channel = Channel(rawValue: try row["channel"]) ?? .email
        because = Reason(code: try row["because"], detail: try row["because_detail"])
        ledgerID = try row["ledger_id"]
        mailID = try row["mail_id"]
        mailReferences = try row["mail_references"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
    }
}

extension DeskTransaction {
    /// - Throws: `DeskError.notFound` where there is none or the viewer may not see it.
    public func message(_ reference: UUID, seenBy viewer: Viewer) throws -> Message {
        let found = try first(
            Message.self,
            """
            SELECT message.* FROM message JOIN ticket ON ticket.id = message.ticket_id
            WHERE message.uuid = \(reference) AND \(viewer.visibleTickets) AND \(viewer.visibleMessages(at: now))
            """)
        guard let found else { throw DeskError.notFound("Message") }
        return found
    }

    /// The messages of a ticket that the viewer may see, oldest first; of very long conversations the newest 500.
    func messages(of ticket: Ticket, seenBy viewer: Viewer) throws -> [Message] {
        try all(
            Message.self,
            """
            SELECT message.* FROM message WHERE ticket_id = \(ticket.id) AND \(viewer.visibleMessages(at: now))
            ORDER BY id DESC LIMIT 500
            """
        ).reversed()
    }
}
