import Database

/// An answer that can still be taken back: the customer sees nothing of it until it is due.
extension Message {
    /// As a condition on `message`.
    static func isHeldBack(at now: Instant) -> SQL {
        """
        EXISTS (SELECT 1 FROM delivery WHERE delivery.message_id = message.id AND delivery.kind = 'reply'
            AND delivery.state = 'queued' AND delivery.attempts = 0 AND delivery.due_at > \(now))
        """
    }
}

extension DeskTransaction {
    /// Whether a copy of it still waits; false where it goes to nobody by mail.
    func isHeldBack(_ message: Message) throws -> Bool {
        try value(
            Int64.self, "SELECT 1 FROM message WHERE id = \(message.id) AND \(Message.isHeldBack(at: now))") != nil
    }

    /// The lines of a list as the viewer may see them: for customers with the words, the status and the place that they had
    /// before an answer that is held back.
    func shown(_ rows: [TicketRow], of filter: TicketFilter, to viewer: Viewer) throws -> [TicketRow] {
        guard !viewer.isStaff else { return rows }
        let earliest = now + -Double(Draft.waitsAtMostSeconds)
        let all = try rows.map { row in
            guard row.isLastWordOurs, row.activeAt > earliest else { return row }
            let last = try first(
                Message.self,
                """
                SELECT message.* FROM message WHERE ticket_id = \(row.ticket.id) AND is_automatic = 0
                    AND \(viewer.visibleMessages(at: now))
                ORDER BY id DESC LIMIT 1
                """)
            var shown = row
            shown.ticket = try self.shown(row.ticket, to: viewer)
            shown.snippet = try last.map { try listLine(of: $0) } ?? ""
            shown.isLastWordOurs = last?.isStaffReply ?? false
            shown.activeAt = last?.createdAt ?? row.ticket.createdAt
            return shown
        }
        let matching = all.filter { filter.status == nil || $0.ticket.status == filter.status }
        return filter.search.isEmpty ? matching.sorted { $0.cursor > $1.cursor } : matching
    }

    /// The ticket as the viewer may see it: for customers where it stood before the answers that are held back.
    func shown(_ ticket: Ticket, to viewer: Viewer) throws -> Ticket {
        guard !viewer.isStaff, ticket.updatedAt > now + -Double(Draft.waitsAtMostSeconds) else { return ticket }
        let held = try all(
            Message.self,
            """
            SELECT message.* FROM message WHERE ticket_id = \(ticket.id) AND is_staff_reply = 1
                AND \(Message.isHeldBack(at: now)) ORDER BY id LIMIT 50
            """)
        guard let first = held.first else { return ticket }
        var shown = ticket
        if ticket.firstResponseAt == first.createdAt { shown.firstResponseAt = nil }
        shown.updatedAt =
            try value(
                Instant.self,
                "SELECT max(at) FROM event WHERE ticket_id = \(ticket.id) AND at < \(first.createdAt)")
            ?? ticket.createdAt
        let changes = try all(
            Event.self,
            """
            SELECT * FROM event WHERE ticket_id = \(ticket.id) AND kind = \(Event.Kind.statusChanged)
                AND at >= \(first.createdAt) ORDER BY id LIMIT 50
            """)
        // What somebody has done to the status beside those answers is seen at once, and with it where the ticket stands.
        let isTheirs = changes.allSatisfy { change in
            held.contains { $0.createdAt == change.at && $0.authorID == change.actorID }
        }
        guard isTheirs, let change = changes.first, let before = change.before.flatMap(Status.init) else {
            return shown
        }
        shown.status = before
        let since: Instant? = before.isUnresolved ? nil : try ended(ticket, before, before: change.id)
        (shown.resolvedAt, shown.closedAt) = (since, before == .closed ? since : nil)
        return shown
    }

    /// Since when it had this status before a change.
    private func ended(_ ticket: Ticket, _ status: Status, before change: Int64) throws -> Instant? {
        try value(
            Instant.self,
            """
            SELECT max(at) FROM event WHERE ticket_id = \(ticket.id) AND kind = \(Event.Kind.statusChanged)
                AND after = \(status.rawValue) AND id < \(change)
            """)
    }

    /// The customer's pages look at the ticket again.
    func tellCustomer(of ticket: Ticket) throws {
        try sql.notify(
            LiveUpdate.channel,
            LiveUpdate(ticketID: ticket.id, number: ticket.number, requesterID: ticket.requesterID).payload)
    }

    /// From the first claim on an answer cannot be taken back: those that were held back are seen.
    func tellCustomers(of claimed: [Delivery]) throws {
        let due = claimed.filter { $0.kind == .reply && $0.attempts == 1 && $0.dueAt > $0.createdAt }
        for id in Set(due.compactMap(\.ticketID)).sorted() {
            if let ticket = try ticket(id: id) { try tellCustomer(of: ticket) }
        }
    }
}
