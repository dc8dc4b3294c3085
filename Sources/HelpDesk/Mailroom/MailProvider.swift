import Database
import Mail

/// Providers that write `Authentication-Results` above everything that a sender has written, into each mail that they take in.
///
/// Of any other server nobody knows whether it writes the field at all, so that a `pass` in it may be the sender's own. Who runs the
/// server is known by where we fetch the mail, and not by the mail.
enum MailProvider: CaseIterable {
    case gmail, microsoft365, yahoo, yandex, mailRu

    /// - Parameter host: of the IMAP server; nil for a server of somebody else's.
    init?(imapHost host: String) {
        let host = ".\(host.lowercased())"
        guard let found = Self.allCases.first(where: { $0.imapDomains.contains { host.hasSuffix($0) } }) else {
            return nil
        }
        self = found
    }

    private var imapDomains: [String] {
        switch self {
        case .gmail: [".imap.gmail.com", ".imap.googlemail.com"]
        case .microsoft365: [".office365.com", ".outlook.com"]
        case .yahoo: [".mail.yahoo.com"]
        case .yandex: [".imap.yandex.ru", ".imap.yandex.com"]
        case .mailRu: [".imap.mail.ru"]
        }
    }

    /// The provider's own word is that DMARC passed for the domain of this address.
    func confirms(_ from: Mail.Address, in headers: Headers) -> Bool {
        guard let field = headers.first("Authentication-Results") else { return false }
        let authority = AuthenticationResults.authority(of: field)
        let isTheirs =
            switch self {
            case .gmail: authority == "mx.google.com"
            // It begins with the first result.
            case .microsoft365: authority.contains("=")
            case .yahoo: authority.hasSuffix(".yahoo.com")
            case .yandex: authority.hasSuffix(".yandex.net")
            case .mailRu: authority.hasSuffix(".mail.ru")
            }
        let domain = String(from.key.drop { $0 != "@" }.dropFirst())
        let verdicts = AuthenticationResults.verdicts(in: AuthenticationResults.bare(field), of: domain)
        return isTheirs && verdicts == [.passed]
    }
}

extension DeskTransaction {
    /// Whether the provider of the mailbox in which this mail lay says that its From is true.
    func isConfirmed(_ mail: UnderstoodMail, _ entry: LedgerEntry) throws -> Bool {
        guard !mail.isUnverified, mail.writer == nil, entry.source == .imap, let from = mail.email.from else {
            return false
        }
        let account = try value(
            String.self,
            """
            SELECT mailbox_folder.account FROM ledger JOIN mailbox_folder ON mailbox_folder.id = ledger.folder_id
            WHERE ledger.id = \(entry.id)
            """)
        // `user@host:port`
        let host = account?.split(separator: "@").last?.prefix { $0 != ":" }
        return host.flatMap { MailProvider(imapHost: String($0)) }?.confirms(from, in: mail.email.headers) ?? false
    }
}
