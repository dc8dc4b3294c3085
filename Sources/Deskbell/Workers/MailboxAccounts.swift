import HelpDesk
import Mail

/// How to reach the mailboxes: the environment's by its settings, the others by what the owner has entered.
struct MailboxAccounts: Sendable {
    let desk: Desk
    let settings: Settings

    /// All mailboxes whose mail is to be fetched by now.
    func toFetch() async throws -> [Mailbox] {
        try await desk.read { tx in try tx.mailboxes() }.filter(isFetched)
    }

    /// Whether mail is fetched from it at all.
    func isFetched(_ mailbox: Mailbox) -> Bool {
        guard mailbox.isEnabled, !mailbox.isPaused else { return false }
        return mailbox.isEnvironments ? settings.isMailInEnabled && settings.imap != nil : mailbox.imap != nil
    }

    /// The IMAP server and what signs in to it, with a token that is still good.
    /// - Throws: `SyncProblem` or `DeskError` in plain words where something is missing.
    func imap(of mailbox: Mailbox) async throws -> MailAccount {
        if mailbox.isEnvironments {
            guard let account = settings.imap else { throw SyncProblem.notConfigured }
            return account
        }
        let access = try await access(to: mailbox)
        return MailAccount(server: access.imap.server, credentials: access.imap.credentials)
    }

    /// Renews tokens.
    var oauth: OAuth { OAuth(desk: desk, settings: settings.oauth) }

    /// The SMTP server for the mail of a mailbox; the environment's where it names none. Nil: there is none at all.
    func smtp(of mailbox: Mailbox) async throws -> MailAccount? {
        guard !mailbox.isEnvironments, mailbox.smtp != nil else { return settings.smtp }
        return try await access(to: mailbox).smtp.map {
            MailAccount(server: $0.server, credentials: $0.credentials)
        }
    }

    /// Both servers of a mailbox of the database, with a token that is still good.
    func access(to mailbox: Mailbox) async throws -> MailboxAccess {
        if mailbox.signIn == .oauth { try await oauth.refreshIfNeeded(mailbox) }
        let caFile = settings.caFile, id = mailbox.id
        return try await desk.read { tx in
            guard let fresh = try tx.mailbox(id: id) else { throw DeskError.notFound("Mailbox") }
            return try tx.access(to: fresh, caFile: caFile)
        }
    }
}
