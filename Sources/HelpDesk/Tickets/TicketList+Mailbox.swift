import Database

/// The keys of the newest tickets of a mailbox: those that answer from it, and those whose mail came to it too. Two walks
/// along an index each; an `OR` over both would sort all of the mailbox's tickets.
func newest(_ conditions: [SQL], ofMailbox mailboxID: Int64, limit: Int) -> SQL {
    let conditions = conditions.joined(by: " AND ")
    let order: SQL = "ORDER BY ticket.active_at DESC, ticket.id DESC LIMIT \(limit)"
    return """
        SELECT id FROM (SELECT ticket.id FROM ticket
            WHERE ticket.mailbox_id = \(mailboxID) AND \(conditions) \(order)) AS its_own
        UNION
        SELECT id FROM (SELECT ticket.id FROM ticket_mailbox JOIN ticket ON ticket.id = ticket_mailbox.ticket_id
            WHERE ticket_mailbox.mailbox_id = \(mailboxID) AND \(conditions) \(order)) AS came_too
        """
}

extension TicketFilter {
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
