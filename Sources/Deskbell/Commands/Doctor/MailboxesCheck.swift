import Foundation
import HelpDesk
import Mail

/// Every mailbox that the owner has added, tried as “Test connection” tries it: reach, certificate, sign-in, folders, sending.
struct MailboxesCheck {
    let settings: Settings
    let desk: Desk

    func findings() async -> [Finding] {
        guard let mailboxes = try? await desk.read({ tx in try tx.mailboxes() }) else { return [] }
        let accounts = MailboxAccounts(desk: desk, settings: settings)
        // The environment's is looked at by `AccountsCheck`, also where no desk is set up yet.
        return await withTaskGroup(of: (Int, [Finding]).self) { group in
            for (index, mailbox) in mailboxes.enumerated() where !mailbox.isEnvironments {
                group.addTask { (index, await look(at: mailbox, accounts)) }
            }
            let found = await group.reduce(into: []) { $0.append($1) }
            return found.sorted { $0.0 < $1.0 }.flatMap(\.1)
        } + (await sending(mailboxes))
    }

    private func look(at mailbox: Mailbox, _ accounts: MailboxAccounts) async -> [Finding] {
        let name = "mailbox \(mailbox.address)"
        if mailbox.isPaused {
            return [.warning(name, "is paused: no mail is fetched", "Resume it on its page at /company/mailboxes.")]
        }
        if let lost = mailbox.oauthFailure {
            return [.problem(name, lost, "Sign in at the provider again, on its page at /company/mailboxes.")]
        }
        let test = MailConnectionTest(accounts: accounts, draft: MailboxDraft(mailbox), existing: mailbox)
        var failed: [Finding] = [], passed: [String] = []
        for await step in test.steps() {
            switch step.result {
            case .failed: failed.append(.problem(name, "\(title(step.name)): \(step.text)", advice(step.name)))
            case .passed where [.folders, .imapSignIn, .smtpSignIn].contains(step.name): passed.append(step.text)
            case .passed, .skipped: break
            }
        }
        return failed.isEmpty ? [.ok(name, passed.joined(separator: " "))] : failed
    }

    private func title(_ step: ConnectionStep.Name) -> String {
        switch step {
        case .imapConnect: "IMAP server"
        case .imapTLS: "encryption of IMAP"
        case .imapSignIn: "sign-in to IMAP"
        case .folders: "folders"
        case .smtpConnect: "SMTP server"
        case .smtpTLS: "encryption of SMTP"
        case .smtpSignIn: "sign-in to SMTP"
        }
    }

    private func advice(_ step: ConnectionStep.Name) -> String {
        switch step {
        case .imapConnect, .smtpConnect: "Check host and port, and whether a firewall is between."
        case .imapTLS, .smtpTLS:
            "Check the host name; a certificate of your own goes into TLS_CA_FILE."
        case .imapSignIn, .smtpSignIn:
            "Most providers want an app password, and IMAP switched on: docs/mailboxes.md has the steps of each."
        case .folders: "Choose folders that are there, on its page at /company/mailboxes."
        }
    }

    /// Accounts that rest, because their server wants less mail or none.
    private func sending(_ mailboxes: [Mailbox]) async -> [Finding] {
        let accounts = (try? await desk.read { tx in try tx.sendingAccounts() }) ?? []
        return accounts.compactMap { account in
            guard let failure = account.failure, let mailbox = mailboxes.first(where: { $0.id == account.mailboxID })
            else { return nil }
            return .problem(
                "mail out of \(mailbox.address)", "the server takes no mail from this account: \(failure)",
                "Mend what it says, then “Resume sending” on its page at /company/mailboxes.")
        }
    }
}

/// Whether a server with workers is at it: it holds the right to work through mail, and looks for it all the time.
struct WorkersCheck {
    let desk: Desk

    func findings() async -> [Finding] {
        guard let holder = try? await desk.read({ tx in try tx.workerAtMail() }) else {
            return [
                .warning(
                    "workers", "no server works through mail just now",
                    "Start “deskbell serve”; with --no-workers another server must do it.")
            ]
        }
        return [.ok("workers", "at work (\(holder))")]
    }
}

/// Whether the key at hand is the one that the stored passwords were encrypted with.
struct KeysCheck {
    let desk: Desk

    func findings() async -> [Finding] {
        let refused = try? await desk.read { tx in
            try tx.mailboxes().filter { try !$0.isEnvironments && !tx.canOpenSecrets(of: $0) }.map(\.address)
        }
        guard let refused, !refused.isEmpty else { return [] }
        return [
            .problem(
                "secret key", "does not open the passwords of \(refused.joined(separator: ", "))",
                "Set the former key as SECRET_KEY_PREVIOUS, or enter the passwords anew at /company/mailboxes.")
        ]
    }
}
