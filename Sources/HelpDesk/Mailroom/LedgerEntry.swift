import Database

/// One mail that reached us by any way, what became of it and why. Nothing is ever dropped without such a row.
public struct LedgerEntry: Sendable, Identifiable, RowDecodable {
    /// Grows with each mail: the order of arrival, in which mail is worked through.
    public let id: Int64
    /// The mailbox that it came to; nil where it came by none.
    public let mailboxID: Int64?
    /// By which way it came.
    public let source: Source
    /// When it arrived at its server (INTERNALDATE), or here.
    public let receivedAt: Instant
    /// When it was written down here.
    public let keptAt: Instant
    /// SHA-256 of the raw mail, by which `DeskTransaction.raw(of:)` finds it.
    public let rawHash: [UInt8]
    /// Bytes of the raw mail.
    public let size: Int
    /// Only headers and first text were fetched; the original is on the server.
    public let isTruncated: Bool
    /// Its server would not hand it out: nothing of it is here yet. It is asked for again.
    public let isRefused: Bool
    /// Imported: nobody is answered.
    public let isQuiet: Bool
    /// The folder that it lay in, where that is not the inbox.
    public let folderRole: FolderRole?
    /// A person has let it through: neither the governor nor the block list stops it again.
    public let isReleased: Bool
    /// What became of it.
    public let outcome: Outcome
    /// Why; nil until it was looked at.
    public let because: Reason?
    /// The address of its From; nil where there is none, and until it was looked at.
    public let sender: String?
    /// Its subject, at most 500 characters; nil until it was looked at.
    public let subject: String?
    /// The ticket that it opened, joined or reports on; for a duplicate that of the first copy.
    public let ticketID: Int64?
    /// The message that it became; for a bounce the outgoing message that it reports on.
    public let messageID: Int64?
    /// The row of the first copy; nil for every outcome but `duplicate`.
    public let duplicateOf: Int64?
    /// A machine wrote it: an absence note, a newsletter, an alert, a report.
    public let isAutomatic: Bool
    /// The confirmation of a new ticket went out to its sender.
    public let isAnswered: Bool
    /// How often it was begun, counted before it is parsed.
    public let attempts: Int
    /// The last problem in plain words, at most 1,000 characters; nil once it was taken in.
    public let failure: String?

    /// What becomes of mail; stored under these names, which commands and the API show too.
    public enum Outcome: String, Sendable, CaseIterable {
        case pending, created, appended, bounce, duplicate, ignored, quarantined, failed
    }

    /// The ways by which mail reaches us; stored under these names.
    public enum Source: String, Sendable, CaseIterable {
        case imap, ingest, webhook, api, demo
    }

    /// Reads a row of `ledger`.
    public init(row: Row) throws {
        id = try row["id"]
        mailboxID = try row["mailbox_id"]
        source = Source(rawValue: try row["source"]) ?? .ingest
        receivedAt = try row["received_at"]
        keptAt = try row["kept_at"]
        rawHash = try row["raw_hash"]
        size = try row["size"]
        isTruncated = try row["is_truncated"]
        isRefused = try row["is_refused"]
        isQuiet = try row["is_quiet"]
        folderRole = (try row["folder_role"] as String?).flatMap(FolderRole.init)
        isReleased = try row["is_released"]
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
    /// One row of the ledger; nil where there is none of this id.
    public func ledgerEntry(_ id: Int64) throws -> LedgerEntry? {
        try first(LedgerEntry.self, "SELECT * FROM ledger WHERE id = \(id)")
    }

    /// The raw mail as it came.
    public func raw(of entry: LedgerEntry) throws -> [UInt8] { try content(entry.rawHash) }

    /// Mail that is kept and not yet looked at, or failed and waits for its next try.
    public func waitingMailCount() throws -> Int {
        try value(Int.self, "SELECT count(*) FROM ledger WHERE outcome = 'pending'") ?? 0
    }
}
