import Database
import Foundation
import Mail

/// A mail as it came, before anybody has looked into it.
public struct ArrivedMail: Sendable {
    /// The mail byte for byte; where `isTruncated`, its beginning.
    public var raw: [UInt8]
    /// The mailbox that it came to; nil: by none, and the main mailbox answers it.
    public var mailboxID: Int64?
    /// Where it stands in an IMAP folder; nil for other ways in.
    public var place: Place?
    /// By which way it came.
    public var source: LedgerEntry.Source
    /// INTERNALDATE; nil: now.
    public var receivedAt: Instant?
    /// Only a part of it was handed out: it is too large. The original is on its server.
    public var isTruncated: Bool
    /// The server's words where it hands out nothing of it; `raw` is then what stands in for it.
    public var refusal: String?
    /// It is imported: nobody is answered.
    public var isQuiet: Bool
    /// The folder that it lay in, where that is not the inbox.
    public var folderRole: FolderRole?

    /// Folder, UIDVALIDITY and UID of a message.
    public struct Place: Sendable, Equatable {
        /// The folder's `FolderState.id`.
        public var folderID: Int64
        /// UIDVALIDITY of the folder when the mail was fetched.
        public var uidValidity: Int64
        /// UID of the message under that UIDVALIDITY.
        public var uid: Int64

        /// The place of a message in its folder.
        public init(folderID: Int64, uidValidity: Int64, uid: Int64) {
            self.folderID = folderID
            self.uidValidity = uidValidity
            self.uid = uid
        }
    }

    /// A mail from its bytes and where they came from.
    public init(
        raw: [UInt8], mailboxID: Int64?, place: Place? = nil, source: LedgerEntry.Source, receivedAt: Instant? = nil,
        isTruncated: Bool = false, isQuiet: Bool = false, folderRole: FolderRole? = nil
    ) {
        self.raw = raw
        self.mailboxID = mailboxID
        self.place = place
        self.source = source
        self.receivedAt = receivedAt
        self.isTruncated = isTruncated
        self.isQuiet = isQuiet
        self.folderRole = folderRole
    }
}

/// What a folder of a mailbox holds, where it is not the inbox; stored under these names.
public enum FolderRole: String, Sendable, CaseIterable {
    /// What was sent from a mail client.
    case sent
    /// What the mail server takes for spam.
    case junk
}

extension Desk {
    /// Writes mail down before anything interprets it, and moves the cursor past it: one transaction for the whole batch.
    /// - Returns: the ledger rows that are new; a mail that was kept before (the crash came between commit and mark) has none.
    /// - Throws: where nothing of the batch is kept: a full disk, a lost database. The mail is still on its server.
    @discardableResult
    public func keep(_ mails: [ArrivedMail], cursor: (folderID: Int64, MailboxCursor)? = nil) async throws -> [Int64] {
        try await write { tx in
            let tests = try tx.runningPlusTests()
            let ids = try mails.compactMap { try tx.keep($0, tests) }
            if let (folder, place) = cursor { try tx.moveCursor(of: folder, to: place) }
            if !ids.isEmpty { try tx.sql.notify(Self.mailKeptChannel, "") }
            return ids
        }
    }

    static let mailKeptChannel = "deskbell_mail_kept"
    static let mailToSendChannel = "deskbell_mail_to_send"
}

extension DeskTransaction {
    /// - Returns: the row of the ledger; nil where a mail of this place is kept already.
    func keep(_ mail: ArrivedMail, _ tests: [PlusTest] = []) throws -> Int64? {
        let hash = try keep(mail.raw)
        let isOurs = try isReturning(mail, among: tests)
        let isRefused = mail.refusal != nil
        let outcome: LedgerEntry.Outcome = isRefused ? .failed : isOurs ? .ignored : .pending
        let askedAgainAt: Instant? = isRefused ? now + Self.refetchSeconds[0] : nil
        let subject: String? = isRefused ? Email(parsing: mail.raw).subject : nil
        if outcome == .pending { desk.freshMail.add(mail.raw, hash: hash) }
        let because = isOurs ? Reason.Code.ourMailCameBack.rawValue : nil
        return try sql.insert(
            """
            INSERT INTO ledger (mailbox_id, folder_id, folder_role, uid_validity, uid, source, received_at, kept_at, raw_hash,
                size, mail_id_hash, is_truncated, is_quiet, outcome, because, subject, failure, is_refused, refetch_at)
            VALUES (\(mail.mailboxID), \(mail.place?.folderID), \(mail.folderRole), \(mail.place?.uidValidity),
                \(mail.place?.uid), \(mail.source), \(mail.receivedAt ?? now), \(now), \(hash), \(mail.raw.count),
                \(mailIDHash(ofHeader: mail.raw)), \(mail.isTruncated), \(mail.isQuiet), \(outcome), \(because),
                \(subject), \(mail.refusal.map { String($0.prefix(1_000)) }), \(isRefused), \(askedAgainAt))
            ON CONFLICT (folder_id, uid_validity, uid) WHERE uid IS NOT NULL DO NOTHING
            """)
    }
}
