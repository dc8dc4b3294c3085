import Database

/// One mail that reached us by any way, what became of it and why. Nothing is ever dropped without such a row.
public struct LedgerEntry: Sendable, Identifiable, RowDecodable {
    public let id: Int64
    public let mailboxID: Int64?
    public let source: Source
    /// When it arrived at its server (INTERNALDATE), or here.
    public let receivedAt: Instant
    public let keptAt: Instant
    public let rawHash: [UInt8]
    /// Bytes of the raw mail.
    public let size: Int
    /// Only headers and first text were fetched; the original is on the server.
    public let isTruncated: Bool
    /// Imported: nobody is answered.
    public let isQuiet: Bool
    public let outcome: Outcome
    public let because: Reason?
    public let sender: String?
    public let subject: String?
    public let ticketID: Int64?
    public let messageID: Int64?
    public let duplicateOf: Int64?
    public let isAutomatic: Bool
    public let isAnswered: Bool
    public let attempts: Int
    public let failure: String?

    public enum Outcome: String, Sendable, CaseIterable {
        case pending, created, appended, bounce, duplicate, ignored, quarantined, failed
    }

    public enum Source: String, Sendable, CaseIterable {
        case imap, ingest, webhook, api, demo
    }

    public init(row: Row) throws {
        id = try row["id"]
        mailboxID = try row["mailbox_id"]
        source = Source(rawValue: try row["source"]) ?? .ingest
        receivedAt = try row["received_at"]
        keptAt = try row["kept_at"]
        rawHash = try row["raw_hash"]
        size = try row["size"]
        isTruncated = try row["is_truncated"]
        isQuiet = try row["is_quiet"]
        outcome = Outcome(rawValue: try row["outcome"]) ?? .pending
        because = Reason(code: try row["because"], detail: try row["because_detail"])
        sender = try row["sender"]
        subject = try row["subject"]
        ticketID = try row["ticket_id"]
        messageID = try row["message_id"]
        duplicateOf = try row["duplicate_of"]
        isAutomatic = try row["is_automatic"]
        isAnswered = try row["is_answered"]
        attempts = try row["attempts"]
        failure = try row["failure"]
    }
}

extension DeskTransaction {
    public func ledgerEntry(_ id: Int64) throws -> LedgerEntry? {
        try first(LedgerEntry.self, "SELECT * FROM ledger WHERE id = \(id)")
    }

    /// The ledger, newest first.
    public func ledger(outcome: LedgerEntry.Outcome? = nil, before: Int64? = nil, limit: Int = 100) throws
        -> [LedgerEntry]
    {
        var conditions: [SQL] = ["TRUE"]
        if let outcome { conditions.append("outcome = \(outcome)") }
        if let before { conditions.append("id < \(before)") }
        return try all(
            LedgerEntry.self,
            """
            SELECT * FROM ledger WHERE \(conditions.joined(by: " AND ")) ORDER BY id DESC LIMIT \(min(max(limit, 1), 1_000))
            """)
    }

    /// The raw mail as it came.
    public func raw(of entry: LedgerEntry) throws -> [UInt8] { try content(entry.rawHash) }

    /// Mail that is kept and not yet looked at, or failed and waits for its next try.
    public func waitingMailCount() throws -> Int {
        try value(Int.self, "SELECT count(*) FROM ledger WHERE outcome = 'pending'") ?? 0
    }
}
