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
            return skip(after: .imapConnect, "Not tried.", report)
        }
        let reached = await test(imap: imap, report)
        if let reached { skip(after: reached, upTo: .folders, "Not tried, since the step before failed.", report) }
        guard let smtp else {
            return skip(after: .folders, "No SMTP server is set: mail goes out by the environment's server.", report)
        }
        if let reached = await test(smtp: smtp, report) {
            skip(after: reached, "Not tried, since the step before failed.", report)
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
        after step: ConnectionStep.Name, upTo last: ConnectionStep.Name = .smtpSignIn, _ text: String, _ report: Report
    ) {
        let all = ConnectionStep.Name.allCases
        guard let from = all.firstIndex(of: step), let to = all.firstIndex(of: last), from < to else { return }
        for name in all[(from + 1)...to] { report(ConnectionStep(name, .skipped, text)) }
    }

    // MARK: IMAP

    /// - Returns: the step that failed.
    private func test(imap account: MailAccount, _ report: Report) async -> ConnectionStep.Name? {
        var step = ConnectionStep.Name.imapConnect
        do {
            let client = try await IMAPClient.connect(to: account.server.impatient, logger: accounts.desk.logger)
            defer { client.close() }
            report(ConnectionStep(step, .passed, "\(account.server) answers."))
            report(ConnectionStep(.imapTLS, .passed, encryption(client.isEncrypted)))
            step = .imapSignIn
            if let credentials = account.credentials { try await client.authenticate(credentials) }
            report(ConnectionStep(step, .passed, "Signed in as \(account.credentials?.user ?? "nobody")."))
            step = .folders
            report(ConnectionStep(step, .passed, try await folders(client)))
            await client.logout()
            return nil
        } catch {
            if step == .imapConnect, case IMAPError.connection(let problem) = error, problem.isAboutTLS {
                report(ConnectionStep(step, .passed, "\(account.server) answers."))
                step = .imapTLS
            }
            report(ConnectionStep(step, .failed, "\(error)"))
            return step
        }
    }

    /// Opens every folder that will be read, for reading alone, and checks what is to be done with imported mail.
    private func folders(_ client: IMAPClient) async throws -> String {
        let inbox = try await client.examine(draft.folder)
        let unread = try await client.search(.unseen).count
        var found = ["\(draft.folder) has \(inbox.exists) messages, \(unread) of them unread"]
        if case .keyword = draft.afterImport, !inbox.permanentFlags.contains("\\*") {
            found.append("the server keeps no keywords, so imported mail will not be marked there")
        }
        if case .delete = draft.afterImport, await !client.canExpungeByUID {
            throw IMAPError.notSupported(
                "UIDPLUS, without which imported mail cannot be deleted safely; choose “mark as read”")
        }
        let junk = trimmed(draft.junkFolder)
        if !junk.isEmpty { found.append("\(junk) has \(try await client.examine(junk).exists)") }
        if draft.watchesSent || draft.copiesToSent {
            let named = trimmed(draft.sentFolder)
            let listed = try await client.list().first { $0.role == .sent && $0.canBeSelected }?.name
            guard let name = named.isEmpty ? listed : named else {
                throw IMAPError.noSuchFolder("Sent", serverText: "no folder has this role; name it in the settings")
            }
            found.append("sent mail is in \(name), which has \(try await client.examine(name).exists)")
        }
        return "\(found.joined(separator: "; "))."
    }

    // MARK: SMTP

    private func test(smtp account: MailAccount, _ report: Report) async -> ConnectionStep.Name? {
        do {
            let session = try await SMTPSession.open(
                to: account.server.impatient, credentials: account.credentials, timeouts: .all(20),
                logger: accounts.desk.logger)
            report(ConnectionStep(.smtpConnect, .passed, "\(account.server) answers."))
            report(ConnectionStep(.smtpTLS, .passed, encryption(session.isEncrypted)))
            let user = account.credentials.map { "Signed in as \($0.user)." }
            report(ConnectionStep(.smtpSignIn, .passed, user ?? "The server is used without signing in."))
            await session.quit()
            return nil
        } catch {
            let step: ConnectionStep.Name =
                switch (error as? SMTPProblem)?.failure.stage {
                case .startTLS?: .smtpTLS
                case .authenticate?: .smtpSignIn
                default: .smtpConnect
                }
            if step != .smtpConnect { report(ConnectionStep(.smtpConnect, .passed, "\(account.server) answers.")) }
            if step == .smtpSignIn { report(ConnectionStep(.smtpTLS, .passed, "The connection can be used.")) }
            report(ConnectionStep(step, .failed, "\(error)"))
            return step
        }
    }

    private func encryption(_ isEncrypted: Bool) -> String {
        isEncrypted
            ? "The connection is encrypted, and the certificate is good."
            : "The connection is not encrypted: a password leaves only to this very machine."
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
