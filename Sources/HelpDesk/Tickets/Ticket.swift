import Database
import Foundation

/// One matter of one customer. What can be done to it are verbs in the files beside this one.
public struct Ticket: Sendable, Identifiable, Equatable {
    /// Grows with each ticket: the `seq` of the API.
    public let id: Int64
    public let uuid: UUID
    /// `TKT-2026-00001`.
    public let number: String
    public var subject: String
    public var requesterID: Int64
    /// The mailbox that the ticket came to, and answers go out from.
    public var mailboxID: Int64?
    public var status: Status
    public var priority: Priority
    public var categoryID: Int64?
    public var departmentID: Int64?
    public var assigneeID: Int64?
    public var channel: Channel
    public var language: Language?
    /// An older ticket that this one continues.
    public var linkedTo: Int64?
    public var createdAt: Instant
    public var updatedAt: Instant
    public var firstResponseAt: Instant?
    public var resolvedAt: Instant?
    public var closedAt: Instant?
    public var userAgent: String?
    public var ipAddress: String?
    public var rating: Int?
    public var ratingComment: String?
}

extension Ticket: RowDecodable {
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
