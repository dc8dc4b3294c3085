import Database

extension DeskTransaction {
    /// The numbers of the tickets that a clue points to: what it names itself, else what the desk knows of it.
    public func ticketNumbers(of clue: Clue) throws -> [String] {
        switch clue.target {
        case .number(let number): [number]
        case .ticket(let id): try values(String.self, "SELECT number FROM ticket WHERE id = \(id)")
        case .messageID(let id):
            try values(
                String.self,
                """
                SELECT ticket.number FROM mail_reference JOIN ticket ON ticket.id = mail_reference.ticket_id
                WHERE mail_reference.hash = \(MailReference.hash(id)) ORDER BY ticket.id LIMIT 10
                """)
        }
    }
}
