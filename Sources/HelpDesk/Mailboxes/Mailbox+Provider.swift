extension Mailbox {
    /// Who runs the mailbox's servers; stored under these names, which the API uses too.
    public enum Provider: String, Sendable, CaseIterable {
        /// Any servers that speak IMAP and SMTP.
        case imapSMTP = "IMAP_SMTP"
        case yandex = "YANDEX"
        case mailRu = "MAILRU"
        case gmail = "GMAIL"
        case microsoft365 = "MICROSOFT365"
        case yahoo = "YAHOO"
    }

    /// The servers of a provider: IMAP with TLS from the first byte, SMTP with STARTTLS.
    public struct Preset: Sendable, Equatable {
        /// Host of the IMAP server.
        public let imapHost: String
        /// 993 everywhere.
        public let imapPort: Int
        /// Host of the SMTP server.
        public let smtpHost: String
        /// 587 everywhere.
        public let smtpPort: Int
    }
}

extension Mailbox.Provider {
    /// The provider's servers; nil for servers of one's own.
    public var preset: Mailbox.Preset? {
        switch self {
        case .imapSMTP: nil
        case .gmail: preset("imap.gmail.com", "smtp.gmail.com")
        case .microsoft365: preset("outlook.office365.com", "smtp.office365.com")
        case .yahoo: preset("imap.mail.yahoo.com", "smtp.mail.yahoo.com")
        case .yandex: preset("imap.yandex.ru", "smtp.yandex.ru")
        case .mailRu: preset("imap.mail.ru", "smtp.mail.ru")
        }
    }

    private func preset(_ imap: String, _ smtp: String) -> Mailbox.Preset {
        Mailbox.Preset(imapHost: imap, imapPort: 993, smtpHost: smtp, smtpPort: 587)
    }

    /// Whether mailboxes of this provider can, or must, sign in with OAuth 2.
    public var offersOAuth: Bool { self == .gmail || self == .microsoft365 }

    /// Whether the provider puts a copy of what it sends into the Sent folder by itself.
    public var keepsSentMail: Bool { self == .gmail || self == .microsoft365 }

    /// The name to show.
    public var title: String {
        switch self {
        case .imapSMTP: "IMAP / SMTP"
        case .yandex: "Yandex"
        case .mailRu: "Mail.ru"
        case .gmail: "Gmail"
        case .microsoft365: "Microsoft 365"
        case .yahoo: "Yahoo"
        }
    }
}
