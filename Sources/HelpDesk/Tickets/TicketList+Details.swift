import Database

extension DeskTransaction {
    /// The first public message of each ticket, by the ticket's id: what a list calls its description.
    public func descriptions(ofTickets ids: [Int64]) throws -> [Int64: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try sql.rows(
            """
            SELECT ticket.id, (SELECT message.text FROM message
                WHERE message.ticket_id = ticket.id AND message.is_internal = 0 ORDER BY message.id LIMIT 1) AS text
            FROM ticket WHERE ticket.id IN \(ids)
            """)
        return try rows.reduce(into: [:]) { texts, row in texts[try row["id"]] = try row["text"] as String? }
    }

    /// The addresses in copy of each ticket, by the ticket's id, in the order of `Conversation.participants`.
    public func copies(ofTickets ids: [Int64]) throws -> [Int64: [String]] {
        guard !ids.isEmpty else { return [:] }
        let rows = try sql.rows(
            "SELECT ticket_id, address FROM participant WHERE ticket_id IN \(ids) ORDER BY ticket_id, folded")
        return try rows.reduce(into: [:]) { copies, row in
            copies[try row["ticket_id"], default: []].append(try row["address"])
        }
    }
}
