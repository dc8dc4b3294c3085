import Database

extension DeskTransaction {
    /// How many mails met each outcome, counted up to `limit`: a page says "1,000+" beyond.
    public func ledgerTotals(upTo limit: Int = 1_000) throws -> [LedgerEntry.Outcome: Int] {
        var counts: [LedgerEntry.Outcome: Int] = [:]
        for outcome in LedgerEntry.Outcome.allCases { counts[outcome] = try ledgerCount(outcome, upTo: limit) }
        return counts
    }

    /// How many mails wait for a person: those in quarantine, and those that could not be taken in.
    public func mailForAPersonCount(upTo limit: Int = 100) throws -> Int {
        try ledgerCount(.quarantined, upTo: limit) + ledgerCount(.failed, upTo: limit)
    }

    /// The numbers of tickets by their keys, for lists of staff pages.
    public func ticketNumbers(_ ids: [Int64]) throws -> [Int64: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try sql.rows("SELECT id, number FROM ticket WHERE id IN \(ids)")
        return Dictionary(try rows.map { (try $0["id"], try $0["number"]) }, uniquingKeysWith: { first, _ in first })
    }

    private func ledgerCount(_ outcome: LedgerEntry.Outcome, upTo limit: Int) throws -> Int {
        try value(
            Int.self,
            "SELECT count(*) FROM (SELECT 1 FROM ledger WHERE outcome = \(outcome) LIMIT \(limit)) AS counted") ?? 0
    }
}
