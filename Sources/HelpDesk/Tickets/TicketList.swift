import Database
import Foundation

/// Which tickets a list shows.
public struct TicketFilter: Sendable, Equatable {
    /// The views of the inbox.
    public enum View: String, Sendable, CaseIterable {
        case mine, unassigned, open, waiting, resolved, all
    }

    /// The view to begin with; what follows narrows it.
    public var view: View
    /// Only tickets of this status; nil: any.
    public var status: Status?
    /// Only tickets of this priority; nil: any.
    public var priority: Priority?
    /// Only tickets of this category; nil: any.
    public var categoryID: Int64?
    /// Only tickets that this department looks after; nil: any.
    public var departmentID: Int64?
    /// Only tickets that are assigned to this person; nil: anybody's and nobody's.
    public var assigneeID: Int64?
    /// Only tickets of this customer; nil: anybody's.
    public var requesterID: Int64?
    /// Only tickets with this tag, without case; nil: any.
    public var tag: String?
    /// Only tickets whose mail came to this mailbox, or to it too; nil: any.
    public var mailboxID: Int64?
    /// Words that the messages must hold; empty for none.
    public var search: String

    /// A filter; without anything, all tickets that the viewer may see.
    public init(
        view: View = .all, status: Status? = nil, priority: Priority? = nil, categoryID: Int64? = nil,
        departmentID: Int64? = nil, assigneeID: Int64? = nil, requesterID: Int64? = nil, tag: String? = nil,
        mailboxID: Int64? = nil,
        search: String = ""
    ) {
        self.view = view
        self.status = status
        self.priority = priority
        self.categoryID = categoryID
        self.departmentID = departmentID
        self.assigneeID = assigneeID
        self.requesterID = requesterID
        self.tag = tag
        self.mailboxID = mailboxID
        self.search = search
    }

    /// Whether it lets every ticket through whose messages hold the words.
    var isEverything: Bool { self == TicketFilter(search: search) }

    /// Everything but the words and the mailbox, as conditions on `ticket`.
    func conditions(for viewer: Viewer, at now: Instant) -> [SQL] {
        var conditions: [SQL] = [viewer.visibleTickets]
        switch view {
        case .mine: conditions.append("ticket.assignee_id = \(viewer.person?.id ?? 0) AND ticket.is_unresolved = 1")
        case .unassigned: conditions.append("ticket.assignee_id IS NULL AND ticket.is_unresolved = 1")
        case .open: conditions.append("ticket.status = \(Status.open)")
        case .waiting: conditions.append("ticket.status = \(Status.waiting)")
        case .resolved: conditions.append("ticket.status = \(Status.resolved)")
        case .all: break
        }
        if let status { conditions.append(condition(of: status, for: viewer, at: now)) }
        if let priority { conditions.append(condition(of: priority, for: viewer)) }
        if let categoryID {
            let column: SQL =
                isOfOneCustomer(for: viewer) ? "coalesce(ticket.category_id, 0)" : "ticket.category_id"
            conditions.append("\(column) = \(categoryID)")
        }
        if let departmentID { conditions.append("ticket.department_id = \(departmentID)") }
        if let assigneeID { conditions.append("ticket.assignee_id = \(assigneeID)") }
        if let requesterID { conditions.append("ticket.requester_id = \(requesterID)") }
        if let tag {
            conditions.append(
                "EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_tag.tag = \(normalizedTag(tag)) AND ticket_tag.ticket_id = ticket.id)"
            )
        }
        return conditions
    }

    /// One customer's tickets are few and found by the customer: SQLite is kept from walking a whole category instead.
    private func isOfOneCustomer(for viewer: Viewer) -> Bool { requesterID != nil || !viewer.isStaff }

    private func condition(of priority: Priority, for viewer: Viewer) -> SQL {
        if isOfOneCustomer(for: viewer) { return "coalesce(ticket.priority, '') = \(priority)" }
        // The index's own words, or SQLite does not see that it may be used.
        return priority == .medium
            ? "ticket.priority = \(priority)" : "ticket.priority = \(priority) AND ticket.priority <> 'medium'"
    }

    /// Where an answer is held back, customers see the status from before it: what has changed just now may have had this
    /// one, and `shown` looks.
    private func condition(of status: Status, for viewer: Viewer, at now: Instant) -> SQL {
        if viewer.isStaff { return "ticket.status = \(status)" }
        let earliest = now + -Double(Draft.waitsAtMostSeconds)
        return "(ticket.status = \(status) OR (ticket.is_last_word_ours = 1 AND ticket.active_at > \(earliest)))"
    }
}

/// A place in a list that is ordered by newest activity; opaque to callers.
public struct TicketCursor: Sendable, Equatable, Comparable {
    let activeAt: Int64
    let id: Int64

    /// As it stands in an address.
    public var text: String { "\(activeAt)-\(id)" }

    init(activeAt: Int64, id: Int64) {
        self.activeAt = activeAt
        self.id = id
    }

    /// - Throws: `DeskError.invalid` for what no list has handed out.
    public init(_ text: String) throws {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 2 else { throw DeskError.invalid("after", "is not a cursor of a list") }
        self.init(activeAt: parts[0], id: parts[1])
    }

    /// Further down the list.
    public static func < (one: TicketCursor, other: TicketCursor) -> Bool {
        (one.activeAt, one.id) < (other.activeAt, other.id)
    }

    var condition: SQL { "(ticket.active_at, ticket.id) < (\(activeAt), \(id))" }
}

/// What a list shows of one ticket.
public struct TicketRow: Sendable, RowDecodable {
    /// The ticket itself.
    public internal(set) var ticket: Ticket
    /// Whose ticket it is.
    public let requester: Person
    /// The beginning of the newest public message on one line, at most 160 characters.
    public internal(set) var snippet: String
    /// Staff wrote that message.
    public internal(set) var isLastWordOurs: Bool
    /// When it was written: what lists are ordered by.
    public internal(set) var activeAt: Instant
    /// The name of the assignee, which may be empty; nil for nobody.
    public let assigneeName: String?
    /// The name of the category; nil for none.
    public let categoryName: String?

    /// The place of this row in a list that is not a search.
    public var cursor: TicketCursor { TicketCursor(activeAt: activeAt.microseconds, id: ticket.id) }

    static let columns: SQL =
        """
        ticket.*, assignee.name AS assignee_name, category.name AS category_name, person.uuid AS person_uuid,
        person.name AS person_name, person.role AS person_role, person.email AS person_email,
        person.phone AS person_phone, person.language AS person_language, person.disabled_at AS person_disabled_at
        """

    static let joins: SQL =
        """
        JOIN person ON person.id = ticket.requester_id
        LEFT JOIN person AS assignee ON assignee.id = ticket.assignee_id
        LEFT JOIN category ON category.id = ticket.category_id
        """

    /// Reads a row of `columns` from `joins`.
    public init(row: Row) throws {
        ticket = try Ticket(row: row)
        snippet = try row["snippet"]
        isLastWordOurs = try row["is_last_word_ours"]
        activeAt = try row["active_at"]
        assigneeName = try row["assignee_name"]
        categoryName = try row["category_name"]
        requester = try Person(
            id: ticket.requesterID, uuid: row["person_uuid"], name: row["person_name"],
            role: Person.Role(rawValue: row["person_role"]) ?? .customer, email: row["person_email"],
            phone: row["person_phone"], language: (row["person_language"] as String?).flatMap(Language.init),
            isDisabled: (row["person_disabled_at"] as Int64?) != nil)
    }
}

/// One page of a list.
public struct TicketPage: Sendable {
    /// The tickets of this page, newest activity first; of a search, newest match first.
    public var rows: [TicketRow]
    /// Where the next page starts; nil on the last one.
    public var next: TicketCursor?
    /// How many match, counted to 1,000 at most.
    public var total: Int
    /// Where counting stops.
    public static let countedAtMost = 1_000
    /// The same as text of a statement: PostgreSQL plans for the number that it sees there.
    static let countedAtMostInSQL: SQL = "1000"
}

extension DeskTransaction {
    /// One page of tickets, newest activity first. Keyset paging: page 9,000 costs what page 1 costs.
    public func tickets(
        _ filter: TicketFilter, seenBy viewer: Viewer, after cursor: TicketCursor? = nil, limit: Int = 50
    ) throws -> TicketPage {
        let limit = min(max(limit, 1), 200)
        if !filter.search.isEmpty { return try foundTickets(filter, seenBy: viewer, after: cursor, limit: limit) }
        var conditions = filter.conditions(for: viewer, at: now) + [cursor?.condition].compactMap(\.self)
        if let keys = try newest(conditions, of: filter, seenBy: viewer, limit: limit + 1) {
            conditions = ["ticket.id IN (\(keys))"]
        }
        var rows = try all(
            TicketRow.self,
            """
            SELECT \(TicketRow.columns) FROM ticket \(TicketRow.joins)
            WHERE \(conditions.joined(by: " AND "))
            ORDER BY ticket.active_at DESC, ticket.id DESC LIMIT \(limit + 1)
            """)
        let hasMore = rows.count > limit
        let next = hasMore ? rows[limit - 1].cursor : nil
        rows = try shown(Array(rows.prefix(limit)), of: filter, to: viewer)
        let isWhole = cursor == nil && !hasMore
        return TicketPage(rows: rows, next: next, total: isWhole ? rows.count : try count(filter, seenBy: viewer))
    }

    /// How many tickets match, counted to 1,000 at most, so that no list ever counts a million rows.
    public func count(_ filter: TicketFilter, seenBy viewer: Viewer) throws -> Int {
        let conditions = filter.conditions(for: viewer, at: now)
        let tickets = try counted(conditions, of: filter)
        return try value(
            Int.self, "SELECT count(*) FROM (\(tickets) LIMIT \(TicketPage.countedAtMostInSQL)) AS counted") ?? 0
    }
}
