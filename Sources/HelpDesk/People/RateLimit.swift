import Database

extension DeskTransaction {
    /// Counts one more use of `name` in a window that starts with the first; kept in the database, so that it holds for all servers.
    /// - Throws: `DeskError.limited` beyond `limit`.
    public func count(_ name: String, limit: Int, perSeconds seconds: Double) throws {
        let row = try sql.rows("\(more(1, of: name, perSeconds: seconds)) RETURNING count, resets_at").first
        guard let row, let count: Int = try row["count"], count > limit else { return }
        let resets: Instant = try row["resets_at"]
        throw DeskError.limited(retryAfterSeconds: max(1, Int((resets.microseconds - now.microseconds) / 1_000_000)))
    }

    /// Counts one more use of `name`, which is written at the end of the transaction; false beyond `limit`.
    func isWithin(_ limit: Int, _ name: String, perSeconds seconds: Double) throws -> Bool {
        var use = try memo.gathered.uses[name] ?? LimitedUse(before: uses(of: name), perSeconds: seconds)
        use.added += 1
        memo.gathered.uses[name] = use
        return use.before + use.added <= limit
    }

    /// How often `name` was used in the window that runs, this transaction included.
    func usesLately(of name: String) throws -> Int {
        if let use = memo.gathered.uses[name] { return use.before + use.added }
        return try uses(of: name)
    }

    /// The use that `isWithin` has counted last did not come to pass.
    func takeBackUse(of name: String) { memo.gathered.uses[name]?.added -= 1 }

    func writeUses() throws {
        for (name, use) in memo.gathered.uses where use.added > 0 {
            try post(more(use.added, of: name, perSeconds: use.seconds))
        }
        memo.gathered.uses = [:]
    }

    private func uses(of name: String) throws -> Int {
        try value(Int.self, "SELECT count FROM rate_limit WHERE name = \(name) AND resets_at > \(now)") ?? 0
    }

    private func more(_ uses: Int, of name: String, perSeconds seconds: Double) -> SQL {
        """
        INSERT INTO rate_limit (name, count, resets_at) VALUES (\(name), \(uses), \(now + seconds))
        ON CONFLICT (name) DO UPDATE SET
            count = CASE WHEN rate_limit.resets_at <= \(now) THEN \(uses) ELSE rate_limit.count + \(uses) END,
            resets_at = CASE WHEN rate_limit.resets_at <= \(now) THEN \(now + seconds) ELSE rate_limit.resets_at END
        """
    }

    func forgetCount(_ name: String) throws { try run("DELETE FROM rate_limit WHERE name = \(name)") }
}

/// Uses of something limited within one transaction.
struct LimitedUse {
    /// How many stood in the database, in the window that runs.
    let before: Int
    var added = 0
    /// How long a window lasts.
    let seconds: Double

    init(before: Int, perSeconds seconds: Double) {
        self.before = before
        self.seconds = seconds
    }
}
