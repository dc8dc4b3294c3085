import Database

/// A message that its server would not hand out. Its row of the ledger says `failed` with the server's words, and it is asked for
/// again: by itself for some days, and whenever somebody wants it.
public struct RefusedMail: Sendable, Equatable, RowDecodable {
    /// Its row of the ledger.
    public let ledgerID: Int64
    /// UIDVALIDITY of the folder when it was refused.
    public let uidValidity: Int64
    /// UID of the message under that UIDVALIDITY.
    public let uid: Int64
    let refetches: Int

    /// Reads a row of `ledger`.
    public init(row: Row) throws {
        ledgerID = try row["id"]
        uidValidity = try row["uid_validity"]
        uid = try row["uid"]
        refetches = try row["refetches"]
    }
}

extension DeskTransaction {
    /// Seconds until a refused message is asked for again, after each time that it was; then only by hand.
    static let refetchSeconds: [Double] = [300, 3_600, 21_600, 86_400, 3 * 86_400]

    /// Refused messages of a folder that are to be asked for by now, oldest first.
    public func refusedMailDue(of folderID: Int64, limit: Int = 20) throws -> [RefusedMail] {
        try all(
            RefusedMail.self,
            """
            SELECT id, uid_validity, uid, refetches FROM ledger
            WHERE folder_id = \(folderID) AND refetch_at IS NOT NULL AND refetch_at <= \(now)
            ORDER BY refetch_at LIMIT \(limit)
            """)
    }

    /// Mailboxes with a refused message that has become due within the last seconds.
    public func mailboxesWithRefusedMailDue(since instant: Instant) throws -> [Int64] {
        try values(
            Int64.self,
            """
            SELECT DISTINCT mailbox_id FROM ledger
            WHERE refetch_at IS NOT NULL AND refetch_at <= \(now) AND refetch_at > \(instant) AND mailbox_id IS NOT NULL
            """)
    }

    /// It is about to be asked for: counted before, since the connection may break over it.
    public func noteAsked(_ mail: RefusedMail) throws {
        let seconds = Self.refetchSeconds.dropFirst(mail.refetches + 1).first
        let next: Instant? = seconds.map { now + $0 }
        try run(
            """
            UPDATE ledger SET refetches = \(mail.refetches + 1), refetch_at = \(next)
            WHERE id = \(mail.ledgerID) AND is_refused = 1
            """)
    }

    /// It came: from here on it is mail like every other.
    /// - Returns: its row of the ledger; nil where somebody else was faster.
    public func takeIn(_ arrived: ArrivedMail, insteadOf mail: RefusedMail) throws -> Int64? {
        let hash = try keep(arrived.raw)
        let taken = try run(
            """
            UPDATE ledger SET raw_hash = \(hash), size = \(arrived.raw.count),
                mail_id_hash = \(mailIDHash(ofHeader: arrived.raw)), received_at = \(arrived.receivedAt ?? now),
                is_truncated = \(arrived.isTruncated), is_quiet = \(arrived.isQuiet), is_refused = 0, refetch_at = NULL,
                outcome = \(LedgerEntry.Outcome.pending), subject = NULL, failure = NULL, attempts = 0
            WHERE id = \(mail.ledgerID) AND is_refused = 1
            """)
        guard taken == 1 else { return nil }
        try sql.notify(Desk.mailKeptChannel, "")
        return mail.ledgerID
    }

    /// It was asked for in vain.
    /// - Parameter isOver: it cannot come any more.
    public func noteStillRefused(_ mail: RefusedMail, _ words: String, isOver: Bool = false) throws {
        try run(
            """
            UPDATE ledger SET failure = \(String(words.prefix(1_000))) WHERE id = \(mail.ledgerID) AND is_refused = 1
            """)
        if isOver { try run("UPDATE ledger SET refetch_at = NULL WHERE id = \(mail.ledgerID)") }
    }
}
