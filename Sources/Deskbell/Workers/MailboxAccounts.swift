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

    /// Both servers of a mailbox of the database.
    func access(to mailbox: Mailbox) async throws -> MailboxAccess {
        let caFile = settings.caFile, id = mailbox.id
        return try await desk.read { tx in
            guard let fresh = try tx.mailbox(id: id) else { throw DeskError.notFound("Mailbox") }
            return try tx.access(to: fresh, caFile: caFile)
        }
    }
}
