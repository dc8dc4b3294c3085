import Database

/// How far one folder of a mailbox has been read.
public struct FolderState: Sendable, Identifiable, Equatable, RowDecodable {
    /// What the ledger names: another row where the folder is on another server than before.
    public let id: Int64
    /// The mailbox that the folder belongs to.
    public let mailboxID: Int64
    /// The folder's name, readable.
    public let name: String
    /// How far it has been read; nil before the first look.
    public var cursor: MailboxCursor?
    /// What was there before the cursor's time and is still being worked through.
    public var catchUp: CatchUp?
    /// Up to which UID what is kept is surely marked on the server; behind the cursor after a crash.
    public var markedUID: Int64?
    /// HIGHESTMODSEQ after the last look (RFC 7162); nil where the server has none.
    public var highestModseq: Int64?
    /// When the folder was last swept for mail that the cursor had missed.
    public var sweptAt: Instant?
    /// When Deskbell first looked into a folder of this name: older mail becomes no ticket by a renumbering.
    public let beganAt: Instant

    /// Mail up to a UID that is taken by a choice and not because it is new; the cursor says how far that has got.
    public struct CatchUp: Sendable, Equatable {
        /// Why.
        public enum Kind: String, Sendable {
            /// The first connection, by the mailbox's import choice.
            case first = "first"
            /// The folder was renumbered: what the ledger does not have.
            case renumbered = "renumbered"
        }

        /// Why.
        public var kind: Kind
        /// The highest UID there was when it began.
        public var untilUID: Int64

        /// A piece of work up to a UID.
        public init(kind: Kind, untilUID: Int64) {
            self.kind = kind
            self.untilUID = untilUID
        }
    }

    /// Reads a row of `mailbox_folder`.
    public init(row: Row) throws {
        id = try row["id"]
        mailboxID = try row["mailbox_id"]
        name = try row["name"]
        markedUID = try row["marked_uid"]
        highestModseq = try row["highest_modseq"]
        sweptAt = try row["swept_at"]
        beganAt = try row["began_at"]
        if let validity: Int64 = try row["uid_validity"], let uid: Int64 = try row["last_uid"] {
            cursor = MailboxCursor(uidValidity: validity, lastUID: uid)
        }
        let kind = (try row["catch_up"] as String?).flatMap(CatchUp.Kind.init)
        if let kind, let until: Int64 = try row["catch_up_until"] { catchUp = CatchUp(kind: kind, untilUID: until) }
    }
}

/// How far a folder has been read: UIDVALIDITY and the highest UID that is kept (RFC 9051 §2.3.1.1).
public struct MailboxCursor: Sendable, Equatable {
    /// UIDVALIDITY of the folder: where it changes, all UIDs mean something else.
    public var uidValidity: Int64
    /// The highest UID that is kept; 0 in an empty folder.
    public var lastUID: Int64

    /// A place in a folder.
    public init(uidValidity: Int64, lastUID: Int64) {
        self.uidValidity = uidValidity
        self.lastUID = lastUID
    }
}

extension DeskTransaction {
    /// How far a folder has been read.
    ///
    /// - Parameter account: user, host and port. Where they differ from what they were, the same UIDVALIDITY and UIDs
    ///   mean other mail: the folder counts as renumbered, and mail from before the first look stays where it is.
    public func folderState(of mailboxID: Int64, folder: String, account: String) throws -> FolderState {
        let row = try first(
            Row.self,
            "SELECT * FROM mailbox_folder WHERE mailbox_id = \(mailboxID) AND name = \(folder) AND is_current = 1")
        guard let row else {
            return try insertFolder(mailboxID, folder, account, cursor: nil, beganAt: now)
        }
        let state = try FolderState(row: row)
        let known: String? = try row["account"]
        if known == account { return state }
        if known == nil {
            try run("UPDATE mailbox_folder SET account = \(account) WHERE id = \(state.id)")
            return state
        }
        try run("UPDATE mailbox_folder SET is_current = 0 WHERE id = \(state.id)")
        let unknown = state.cursor.map { _ in MailboxCursor(uidValidity: 0, lastUID: 0) }
        return try insertFolder(mailboxID, folder, account, cursor: unknown, beganAt: state.beganAt)
    }

    /// The folder as it was last written.
    public func folderState(id: Int64) throws -> FolderState? {
        try first(FolderState.self, "SELECT * FROM mailbox_folder WHERE id = \(id)")
    }

    /// Moves the cursor to the end of what is kept; in the same transaction as the rows.
    public func moveCursor(of folderID: Int64, to cursor: MailboxCursor) throws {
        try run(
            """
            UPDATE mailbox_folder SET uid_validity = \(cursor.uidValidity), last_uid = \(cursor.lastUID),
                marked_uid = CASE WHEN uid_validity = \(cursor.uidValidity) THEN marked_uid END
            WHERE id = \(folderID)
            """)
    }

    /// Begins to work through what is there already, from UID 1 on.
    public func beginCatchUp(_ catchUp: FolderState.CatchUp, of folderID: Int64, uidValidity: Int64) throws {
        try moveCursor(of: folderID, to: MailboxCursor(uidValidity: uidValidity, lastUID: 0))
        try run(
            """
            UPDATE mailbox_folder SET catch_up = \(catchUp.kind.rawValue), catch_up_until = \(catchUp.untilUID)
            WHERE id = \(folderID)
            """)
    }

    /// What was there is worked through: from here on whatever has a higher UID is new.
    public func endCatchUp(of folderID: Int64) throws {
        try run(
            """
            UPDATE mailbox_folder SET last_uid = CASE WHEN last_uid > catch_up_until THEN last_uid ELSE catch_up_until END,
                catch_up = NULL, catch_up_until = NULL, swept_at = coalesce(swept_at, \(now))
            WHERE id = \(folderID) AND catch_up IS NOT NULL
            """)
    }

    /// All that is kept up to here is marked on the server as the mailbox asks for.
    public func noteMarked(_ folderID: Int64, upTo uid: Int64) throws {
        try run("UPDATE mailbox_folder SET marked_uid = \(uid) WHERE id = \(folderID)")
    }

    /// The folder was searched for mail that the cursor had missed.
    public func noteSweep(of folderID: Int64) throws {
        try run("UPDATE mailbox_folder SET swept_at = \(now) WHERE id = \(folderID)")
    }

    private func insertFolder(
        _ mailboxID: Int64, _ name: String, _ account: String, cursor: MailboxCursor?, beganAt: Instant
    ) throws -> FolderState {
        try inserted(
            FolderState.self,
            """
            INSERT INTO mailbox_folder (mailbox_id, name, account, uid_validity, last_uid, began_at)
            VALUES (\(mailboxID), \(name), \(account), \(cursor?.uidValidity), \(cursor?.lastUID), \(beganAt))
            RETURNING *
            """)
    }
}
