import Database

/// Everything of a mailbox that is sealed, opened. Stays within this folder.
struct MailboxSecrets {
    var imap: String?
    var smtp: String?
    var clientSecret: String?
    var refreshToken: String?
    var accessToken: String?
}

extension DeskTransaction {
    /// - Throws: `DeskError.conflict` where they were sealed under another SECRET_KEY.
    func storedSecrets(of mailboxID: Int64) throws -> MailboxSecrets? {
        let row = try first(
            Row.self,
            """
            SELECT imap_secret, smtp_secret, oauth_client_secret, oauth_refresh_token, oauth_access_token FROM mailbox
            WHERE id = \(mailboxID)
            """)
        guard let row else { return nil }
        return MailboxSecrets(
            imap: try opened(row["imap_secret"]), smtp: try opened(row["smtp_secret"]),
            clientSecret: try opened(row["oauth_client_secret"]),
            refreshToken: try opened(row["oauth_refresh_token"]), accessToken: try opened(row["oauth_access_token"]))
    }

    /// Seals what the draft brings; what it leaves empty stays.
    func seal(_ draft: MailboxDraft, for mailboxID: Int64) throws {
        if !draft.imapPassword.isEmpty {
            try run("UPDATE mailbox SET imap_secret = \(sealed(draft.imapPassword)) WHERE id = \(mailboxID)")
        }
        if !draft.smtpPassword.isEmpty {
            try run("UPDATE mailbox SET smtp_secret = \(sealed(draft.smtpPassword)) WHERE id = \(mailboxID)")
        }
        if !draft.oauthClientSecret.isEmpty {
            try run(
                "UPDATE mailbox SET oauth_client_secret = \(sealed(draft.oauthClientSecret)) WHERE id = \(mailboxID)")
        }
    }

    func sealed(_ secret: String) throws -> [UInt8] { try desk.keys.seal(Array(secret.utf8), for: Self.purpose) }

    func opened(_ sealed: [UInt8]?) throws -> String? {
        guard let sealed else { return nil }
        guard let bytes = try? desk.keys.open(sealed, for: Self.purpose) else {
            throw DeskError.conflict(
                "The stored secrets cannot be opened with this SECRET_KEY. Set the former key, or enter them again.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static var purpose: String { "mailbox" }
}
