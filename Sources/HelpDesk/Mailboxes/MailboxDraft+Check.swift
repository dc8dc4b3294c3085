import Mail

extension MailboxDraft {
    /// Every problem at once, by the names of the API.
    ///
    /// - Parameter existing: what is stored; the environment's mailbox takes its servers from elsewhere.
    /// - Throws: `DeskError.invalid`.
    func check(against existing: Mailbox?) throws {
        var problems = choices()
        if existing?.isEnvironments != true {
            if !isPlausibleAddress(trimmed(address)) { problems["address"] = "is not an email address" }
            problems.merge(servers()) { first, _ in first }
            problems.merge(secrets(existing)) { first, _ in first }
        }
        guard problems.isEmpty else { throw DeskError.invalid(problems) }
    }

    private func choices() -> [String: String] {
        var problems: [String: String] = [:]
        if displayName.count > 200 { problems["display_name"] = "is longer than 200 characters" }
        if signature.utf8.count > 10_000 { problems["signature"] = "is longer than 10,000 bytes" }
        let forms = formAddresses
        if let bad = forms.first(where: { !isPlausibleAddress($0) }) {
            problems["form_senders"] = "names “\(bad.prefix(60))”, which is not an email address"
        } else if forms.count > 50 {
            problems["form_senders"] = "has more than 50 addresses"
        }
        if let days = importChoice.days, !(1...3_650).contains(days) {
            problems["import_days"] = "is \(days); write a number from 1 to 3650"
        }
        let names = ["folder": folder, "junk_folder": junkFolder, "sent_folder": sentFolder]
        for (field, name) in names where !isFolderName(name) {
            problems[field] = "is no folder name: at most 250 characters, none of them a control character"
        }
        if trimmed(folder).isEmpty { problems["folder"] = "is empty; INBOX is the usual one" }
        let watched = [folder, junkFolder, watchesSent ? sentFolder : ""].map { trimmed($0) }.filter { !$0.isEmpty }
        if Set(watched).count < watched.count {
            problems["junk_folder"] = "is the same folder as another: each can have one role alone"
        }
        if let target = afterImport.folder {
            if !isFolderName(target) { problems["after_import_folder"] = "is no folder name" }
            if watched.contains(trimmed(target)) {
                problems["after_import_folder"] = "is fetched itself, so mail would go round in a circle"
            }
        }
        return problems
    }

    private func servers() -> [String: String] {
        var problems: [String: String] = [:]
        problems["imap_host"] = hostProblem(imap.host)
        if let smtp { problems["smtp_host"] = hostProblem(smtp.host) }
        for (field, port) in [("imap_port", imap.port), ("smtp_port", smtp?.port ?? 587)] where !isPort(port) {
            problems[field] = "is \(port); write a number from 1 to 65535"
        }
        if signIn == .oauth, !provider.offersOAuth {
            problems["sign_in"] = "is oauth, which Deskbell can use with Microsoft 365 and Google alone; use a password"
        }
        if signIn == .oauth, trimmed(oauthClientID).isEmpty {
            problems["oauth_client_id"] = "is empty: register an application at \(provider.title) and enter its id"
        }
        if let problem = tenantProblem { problems["oauth_tenant"] = problem }
        return problems
    }

    /// A stored secret is for the server that it was entered for. Whoever names another server enters it again: a
    /// session left open must not be enough to have it sent elsewhere.
    private func secrets(_ existing: Mailbox?) -> [String: String] {
        var problems: [String: String] = [:]
        let texts = [
            "imap_password": imapPassword, "smtp_password": smtpPassword, "oauth_client_secret": oauthClientSecret,
        ]
        for (field, secret) in texts where secret.utf8.count > 4_000 || secret.utf8.contains(0) {
            problems[field] = "is too long, or has a byte that no password can have"
        }
        problems.merge(signIn == .oauth ? tokens(existing) : passwords(existing)) { first, _ in first }
        return problems
    }

    private func passwords(_ existing: Mailbox?) -> [String: String] {
        var problems: [String: String] = [:]
        let again = "must be entered again, since the server is another one"
        if imapPassword.isEmpty {
            if existing?.hasIMAPPassword != true {
                problems["imap_password"] =
                    provider == .yandex || provider == .mailRu || provider == .gmail || provider == .yahoo
                    ? "is empty: make an app password at \(provider.title) and enter it" : "is empty"
            } else if isElsewhere(imap, than: existing?.imap?.host) {
                problems["imap_password"] = again
            }
        }
        guard let existing, smtpSignsIn, smtpPassword.isEmpty, let smtp else { return problems }
        let sendsStoredOne = existing.hasSMTPPassword || imapPassword.isEmpty
        if sendsStoredOne, isElsewhere(smtp, than: existing.smtp?.host) { problems["smtp_password"] = again }
        return problems
    }

    /// Where somebody has signed in already, the token stays with the servers that it was given for and the provider's own.
    private func tokens(_ existing: Mailbox?) -> [String: String] {
        guard let existing, existing.signIn == .oauth else { return [:] }
        var problems: [String: String] = [:]
        let own = existing.provider.preset
        let text = "is no server of \(existing.provider.title): remove the mailbox, and add it with this one"
        if isElsewhere(imap, than: existing.imap?.host), isElsewhere(imap, than: own?.imapHost) {
            problems["imap_host"] = text
        }
        if let smtp, isElsewhere(smtp, than: existing.smtp?.host), isElsewhere(smtp, than: own?.smtpHost) {
            problems["smtp_host"] = text
        }
        return problems
    }

    private func isElsewhere(_ server: Mailbox.Server, than host: String?) -> Bool {
        server.host.lowercased() != host?.lowercased()
    }

    private var tenantProblem: String? {
        let tenant = trimmed(oauthTenant)
        let isFine = tenant.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || byte == 0x2d || byte == 0x2e
        }
        return isFine && tenant.utf8.count <= 100 ? nil : "is no tenant: enter the organisation's id or domain"
    }

    private func hostProblem(_ host: String) -> String? {
        if host.isEmpty { return "is empty: enter the server's host name" }
        return MailServer.problem(ofHost: host)
    }

    private func isPort(_ port: Int) -> Bool { (1...65_535).contains(port) }
}

private func isFolderName(_ name: String) -> Bool {
    name.count <= 250 && !name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
}
