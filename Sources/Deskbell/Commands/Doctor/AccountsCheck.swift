import Foundation
import HelpDesk
import Mail

/// Signs in where the environment's mailbox is read and where its mail leaves.
struct AccountsCheck {
    let settings: Settings
    /// Nil where none is set up, or it cannot be opened.
    let desk: Desk?

    func findings() async -> [Finding] { await incoming() + outgoing() }

    private func incoming() async -> [Finding] {
        guard let account = settings.imap else {
            return settings.isMailInEnabled
                ? [.problem("mail in", "IMAP not configured", "Set IMAP_HOST, IMAP_USERNAME and IMAP_PASSWORD.")]
                : []
        }
        let name = "IMAP \(account.server)"
        do {
            let client = try await IMAPClient.connect(to: patient(account.server), logger: Log.quiet)
            defer { client.close() }
            if let credentials = account.credentials { try await client.authenticate(credentials) }
            _ = try await client.select("INBOX")
            await client.logout()
        } catch { return [.problem(name, "\(error)", "docs/mailboxes.md tells the cure of each of these words.")] }
        guard settings.isMailInEnabled else {
            return [
                .warning(
                    name, "sign-in works, but Email-to-ticket is disabled",
                    "Set EMAIL_TO_TICKET_ENABLED=true to fetch mail.")
            ]
        }
        return [.ok(name, "signed in, INBOX opens")]
    }

    private func outgoing() async -> [Finding] {
        guard let account = settings.smtp else {
            guard await isNeeded() else { return [] }
            return [.problem("mail out", "SMTP not configured", "Set SMTP_HOST, SMTP_USERNAME and SMTP_PASSWORD.")]
        }
        let name = "SMTP \(account.server)"
        do {
            let session = try await SMTPSession.open(
                to: patient(account.server), credentials: account.credentials, logger: Log.quiet)
            await session.quit()
        } catch { return [.problem(name, "\(error)", "docs/mailboxes.md tells the cure of each of these words.")] }
        return [.ok(name, account.credentials == nil ? "answers" : "signed in")]
    }

    /// Whether there is a mailbox that has no server of its own to send by.
    private func isNeeded() async -> Bool {
        guard let desk, let mailboxes = try? await desk.read({ tx in try tx.mailboxes() }) else { return true }
        let used = mailboxes.filter { !$0.isEnvironments || settings.supportEmail != nil || settings.isMailInEnabled }
        return used.isEmpty || used.contains { $0.smtp == nil }
    }

    /// Somebody waits in front of the terminal.
    private func patient(_ server: MailServer) -> MailServer {
        var server = server
        (server.connectTimeoutSeconds, server.replyTimeoutSeconds) = (10, 20)
        return server
    }
}

/// Whether people reach the pages under the address that stands in every mail.
struct PublicAddressCheck {
    let settings: Settings

    func findings() async -> [Finding] {
        guard let url = URL(string: settings.publicURL), let host = url.host() else { return [] }
        let isLocal = ["localhost", "127.0.0.1", "::1", "0.0.0.0"].contains(host)
        guard !isLocal else {
            return [
                .warning(
                    "public address", "\(settings.publicURL) leads customers to their own machine",
                    "Set DESKBELL_URL to the address that they open, for example https://help.example.com.")
            ]
        }
        let isSecure = url.scheme == "https", port = url.port ?? (isSecure ? 443 : 80)
        var server = MailServer(host: host, port: port, security: isSecure ? .tls : .startTLSIfOffered)
        (server.connectTimeoutSeconds, server.replyTimeoutSeconds) = (10, 10)
        do {
            let header = url.port.map { "\(host):\($0)" } ?? host
            let answer = try await WebProbe.get("/health", at: server, hostHeader: header)
            return reached(answer, isSecure: isSecure)
        } catch {
            return [
                .warning(
                    "public address", "\(settings.publicURL) cannot be reached from here: \(error)",
                    "Start Deskbell and the web server in front of it, or correct DESKBELL_URL.")
            ]
        }
    }

    private func reached(_ answer: WebProbe.Answer, isSecure: Bool) -> [Finding] {
        var found: [Finding] = []
        if answer.status == 200 {
            found.append(.ok("public address", "\(settings.publicURL) answers"))
        } else {
            found.append(
                .warning(
                    "public address", "\(settings.publicURL)/health answers \(answer.status)",
                    "Another program may be there: check DESKBELL_URL and the web server in front."))
        }
        if !isSecure {
            found.append(
                .warning(
                    "public address", "is not encrypted",
                    "Put a web server with a certificate in front, and set DESKBELL_URL to https://…"))
        }
        if let date = answer.date, abs(date.timeIntervalSinceNow) > 60 {
            found.append(
                .warning(
                    "clock", "\(Int(abs(date.timeIntervalSinceNow))) seconds apart from the web server's",
                    "Switch time synchronisation on (timedatectl set-ntp true)."))
        }
        return found
    }
}
