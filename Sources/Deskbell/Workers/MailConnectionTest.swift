import Foundation
import HelpDesk
import Logging
import Mail

/// Tries a mailbox's servers step by step, as the page's "Test connection" and `deskbell doctor` show it. Reads and
/// sends nothing.
struct MailConnectionTest: Sendable {
    let accounts: MailboxAccounts
    let draft: MailboxDraft
    let existing: Mailbox?

    /// The steps as they are done; after one that failed the rest of its server is skipped.
    func steps() -> AsyncStream<ConnectionStep> {
        AsyncStream { continuation in
            let task = Task {
                await run { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private typealias Report = @Sendable (ConnectionStep) -> Void

    private func run(_ report: @escaping Report) async {
        let imap: MailAccount, smtp: MailAccount?
        do {
            (imap, smtp) = try await servers()
        } catch {
            report(ConnectionStep(.imapConnect, .failed, "\(error)"))
            return skip(after: .imapConnect, .notTried, report)
        }
        let reached = await test(imap: imap, report)
        if let reached { skip(after: reached, upTo: .folders, .notTried, report) }
        guard let smtp else {
            return skip(after: .folders, .environmentSends, report)
        }
        if let reached = await test(smtp: smtp, report) {
            skip(after: reached, .notTried, report)
        }
    }

    private func servers() async throws -> (MailAccount, MailAccount?) {
        if existing?.isEnvironments == true {
            guard let imap = accounts.settings.imap else { throw SyncProblem.notConfigured }
            return (imap, accounts.settings.smtp)
        }
        if let existing, existing.signIn == .oauth, draft.signIn == .oauth {
            try await accounts.oauth.refreshIfNeeded(existing)
        }
        let draft = draft, existing = existing, caFile = accounts.settings.caFile
        let access = try await accounts.desk.read { tx in
            try tx.access(to: draft, existing: existing, caFile: caFile)
        }
        return (
            MailAccount(server: access.imap.server, credentials: access.imap.credentials),
            access.smtp.map { MailAccount(server: $0.server, credentials: $0.credentials) }
        )
    }

    private func skip(
        after step: ConnectionStep.Name, upTo last: ConnectionStep.Name = .smtpSignIn,
        _ finding: ConnectionStep.Finding,
        _ report: Report
    ) {
        let all = ConnectionStep.Name.allCases
        guard let from = all.firstIndex(of: step), let to = all.firstIndex(of: last), from < to else { return }
        for name in all[(from + 1)...to] { report(ConnectionStep(name, .skipped, finding)) }
    }

    // MARK: IMAP

    /// - Returns: the step that failed.
    private func test(imap account: MailAccount, _ report: Report) async -> ConnectionStep.Name? {
        var step = ConnectionStep.Name.imapConnect
        do {
            let client = try await IMAPClient.connect(to: account.server.impatient, logger: accounts.desk.logger)
            defer { client.close() }
            report(ConnectionStep(step, .passed, .answers("\(account.server)")))
            report(ConnectionStep(.imapTLS, .passed, encryption(client.isEncrypted)))
            step = .imapSignIn
            if let credentials = account.credentials { try await client.authenticate(credentials) }
            report(ConnectionStep(step, .passed, signIn(account)))
            step = .folders
            report(ConnectionStep(step, .passed, .folders(try await folders(client))))
            await client.logout()
            return nil
        } catch {
            if step == .imapConnect, case IMAPError.connection(let problem) = error, problem.isAboutTLS {
                report(ConnectionStep(step, .passed, .answers("\(account.server)")))
                step = .imapTLS
            }
            report(ConnectionStep(step, .failed, "\(error)"))
            return step
        }
    }

    /// Opens every folder that will be read, for reading alone, and checks what is to be done with imported mail.
    private func folders(_ client: IMAPClient) async throws -> ConnectionStep.Folders {
        let inbox = try await client.examine(draft.folder)
        let unread = try await client.search(.unseen).count
        var found = ConnectionStep.Folders(inbox: .init(draft.folder, messages: Int(inbox.exists)), unread: unread)
        if case .keyword = draft.afterImport, !inbox.permanentFlags.contains("\\*") {
            found.keepsNoKeywords = true
        }
        if case .delete = draft.afterImport, await !client.canExpungeByUID {
            throw IMAPError.notSupported(
                "UIDPLUS, without which imported mail cannot be deleted safely; choose “mark as read”")
        }
        let junk = trimmed(draft.junkFolder)
        if !junk.isEmpty { found.junk = .init(junk, messages: Int(try await client.examine(junk).exists)) }
        if draft.watchesSent || draft.copiesToSent {
            let named = trimmed(draft.sentFolder)
            let listed = try await client.list().first { $0.role == .sent && $0.canBeSelected }?.name
            guard let name = named.isEmpty ? listed : named else {
                throw IMAPError.noSuchFolder("Sent", serverText: "no folder has this role; name it in the settings")
            }
            found.sent = .init(name, messages: Int(try await client.examine(name).exists))
        }
        return found
    }

    // MARK: SMTP

    private func test(smtp account: MailAccount, _ report: Report) async -> ConnectionStep.Name? {
        do {
            let session = try await SMTPSession.open(
                to: account.server.impatient, credentials: account.credentials, timeouts: .all(20),
                logger: accounts.desk.logger)
            report(ConnectionStep(.smtpConnect, .passed, .answers("\(account.server)")))
            report(ConnectionStep(.smtpTLS, .passed, encryption(session.isEncrypted)))
            report(ConnectionStep(.smtpSignIn, .passed, signIn(account)))
            await session.quit()
            return nil
        } catch {
            let step: ConnectionStep.Name =
                switch (error as? SMTPProblem)?.failure.stage {
                case .startTLS?: .smtpTLS
                case .authenticate?: .smtpSignIn
                default: .smtpConnect
                }
            if step != .smtpConnect { report(ConnectionStep(.smtpConnect, .passed, .answers("\(account.server)"))) }
            if step == .smtpSignIn {
                let isOptional = account.server.security == .startTLSIfOffered
                report(ConnectionStep(.smtpTLS, .passed, isOptional ? .encryptedIfOffered : .encrypted))
            }
            report(ConnectionStep(step, .failed, "\(error)"))
            return step
        }
    }

    private func encryption(_ isEncrypted: Bool) -> ConnectionStep.Finding { isEncrypted ? .encrypted : .unencrypted }

    private func signIn(_ account: MailAccount) -> ConnectionStep.Finding {
        account.credentials.map { .signedIn(user: $0.user) } ?? .needsNoSignIn
    }

    private func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespaces) }
}

extension MailServer {
    /// For somebody who waits in front of the page.
    fileprivate var impatient: MailServer {
        var server = self
        server.connectTimeoutSeconds = 10
        server.replyTimeoutSeconds = 20
        return server
    }
}
