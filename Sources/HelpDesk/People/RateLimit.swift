import Database

extension DeskTransaction {
    /// Counts one more use of `name` in a window that starts with the first; kept in the database, so that it holds for all servers.
    /// - Throws: `DeskError.limited` beyond `limit`.
    public func count(_ name: String, limit: Int, perSeconds seconds: Double) throws {
        let row = try sql.rows(
            """
            INSERT INTO rate_limit (name, count, resets_at) VALUES (\(name), 1, \(now + seconds))
            ON CONFLICT (name) DO UPDATE SET
                count = CASE WHEN rate_limit.resets_at <= \(now) THEN 1 ELSE rate_limit.count + 1 END,
                resets_at = CASE WHEN rate_limit.resets_at <= \(now) THEN \(now + seconds) ELSE rate_limit.resets_at END
            RETURNING count, resets_at
            """
        ).first
        guard let row, let count: Int = try row["count"], count > limit else { return }
        let resets: Instant = try row["resets_at"]
        throw DeskError.limited(retryAfterSeconds: max(1, Int((resets.microseconds - now.microseconds) / 1_000_000)))
    }

    /// Counts one more use of `name`; false beyond `limit`.
    func isWithin(_ limit: Int, _ name: String, perSeconds seconds: Double) throws -> Bool {
        do { try count(name, limit: limit, perSeconds: seconds) } catch DeskError.limited { return false }
        return true
    }

    func forgetCount(_ name: String) throws { try run("DELETE FROM rate_limit WHERE name = \(name)") }
}
