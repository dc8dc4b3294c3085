import Database

extension Desk {
    static let sweepSeconds = 3_600.0

    /// Makes sure that the hourly sweep waits in the queue.
    public func scheduleSweep() async throws {
        try await write { tx in try tx.enqueue(.sweep, unique: "sweep") }
    }

    /// Removes what has expired, and puts the next sweep into the queue.
    func sweep() async throws {
        try await write { tx in
            try tx.run("DELETE FROM session WHERE expires_at <= \(tx.now)")
            try tx.run("DELETE FROM sign_in_link WHERE expires_at <= \(tx.now)")
            try tx.run("DELETE FROM rate_limit WHERE resets_at <= \(tx.now)")
            try tx.run("DELETE FROM idempotency_key WHERE created_at <= \(tx.now + -86_400)")
            try tx.run("DELETE FROM mail_push WHERE expires_at <= \(tx.now)")
            try tx.run("DELETE FROM attachment WHERE message_id IS NULL AND uploaded_at <= \(tx.now + -86_400)")
            // A name of its own per hour: the running sweep still holds the name "sweep".
            let hour = tx.now.microseconds / 3_600_000_000
            try tx.enqueue(.sweep, unique: "sweep \(hour + 1)", at: tx.now + Self.sweepSeconds)
        }
    }
}
