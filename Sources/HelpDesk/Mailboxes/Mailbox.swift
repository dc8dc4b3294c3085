import Database
import Mail

/// An address that customers write to, how to reach its servers, and what to do with its mail. Number 1 is the
/// environment's: its servers and passwords stand in the environment and not here.
///
/// No secret is part of it: what was stored can be replaced, and used by `DeskTransaction.access`, and never be read.
public struct Mailbox: Sendable, Identifiable, Equatable {
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
    /// The category of new tickets; nil: the first active one.
    public var categoryID: Int64?
    /// The department of new tickets.
    public var departmentID: Int64?
    /// Who gets new tickets.
    public var assigneeID: Int64?

    /// Who runs its servers.
    public var provider: Provider
    /// Where its mail is fetched; nil for the environment's mailbox.
    public var imap: Server?
    /// Where its mail is sent; nil for the environment's mailbox, and where the environment's server sends.
    public var smtp: Server?
    /// Whether the SMTP server wants a user name and a password.
    public var smtpSignsIn: Bool
    /// How Deskbell signs in to both.
    public var signIn: SignIn
    /// Whether a password for IMAP is stored.
    public let hasIMAPPassword: Bool
    /// Whether SMTP has a password of its own; without one it gets that of IMAP.
    public let hasSMTPPassword: Bool
    /// The organisation's id at Microsoft; nil: `common`.
    public var oauthTenant: String?
    /// The application's id at Microsoft or Google.
    public var oauthClientID: String?
    /// Whether the application's secret is stored.
    public let hasOAuthClientSecret: Bool
    /// Whether somebody has signed in at Microsoft or Google and allowed us in.
    public let isOAuthConnected: Bool
    /// Until when the access token can be used; it is renewed before.
    public var tokenExpiresAt: Instant?
    /// Why the tokens can no longer be renewed: somebody has to sign in there again. Nil while they can.
    public var oauthFailure: String?

    /// What is imported at the first connection.
    public var importChoice: ImportChoice
    /// The folder that is fetched, `INBOX` unless changed.
    public var folder: String
    /// A junk folder that is fetched too, its mail marked as such; nil: none.
    public var junkFolder: String?
    /// What is done with a mail once it is kept.
    public var afterImport: AfterImport
    /// What somebody writes to a customer in a mail client is taken from the Sent folder into the ticket.
    public var watchesSent: Bool
    /// The Sent folder; nil: found by its role or name.
    public var sentFolder: String?
    /// What Deskbell sends is put into the Sent folder, unless the provider does that by itself.
    public var copiesToSent: Bool
    /// New tickets and replies that did not come by mail are told to the mailbox itself, for a team that lives there.
    public var notifiesItself: Bool
    /// Folded addresses under which forms of a web site mail what visitors fill in; Reply-To names the visitor.
    public var formSenders: Set<String>
    /// Nothing is fetched until it is resumed.
    public let isPaused: Bool
    /// False for one that was removed while tickets hang on it: it is neither fetched nor offered any more.
    public let isEnabled: Bool
    /// Grows with each change of the settings.
    public let revision: Int64

    /// Proved by a self-test: `support+anything@…` arrives here too.
    public var hasPlusAddressing: Bool
    /// When that was last tested; nil: never.
    public var plusTestedAt: Instant?
    /// Until when a test of it waits for its mail; nil while none runs.
    public var plusTestUntil: Instant?
    /// The first connection that went well.
    public var connectedAt: Instant?
    /// The last fetch that went well.
    public var fetchedAt: Instant?
    /// The last fetch that did not; stays after a better one.
    public var failedAt: Instant?
    /// The last problem in plain words; nil when the last fetch went well.
    public var failure: String?
    /// When it was added.
    public let createdAt: Instant

    /// Whether its servers stand in the environment.
    public var isEnvironments: Bool { id == 1 }

    /// Whether nobody has named its address (`SUPPORT_EMAIL`).
    public var isPlaceholder: Bool { address == "support@example.com" }
}

extension Mailbox: RowDecodable {
    /// Reads a row of `mailbox`.
    public init(row: Row) throws {
        id = try row["id"]
        address = try row["address"]
        name = try row["name"]
        language = (try row["language"] as String?).flatMap(Language.init)
        signature = try row["signature"]
        categoryID = try row["category_id"]
        departmentID = try row["department_id"]
        assigneeID = try row["assignee_id"]
        provider = Provider(rawValue: try row["provider"]) ?? .imapSMTP
        imap = try Server(row, "imap_host", "imap_port", "imap_use_ssl", "imap_user")
        smtp = try Server(row, "smtp_host", "smtp_port", "smtp_use_tls", "smtp_user")
        smtpSignsIn = try row["smtp_signs_in"]
        signIn = SignIn(rawValue: try row["sign_in"]) ?? .password
        hasIMAPPassword = try row["imap_secret"] as [UInt8]? != nil
        hasSMTPPassword = try row["smtp_secret"] as [UInt8]? != nil
        oauthTenant = try row["oauth_tenant"]
        oauthClientID = try row["oauth_client_id"]
        hasOAuthClientSecret = try row["oauth_client_secret"] as [UInt8]? != nil
        isOAuthConnected = try row["oauth_refresh_token"] as [UInt8]? != nil
        tokenExpiresAt = try row["token_expires_at"]
        oauthFailure = try row["oauth_failure"]
        importChoice = ImportChoice(name: try row["import_choice"], days: try row["import_days"]) ?? .unread
        folder = try row["folder"]
        junkFolder = try row["junk_folder"]
        afterImport = AfterImport(name: try row["after_import"], folder: try row["after_import_folder"]) ?? .seen
        watchesSent = try row["watches_sent"]
        sentFolder = try row["sent_folder"]
        copiesToSent = try row["copies_to_sent"]
        notifiesItself = try row["notifies_itself"]
        formSenders = Set((try row["form_senders"] as String? ?? "").split(separator: "\n").map(String.init))
        isPaused = try row["paused_at"] as Int64? != nil
        isEnabled = try row["is_enabled"]
        revision = try row["revision"]
        hasPlusAddressing = try row["has_plus_addressing"]
        plusTestedAt = try row["plus_tested_at"]
        plusTestUntil = try row["plus_test_until"]
        connectedAt = try row["connected_at"]
        fetchedAt = try row["fetched_at"]
        failedAt = try row["failed_at"]
        failure = try row["failure"]
        createdAt = try row["created_at"]
    }
}

extension Mailbox.Server {
    fileprivate init?(_ row: Row, _ host: String, _ port: String, _ usesTLS: String, _ user: String) throws {
        guard let name: String = try row[host], let number: Int = try row[port] else { return nil }
        self.init(host: name, port: number, usesTLS: try row[usesTLS], user: try row[user] ?? "")
    }
}

extension DeskTransaction {
    /// All mailboxes that are in use, paused ones included, number 1 first.
    public func mailboxes() throws -> [Mailbox] {
        try all(Mailbox.self, "SELECT * FROM mailbox WHERE is_enabled = 1 ORDER BY id")
    }

    /// The mailbox of this id, removed or not.
    public func mailbox(id: Int64) throws -> Mailbox? {
        try first(Mailbox.self, "SELECT * FROM mailbox WHERE id = \(id)")
    }

    /// The mailbox of this address, compared as `folded` writes it and with its plus tag, if it has one.
    public func mailbox(address: String) throws -> Mailbox? {
        try first(Mailbox.self, "SELECT * FROM mailbox WHERE folded = \(folded(address))")
    }

    /// The one that answers what came by no mailbox: the first whose address is not the environment's placeholder.
    public func mainMailbox() throws -> Mailbox? {
        let all = try mailboxes()
        return all.first { $0.address != Self.placeholderAddress } ?? all.first
    }

    /// The mailbox that mail about a ticket goes out from: its own, or the main one where that was removed; nil where the
    /// desk has none.
    func sendingMailbox(of ticket: Ticket) throws -> Mailbox? {
        let own = try ticket.mailboxID.flatMap { id in try memo.mailbox(id) { try mailbox(id: id) } }
        return own?.isEnabled == true ? own : try mainMailbox()
    }

    private static var placeholderAddress: String { "support@example.com" }

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

    /// The health of a mailbox: nil when a fetch went well, else the problem in plain words.
    public func noteFetch(of mailboxID: Int64, failure: String?) throws {
        if let failure {
            try run(
                "UPDATE mailbox SET failed_at = \(now), failure = \(String(failure.prefix(500))) WHERE id = \(mailboxID)"
            )
        } else {
            try run(
                """
                UPDATE mailbox SET fetched_at = \(now), failure = NULL, connected_at = coalesce(connected_at, \(now))
                WHERE id = \(mailboxID)
                """)
        }
    }

    /// Notes whether mail to a plus address of this mailbox arrives. Replies ask for a signed reply address from then
    /// on.
    public func setPlusAddressing(_ works: Bool, of mailboxID: Int64) throws {
        try run(
            "UPDATE mailbox SET has_plus_addressing = \(works), plus_tested_at = \(now) WHERE id = \(mailboxID)")
    }

    /// Number 1 is the environment's mailbox. A changed address is another mailbox on another server: how far the old
    /// one was read says nothing about it.
    func keepEnvironmentMailbox(address: String?) throws {
        guard let known = try mailbox(id: 1) else {
            let first = address ?? Self.placeholderAddress
            // Written, not drawn: a first start that was undone may have used the number up.
            let added = try run(
                """
                INSERT INTO mailbox (id, address, folded, notifies_itself, created_at)
                VALUES (1, \(first), \(folded(first)), 1, \(now)) ON CONFLICT DO NOTHING
                """)
            if added > 0 { try sql.moveKeyBehindRows(of: "mailbox") }
            return
        }
        guard let address, folded(address) != folded(known.address) else { return }
        if let other = try mailbox(address: address) {
            throw DeskError.invalid(
                "SUPPORT_EMAIL", "is \(address), which is the address of mailbox \(other.id) already; remove that first"
            )
        }
        try run(
            "UPDATE mailbox SET address = \(address), folded = \(folded(address)), connected_at = NULL WHERE id = 1")
        try run("UPDATE mailbox_folder SET is_current = 0 WHERE mailbox_id = 1")
    }
}
