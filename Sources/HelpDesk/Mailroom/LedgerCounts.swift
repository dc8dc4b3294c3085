import Database

extension DeskTransaction {
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

    /// Whether mail of this address goes into quarantine, because it or its whole domain is blocked.
    public func isBlocked(_ address: String) throws -> Bool {
        let name = folded(address)
        let domain = name.lastIndex(of: "@").map { String(name[$0...]) } ?? name
        return try value(
            Int64.self, "SELECT 1 FROM blocked_sender WHERE pattern IN (\(name), \(domain)) LIMIT 1") != nil
    }

    private func ledgerCount(_ outcome: LedgerEntry.Outcome, upTo limit: Int) throws -> Int {
        try value(
            Int.self,
            "SELECT count(*) FROM (SELECT 1 FROM ledger WHERE outcome = \(outcome) LIMIT \(limit)) AS counted") ?? 0
    }
}
