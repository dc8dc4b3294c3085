import Database
import Mail

/// The servers of a mailbox together with what signs in to them. For workers alone: it never leaves the process, and
/// shows no secret when it is printed.
public struct MailboxAccess: Sendable {
    /// A server and how to sign in to it.
    public struct Account: Sendable {
        /// Where it is and how to speak to it.
        public var server: MailServer
        /// Nil: it wants none.
        public var credentials: Credentials?

        /// A server and how to sign in to it.
        public init(server: MailServer, credentials: Credentials?) {
            self.server = server
            self.credentials = credentials
        }
    }

    /// Where mail is fetched.
    public var imap: Account
    /// Where mail is sent; nil: by the environment's server.
    public var smtp: Account?
}

extension MailServer {
    /// The server as the owner describes it.
    /// - Parameter kind: decides what `usesTLS` means: 143 and all SMTP ports but 465 begin in plain text (STARTTLS).
    init(_ server: Mailbox.Server, _ kind: Kind, caFile: String?) {
        let startsPlain = kind == .imap ? server.port == 143 : server.port != 465
        self.init(
            host: server.host, port: server.port,
            security: !server.usesTLS ? .startTLSIfOffered : startsPlain ? .startTLSRequired : .tls, caFile: caFile)
    }

    /// The two protocols.
    enum Kind { case imap, smtp }
}

extension DeskTransaction {
    /// How to reach the servers of a mailbox of the database.
    ///
    /// - Parameter caFile: `TLS_CA_FILE`.
    /// - Throws: `DeskError.conflict` in plain words: for the environment's mailbox, where a secret is missing, cannot be
    ///   opened with this SECRET_KEY, or where somebody has to sign in at Microsoft or Google first.
    public func access(to mailbox: Mailbox, caFile: String? = nil) throws -> MailboxAccess {
        try access(to: mailbox, imap: mailbox.imap, smtp: mailbox.smtp, caFile: caFile, draft: nil)
    }

    /// Whether the stored secrets of a mailbox can be opened with the keys at hand; true where none are stored.
    /// - Throws: errors of the database alone.
    public func canOpenSecrets(of mailbox: Mailbox) throws -> Bool {
        do { _ = try storedSecrets(of: mailbox.id) } catch DeskError.conflict { return false }
        return true
    }

    /// The same for a draft that is to be tested: its own secrets, and the stored ones where it leaves them empty.
    /// - Throws: also `DeskError.invalid` with every problem of the draft.
    public func access(to draft: MailboxDraft, existing: Mailbox?, caFile: String? = nil) throws -> MailboxAccess {
        try draft.check(against: existing)
        return try access(to: existing, imap: draft.imap, smtp: draft.smtp, caFile: caFile, draft: draft)
    }

    private func access(
        to mailbox: Mailbox?, imap: Mailbox.Server?, smtp: Mailbox.Server?, caFile: String?, draft: MailboxDraft?
    ) throws -> MailboxAccess {
        guard let imap else { throw DeskError.conflict("The servers of this mailbox stand in the environment.") }
        let stored = try mailbox.flatMap { try storedSecrets(of: $0.id) }
        let imapCredentials: Credentials
        let smtpCredentials: Credentials?
        switch draft?.signIn ?? mailbox?.signIn ?? .password {
        case .oauth:
            guard let token = stored?.accessToken else {
                throw DeskError.conflict("Nobody has allowed Deskbell into this mailbox yet. Sign in at the provider.")
            }
            imapCredentials = .oauth(user: imap.user, token: token)
            smtpCredentials = smtp.map { .oauth(user: $0.user, token: token) }
        case .password:
            guard let password = draft.flatMap({ nonEmpty($0.imapPassword) }) ?? stored?.imap else {
                throw DeskError.conflict("The password of this mailbox is not stored. Enter it in its settings.")
            }
            imapCredentials = .password(user: imap.user, password: password)
            let own = draft.flatMap { nonEmpty($0.smtpPassword) } ?? stored?.smtp ?? password
            smtpCredentials = smtp.map { .password(user: $0.user, password: own) }
        }
        let signsIn = draft?.smtpSignsIn ?? mailbox?.smtpSignsIn ?? true
        return MailboxAccess(
            imap: .init(server: MailServer(imap, .imap, caFile: caFile), credentials: imapCredentials),
            smtp: smtp.map {
                .init(server: MailServer($0, .smtp, caFile: caFile), credentials: signsIn ? smtpCredentials : nil)
            })
    }
}

private func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
