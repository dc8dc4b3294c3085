import Database

/// Mail that waits because nothing goes out from its mailbox.
public struct StuckMail: Sendable {
    /// How many, counted up to 1,000.
    public let count: Int
    /// The server's last words, or those of our connection.
    public let reason: String
}

extension DeskTransaction {
    /// By mailbox, what waits while its account is refused, asked for a pause or cannot be reached; nothing where sending goes
    /// well. A mail that one recipient's server puts off is no trouble of the account.
    public func stuckMail() throws -> [Int64: StuckMail] {
        let rows = try sql.rows(
            """
            SELECT waiting.mailbox_id AS mailbox_id, count(*) AS number, max(sending_account.failure) AS reason FROM (
                SELECT mailbox_id FROM delivery
                WHERE done_at IS NULL AND state = 'queued'
                    AND mailbox_id IN (SELECT mailbox_id FROM sending_account WHERE failure IS NOT NULL)
                ORDER BY due_at LIMIT 1000) AS waiting
            JOIN sending_account ON sending_account.mailbox_id = waiting.mailbox_id
            GROUP BY waiting.mailbox_id
            """)
        return try rows.reduce(into: [:]) { found, row in
            found[try row["mailbox_id"]] = StuckMail(count: try row["number"], reason: try row["reason"] ?? "")
        }
    }

    /// The account works: its server has spoken about a mail, and not about the account.
    func noteSendingWorks(of mailboxID: Int64) throws {
        try run(
            """
            UPDATE sending_account SET failure = NULL, failed_at = NULL
            WHERE mailbox_id = \(mailboxID) AND failure IS NOT NULL
            """)
    }
}

extension Desk {
    /// The account works: its server has spoken about a mail, and not about the account.
    public func noteSendingWorks(of mailboxID: Int64) async throws {
        try await write { tx in try tx.noteSendingWorks(of: mailboxID) }
    }
}
