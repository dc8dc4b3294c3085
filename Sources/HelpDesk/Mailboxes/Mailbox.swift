import Database
import Mail

/// An address that customers write to. How to reach its servers is not kept here: the environment's mailbox is number 1.
public struct Mailbox: Sendable, Identifiable, Equatable, RowDecodable {
    /// 1 is the environment's mailbox.
    public let id: Int64
    /// The From of outgoing mail, and what customers write to.
    public var address: String
    /// The display name in the From of outgoing mail.
    public var name: String?
    /// The language of its mail where neither the desk's settings nor the customer's mail decide; nil: English.
    public var language: Language?
    /// Markdown below each answer of staff; nil for none.
    public var signature: String?
    /// Proved by a self-test: `support+anything@…` arrives here too.
    public var hasPlusAddressing: Bool
    /// How far its INBOX has been read; nil before the first look.
    public var cursor: MailboxCursor?
    /// Up to which UID what is kept is surely marked as seen on the server; behind the cursor after a crash.
    public var markedUID: Int64?
    /// The last fetch that went well.
    public var fetchedAt: Instant?
    /// The last fetch that did not; stays after a better one.
    public var failedAt: Instant?
    /// The last problem in plain words; nil when the last fetch went well.
    public var failure: String?

    /// Reads a row of `mailbox`.
    public init(row: Row) throws {
        id = try row["id"]
        address = try row["address"]
        name = try row["name"]
        language = (try row["language"] as String?).flatMap(Language.init)
        signature = try row["signature"]
        hasPlusAddressing = try row["has_plus_addressing"]
        markedUID = try row["marked_uid"]
        fetchedAt = try row["fetched_at"]
        failedAt = try row["failed_at"]
        failure = try row["failure"]
        if let validity: Int64 = try row["uid_validity"], let uid: Int64 = try row["last_uid"] {
            cursor = MailboxCursor(uidValidity: validity, lastUID: uid)
        }
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
    /// All mailboxes, number 1 first.
    public func mailboxes() throws -> [Mailbox] { try all(Mailbox.self, "SELECT * FROM mailbox ORDER BY id") }

    /// The mailbox of this id.
    public func mailbox(id: Int64) throws -> Mailbox? {
        try first(Mailbox.self, "SELECT * FROM mailbox WHERE id = \(id)")
    }

    /// The mailbox of this address, compared as `folded` writes it and with its plus tag, if it has one.
    public func mailbox(address: String) throws -> Mailbox? {
        try first(Mailbox.self, "SELECT * FROM mailbox WHERE folded = \(folded(address))")
    }

    /// The one that answers what came by no mailbox.
    public func mainMailbox() throws -> Mailbox? {
        try first(Mailbox.self, "SELECT * FROM mailbox WHERE is_enabled = 1 ORDER BY id LIMIT 1")
    }

    /// The mailboxes that mail of a ticket came to, the one that answers go out from first.
    public func mailboxes(of ticket: Ticket) throws -> [Int64] {
        let others = try values(
            Int64.self, "SELECT mailbox_id FROM ticket_mailbox WHERE ticket_id = \(ticket.id) ORDER BY mailbox_id")
        return [ticket.mailboxID].compactMap(\.self) + others.filter { $0 != ticket.mailboxID }
    }

    /// A mailbox without servers, for mail that comes by other ways.
    package func addBareMailbox(_ address: String) throws -> Int64 {
        let id = try value(
            Int64.self,
            """
            INSERT INTO mailbox (address, folded, created_at) VALUES (\(address), \(folded(address)), \(now)) RETURNING id
            """)
        guard let id else { throw DeskError.internalInconsistency("nothing inserted") }
        return id
    }

    /// Moves the cursor to the end of what is kept; in the same transaction as the rows.
    public func moveCursor(of mailboxID: Int64, to cursor: MailboxCursor) throws {
        try run(
            """
            UPDATE mailbox SET uid_validity = \(cursor.uidValidity), last_uid = \(cursor.lastUID),
                marked_uid = CASE WHEN uid_validity = \(cursor.uidValidity) THEN marked_uid END
            WHERE id = \(mailboxID)
            """)
    }

    /// The health of a mailbox: nil when a fetch went well and all that it kept is marked, else the problem in plain
    /// words.
    public func noteFetch(of mailboxID: Int64, failure: String?) throws {
        if let failure {
            try run(
                "UPDATE mailbox SET failed_at = \(now), failure = \(String(failure.prefix(500))) WHERE id = \(mailboxID)"
            )
        } else {
            try run(
                "UPDATE mailbox SET fetched_at = \(now), failure = NULL, marked_uid = last_uid WHERE id = \(mailboxID)")
        }
    }

    /// Notes whether mail to a plus address of this mailbox arrives. Replies ask for a signed reply address from then
    /// on.
    public func setPlusAddressing(_ works: Bool, of mailboxID: Int64) throws {
        try run("UPDATE mailbox SET has_plus_addressing = \(works) WHERE id = \(mailboxID)")
    }

    /// Number 1 is the environment's mailbox. A changed address is another mailbox on another server: the cursor of the old
    /// one says nothing about it.
    func keepEnvironmentMailbox(address: String?) throws {
        guard let known = try mailbox(id: 1) else {
            let first = address ?? "support@example.com"
            try run(
                """
                INSERT INTO mailbox (address, folded, created_at) VALUES (\(first), \(folded(first)), \(now))
                ON CONFLICT DO NOTHING
                """)
            return
        }
        guard let address, folded(address) != folded(known.address) else { return }
        try run(
            """
            UPDATE mailbox SET address = \(address), folded = \(folded(address)), uid_validity = NULL, last_uid = NULL
            WHERE id = 1
            """)
    }
}
