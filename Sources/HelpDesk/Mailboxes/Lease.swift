import Database

extension DeskTransaction {
    /// Takes or renews a right that one process at a time may have: watching a mailbox, working through the mail that waits.
    /// - Returns: false while another living process holds it.
    public func takeLease(_ name: String, seconds: Double) throws -> Bool {
        let mine = desk.holder.description
        let holder = try value(String.self, "SELECT holder FROM lease WHERE name = \(name) AND until > \(now)")
        let isFree = holder.map { $0 == mine || Holder(description: $0).isDead(seenFrom: desk.holder) } ?? true
        guard isFree else { return false }
        let taken = try run(
            """
            INSERT INTO lease (name, holder, until) VALUES (\(name), \(mine), \(now + seconds))
            ON CONFLICT (name) DO UPDATE SET holder = \(mine), until = \(now + seconds)
            WHERE lease.until <= \(now) OR lease.holder = \(holder ?? mine)
            """)
        return taken == 1
    }

    /// The process that works through incoming mail; nil: none does.
    public func workerAtMail() throws -> String? {
        let holder = try value(
            String.self, "SELECT holder FROM lease WHERE name = \(Desk.mailroomLease) AND until > \(now)")
        return holder.flatMap { Holder(description: $0).isDead(seenFrom: desk.holder) ? nil : $0 }
    }

    /// Gives a right back at once, so that a successor does not wait for it to run out.
    public func releaseLease(_ name: String) throws {
        try run("DELETE FROM lease WHERE name = \(name) AND holder = \(desk.holder.description)")
    }
}
