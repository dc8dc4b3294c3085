import Database
import Foundation

/// One matter of one customer. What can be done to it are verbs in the files beside this one.
public struct Ticket: Sendable, Identifiable, Equatable {
    /// Grows with each ticket: the `seq` of the API.
    public let id: Int64
    /// The `id` of the API.
    public let uuid: UUID
    /// `TKT-2026-00001`.
    public let number: String
    /// One line of at most `Limits.subjectCharacters`; empty where a mail has none.
    public var subject: String
    /// The customer whose matter it is.
    public var requesterID: Int64
    /// The mailbox that the ticket came to, and answers go out from.
    public var mailboxID: Int64?
    /// Where it stands.
    public var status: Status
    /// How urgent it is.
    public var priority: Priority
    /// What it is about; nil for none.
    public var categoryID: Int64?
    /// The department that looks after it; nil for none.
    public var departmentID: Int64?
    /// The member of staff who looks after it; nil for nobody.
    public var assigneeID: Int64?
    /// By which way it was opened.
    public var channel: Channel
    /// The language that the customer wrote; nil where it could not be told.
    public var language: Language?
    /// An older ticket that this one continues.
    public var linkedTo: Int64?
    /// The ticket into which this one has gone; nil for a living ticket.
    public var mergedInto: Int64?
    /// When it was opened.
    public var createdAt: Instant
    /// When anything on it last changed, notes included.
    public var updatedAt: Instant
    /// The first public answer of staff.
    public var firstResponseAt: Instant?
    /// When it was resolved, or closed without that; nil while it is unresolved.
    public var resolvedAt: Instant?
    /// When it was closed: the reopen window counts from here. Nil while it is not closed.
    public var closedAt: Instant?
    /// The browser or program that opened it, at most 300 characters; for staff alone. Nil for mail.
    public var userAgent: String?
    /// The address that it was opened from; for staff alone. Nil for mail.
    public var ipAddress: String?
    /// The requester's, 1 to 5.
    public var rating: Int?
    /// What the requester said to the rating.
    public var ratingComment: String?
}

extension Ticket: RowDecodable {
    /// Reads a row of `ticket`.
    public init(row: Row) throws {
        id = try row["id"]
        uuid = try row["uuid"]
        number = try row["number"]
        subject = try row["subject"]
        requesterID = try row["requester_id"]
        mailboxID = try row["mailbox_id"]
        status = Status(rawValue: try row["status"]) ?? .open
        priority = Priority(rawValue: try row["priority"]) ?? .medium
        categoryID = try row["category_id"]
        departmentID = try row["department_id"]
        assigneeID = try row["assignee_id"]
        channel = Channel(rawValue: try row["channel"]) ?? .email
        language = (try row["language"] as String?).flatMap(Language.init)
        linkedTo = try row["linked_to"]
        mergedInto = try row["merged_into"]
        createdAt = try row["created_at"]
        updatedAt = try row["updated_at"]
        firstResponseAt = try row["first_response_at"]
        resolvedAt = try row["resolved_at"]
        closedAt = try row["closed_at"]
        userAgent = try row["user_agent"]
        ipAddress = try row["ip_address"]
        rating = try row["rating"]
        ratingComment = try row["rating_comment"]
    }
}

extension DeskTransaction {
    /// A ticket by UUID, number or `seq`: each finds it everywhere.
    /// - Throws: `DeskError.notFound` where there is none or the viewer may not see it.
    public func ticket(_ reference: some StringProtocol, seenBy viewer: Viewer) throws -> Ticket {
        let condition: SQL
        if let uuid = UUID(uuidString: String(reference)) {
            condition = "uuid = \(uuid)"
        } else if let seq = Int64(reference) {
            condition = "id = \(seq)"
        } else {
            condition = "number = \(reference.uppercased())"
        }
        let found = try first(Ticket.self, "SELECT * FROM ticket WHERE \(condition) AND \(viewer.visibleTickets)")
        guard let found else { throw DeskError.notFound("Ticket \(reference.prefix(60))") }
        return found
    }

    func ticket(id: Int64) throws -> Ticket? {
        try first(Ticket.self, "SELECT * FROM ticket WHERE id = \(id)")
    }
}
