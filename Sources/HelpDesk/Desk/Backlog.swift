import Database

/// What waits, and for how long: whether the desk keeps up.
public struct Backlog: Sendable, Equatable {
    /// Mail that is kept and not yet looked at.
    public let pendingMail: Int
    /// When the oldest of it was written down.
    public let oldestPending: Instant?
    /// Mail that could not be taken in.
    public let failedMail: Int
    /// Mail that waits for a person.
    public let quarantinedMail: Int
    /// Outgoing mail that is due.
    public let dueDeliveries: Int
    /// Since when the oldest of it waits.
    public let oldestDue: Instant?
}

extension DeskTransaction {
    /// Counted to 1,000 at most each.
    public func backlog() throws -> Backlog {
        func count(_ rows: SQL) throws -> Int {
            try value(Int.self, "SELECT count(*) FROM (\(rows) LIMIT 1000) AS counted") ?? 0
        }
        return Backlog(
            pendingMail: try count("SELECT 1 FROM ledger WHERE outcome = 'pending'"),
            oldestPending: try value(
                Instant.self, "SELECT kept_at FROM ledger WHERE outcome = 'pending' ORDER BY id LIMIT 1"),
            failedMail: try count("SELECT 1 FROM ledger WHERE outcome = 'failed'"),
            quarantinedMail: try count("SELECT 1 FROM ledger WHERE outcome = 'quarantined'"),
            dueDeliveries: try count("SELECT 1 FROM delivery WHERE done_at IS NULL AND due_at <= \(now)"),
            oldestDue: try value(
                Instant.self, "SELECT due_at FROM delivery WHERE done_at IS NULL ORDER BY due_at LIMIT 1"))
    }
}
