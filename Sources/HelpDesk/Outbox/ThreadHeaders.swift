import Database
import Mail

extension DeskTransaction {
    /// Exchange keeps a conversation together by fields of its own: what the customer's last mail had goes back with the answer.
    func threadHeaders(of ticket: Ticket) throws -> [(name: String, value: String)] {
        let hash = try value(
            [UInt8].self,
            """
            SELECT ledger.raw_hash FROM message JOIN ledger ON ledger.id = message.ledger_id
            WHERE message.ticket_id = \(ticket.id) AND message.is_staff_reply = 0 AND message.is_internal = 0
            ORDER BY message.id DESC LIMIT 1
            """)
        guard let hash, let raw = try? content(hash) else { return [] }
        let head = Email(parsing: Array(raw.prefix(64 << 10))).headers
        return ["Thread-Index", "Thread-Topic"].compactMap { name in
            guard let value = head.first(name).map(oneLine), !value.isEmpty, value.utf8.count <= 500 else { return nil }
            return (name, value)
        }
    }
}
