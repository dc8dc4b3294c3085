import Database

/// Which rows of the ledger to show, newest first.
public struct LedgerQuery: Sendable {
    /// Nil: every outcome.
    public var outcome: LedgerEntry.Outcome?
    /// Nil: every mailbox.
    public var mailboxID: Int64?
    /// A word of the sender's address or of the subject, without case; empty: all.
    public var search: String
    /// The row behind which to go on; nil: from the newest.
    public var before: Int64?
    /// At most 1,000.
    public var limit: Int

    /// Everything, from the newest on.
    public init(
        outcome: LedgerEntry.Outcome? = nil, mailboxID: Int64? = nil, search: String = "", before: Int64? = nil,
        limit: Int = 100
    ) {
        self.outcome = outcome
        self.mailboxID = mailboxID
        self.search = search
        self.before = before
        self.limit = limit
    }

    /// A search looks through so many rows at most, newest first: it never walks through a million of them.
    static let searchWindow = 20_000
}

extension DeskTransaction {
    /// Rows of the ledger, newest first.
    public func ledger(_ query: LedgerQuery = LedgerQuery()) throws -> [LedgerEntry] {
        var conditions: [SQL] = ["TRUE"]
        if let outcome = query.outcome { conditions.append("outcome = \(outcome)") }
        if let mailbox = query.mailboxID { conditions.append("mailbox_id = \(mailbox)") }
        if let before = query.before { conditions.append("id < \(before)") }
        let limit = min(max(query.limit, 1), 1_000), chosen = conditions.joined(by: " AND ")
        let words = query.search.lowercased()
        guard !words.isEmpty else {
            return try all(
                LedgerEntry.self, "SELECT * FROM ledger WHERE \(chosen) ORDER BY id DESC LIMIT \(limit)")
        }
        // Whole addresses are looked up; anything else is looked for in the newest rows.
        if isPlausibleAddress(words) {
            return try all(
                LedgerEntry.self,
                """
                SELECT * FROM ledger WHERE sender IS NOT NULL AND lower(sender) = \(words) AND \(chosen)
                ORDER BY id DESC LIMIT \(limit)
                """)
        }
        let pattern = "%\(words.map { "%_!".contains($0) ? "!\($0)" : String($0) }.joined())%"
        return try all(
            LedgerEntry.self,
            """
            SELECT * FROM (SELECT * FROM ledger WHERE \(chosen) ORDER BY id DESC LIMIT \(LedgerQuery.searchWindow)) AS newest
            WHERE lower(sender) LIKE \(pattern) ESCAPE '!' OR lower(subject) LIKE \(pattern) ESCAPE '!'
            ORDER BY id DESC LIMIT \(limit)
            """)
    }

    /// How many rows there are, counted to 1,000 at the most.
    public func ledgerTotal(outcome: LedgerEntry.Outcome? = nil) throws -> Int {
        let condition: SQL = outcome.map { "WHERE outcome = \($0)" } ?? .empty
        return try value(
            Int.self, "SELECT count(*) FROM (SELECT 1 FROM ledger \(condition) LIMIT 1000) AS counted") ?? 0
    }

    /// How many mails have each outcome, counted up to `most`.
    public func ledgerCounts(upTo most: Int = 1_000) throws -> [LedgerEntry.Outcome: Int] {
        try LedgerEntry.Outcome.allCases.reduce(into: [:]) { counts, outcome in
            counts[outcome] = try value(
                Int.self,
                """
                SELECT count(*) FROM (SELECT 1 FROM ledger WHERE outcome = \(outcome) LIMIT \(most)) AS counted
                """)
        }
    }
}
