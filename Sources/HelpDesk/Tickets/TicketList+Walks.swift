import Database

/// How lists that no single index orders find their newest tickets: by several walks along an index each, every one as long
/// as the page. An `OR` over them would sort all that match.
extension DeskTransaction {
    /// The keys of the newest tickets that meet the conditions; nil where one index orders them all.
    func newest(_ conditions: [SQL], of filter: TicketFilter, seenBy viewer: Viewer, limit: Int) throws -> SQL? {
        let order: SQL = "ORDER BY ticket.active_at DESC, ticket.id DESC LIMIT \(limit)"
        if let mailboxID = filter.mailboxID { return ofMailbox(mailboxID, conditions, order) }
        if let tag = filter.tag, try isRare(tag) { return "\(tagged(tag, conditions)) \(order)" }
        guard filter.isSortedWithoutStatus, viewer.isStaff else { return nil }
        let walks: [SQL] = Status.allCases.map { status in
            let one: SQL = "ticket.status = \(status) AND ticket.is_unresolved = \(status.isUnresolved ? 1 : 0)"
            return """
                SELECT id FROM (SELECT ticket.id FROM ticket
                    WHERE \(one) AND \(conditions.joined(by: " AND ")) \(order)) AS walk
                """
        }
        return walks.joined(by: " UNION ALL ")
    }

    /// The tickets that meet the conditions, to be counted up to 1,000.
    func counted(_ conditions: [SQL], of filter: TicketFilter) throws -> SQL {
        if let mailboxID = filter.mailboxID {
            return ofMailbox(
                mailboxID, conditions,
                "ORDER BY ticket.active_at DESC, ticket.id DESC LIMIT \(TicketPage.countedAtMost)")
        }
        if let tag = filter.tag, try isRare(tag) { return tagged(tag, conditions) }
        return "SELECT 1 FROM ticket WHERE \(conditions.joined(by: " AND "))"
    }

    /// Those that answer from the mailbox, and those whose mail came to it too.
    private func ofMailbox(_ mailboxID: Int64, _ conditions: [SQL], _ order: SQL) -> SQL {
        let conditions = conditions.joined(by: " AND ")
        return """
            SELECT id FROM (SELECT ticket.id FROM ticket
                WHERE ticket.mailbox_id = \(mailboxID) AND \(conditions) \(order)) AS its_own
            UNION
            SELECT id FROM (SELECT ticket.id FROM ticket_mailbox JOIN ticket ON ticket.id = ticket_mailbox.ticket_id
                WHERE ticket_mailbox.mailbox_id = \(mailboxID) AND \(conditions) \(order)) AS came_too
            """
    }

    /// Begins with the tag: SQLite does so for the words CROSS JOIN alone.
    private func tagged(_ tag: String, _ conditions: [SQL]) -> SQL {
        """
        SELECT ticket.id FROM ticket_tag CROSS JOIN ticket
        WHERE ticket_tag.tag = \(normalizedTag(tag)) AND ticket.id = ticket_tag.ticket_id
            AND \(conditions.joined(by: " AND "))
        """
    }

    /// A tag has no order of its own. One of few tickets is sorted; one of many is met often on the walk along the list.
    private func isRare(_ tag: String) throws -> Bool {
        let count = try value(
            Int.self,
            """
            SELECT count(*) FROM (SELECT 1 FROM ticket_tag WHERE tag = \(normalizedTag(tag))
                LIMIT \(Self.sortedAtMost)) AS tagged
            """)
        return (count ?? 0) < Self.sortedAtMost
    }

    private static var sortedAtMost: Int { 10_000 }

    /// The tags in use, by name, 200 at most: a step of the index each, however many tickets have them.
    public func tags() throws -> [String] {
        try values(
            String.self,
            """
            WITH RECURSIVE used (tag) AS (
                SELECT min(tag) FROM ticket_tag
                UNION ALL
                SELECT (SELECT min(ticket_tag.tag) FROM ticket_tag WHERE ticket_tag.tag > used.tag)
                FROM used WHERE used.tag IS NOT NULL)
            SELECT tag FROM used WHERE tag IS NOT NULL LIMIT 200
            """)
    }
}

extension TicketFilter {
    /// Narrowed by what only the indexes by status order.
    fileprivate var isSortedWithoutStatus: Bool {
        view == .all && status == nil && requesterID == nil
            && (priority != nil || categoryID != nil || assigneeID != nil)
    }

    /// The mailbox as a condition on tickets that are found otherwise; nil: any.
    var mailboxCondition: SQL? {
        mailboxID.map {
            """
            (ticket.mailbox_id = \($0) OR EXISTS (SELECT 1 FROM ticket_mailbox
                WHERE ticket_mailbox.ticket_id = ticket.id AND ticket_mailbox.mailbox_id = \($0)))
            """
        }
    }
}
