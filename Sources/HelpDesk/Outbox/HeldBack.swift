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

    /// The lines of a list as the viewer may see them: for customers without the words of an answer that is held back.
    func shown(_ rows: [TicketRow], to viewer: Viewer) throws -> [TicketRow] {
        guard !viewer.isStaff else { return rows }
        let earliest = now + -Double(Draft.waitsAtMostSeconds)
        return try rows.map { row in
            guard row.isLastWordOurs, row.activeAt > earliest else { return row }
            let last = try first(
                Message.self,
                """
                SELECT message.* FROM message WHERE ticket_id = \(row.ticket.id) AND is_automatic = 0
                    AND \(viewer.visibleMessages(at: now))
                ORDER BY id DESC LIMIT 1
                """)
            var shown = row
            shown.snippet = snippet(of: last?.text ?? "")
            shown.isLastWordOurs = last?.isStaffReply ?? false
            return shown
        }
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
