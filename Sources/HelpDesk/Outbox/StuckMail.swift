import Database

/// Mail of one mailbox that was tried more than once and has not gone out.
public struct StuckMail: Sendable {
    /// How many, counted up to 1,000.
    public let count: Int
    /// The server's last words, or those of our connection.
    public let reason: String
}

extension DeskTransaction {
    /// By mailbox, what was tried more than once and waits for another try; nothing where sending goes well.
    public func stuckMail() throws -> [Int64: StuckMail] {
        let rows = try sql.rows(
            """
            SELECT mailbox_id, count(*) AS number, max(server_reply) AS reason FROM (
                SELECT mailbox_id, server_reply FROM delivery
                WHERE done_at IS NULL AND state = 'queued' AND attempts > 1 ORDER BY due_at LIMIT 1000) AS waiting
            GROUP BY mailbox_id
            """)
        return try rows.reduce(into: [:]) { found, row in
            found[try row["mailbox_id"]] = StuckMail(count: try row["number"], reason: try row["reason"] ?? "")
        }
    }
}
