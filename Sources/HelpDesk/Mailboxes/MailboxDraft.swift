import Foundation

/// What the owner has filled in about a mailbox. Secrets that are left empty stay as they are.
public struct MailboxDraft: Sendable, Equatable {
    /// Who runs the servers; its preset fills in hosts and ports that are left empty.
    public var provider: Mailbox.Provider
    /// What customers write to.
    public var address = ""
    /// The display name in the From; empty: the desk's name.
    public var displayName = ""
    /// The language of its mail; nil: that of the customer.
    public var language: Language?
    /// Stands under each answer; empty: none.
    public var signature = ""
    /// The category, the department and the assignee of new tickets; nil: none chosen.
    public var categoryID: Int64?
    /// The department of new tickets.
    public var departmentID: Int64?
    /// Who gets new tickets.
    public var assigneeID: Int64?

    /// The IMAP server.
    public var imapHost = ""
    /// Nil: 993, or 143 without TLS.
    public var imapPort: Int?
    /// `Use SSL`.
    public var imapUsesSSL = true
    /// Empty: the address.
    public var imapUser = ""
    /// Empty: unchanged.
    public var imapPassword = ""
    /// The SMTP server; empty: mail of this mailbox goes out by the environment's server.
    public var smtpHost = ""
    /// Nil: 587.
    public var smtpPort: Int?
    /// Required STARTTLS, or TLS from the first byte on 465.
    public var smtpUsesTLS = true
    /// Whether the SMTP server wants a user name and a password.
    public var smtpSignsIn = true
    /// Empty: that of IMAP.
    public var smtpUser = ""
    /// Empty: unchanged, and where none was ever given, that of IMAP.
    public var smtpPassword = ""

    /// Password or OAuth 2.
    public var signIn: Mailbox.SignIn
    /// The organisation's id at Microsoft; empty: `common`.
    public var oauthTenant = ""
    /// The application's id.
    public var oauthClientID = ""
    /// The application's secret. Empty: unchanged.
    public var oauthClientSecret = ""

    /// What is imported at the first connection.
    public var importChoice = Mailbox.ImportChoice.fromNow
    /// The folder that is fetched.
    public var folder = "INBOX"
    /// A junk folder to fetch too; empty: none.
    public var junkFolder = ""
    /// What is done with a mail once it is kept.
    public var afterImport = Mailbox.AfterImport.seen
    /// Whether answers that are written in a mail client are taken from the Sent folder.
    public var watchesSent = false
    /// The Sent folder; empty: found by its role or name.
    public var sentFolder = ""
    /// Whether what Deskbell sends is put into the Sent folder.
    public var copiesToSent = false
    /// Whether the mailbox itself is told of what did not come by mail.
    public var notifiesItself = false
    /// Addresses of web forms, between blanks, commas or on lines of their own; in their mail Reply-To names the customer.
    public var formSenders = ""

    /// An empty form, with the provider's servers filled in.
    public init(provider: Mailbox.Provider = .imapSMTP) {
        self.provider = provider
        signIn = provider == .microsoft365 ? .oauth : .password
        guard let preset = provider.preset else { return }
        (imapHost, imapPort) = (preset.imapHost, preset.imapPort)
        (smtpHost, smtpPort) = (preset.smtpHost, preset.smtpPort)
    }

    /// A form with what is stored; its secrets are empty.
    public init(_ mailbox: Mailbox) {
        provider = mailbox.provider
        signIn = mailbox.signIn
        address = mailbox.address
        displayName = mailbox.name ?? ""
        language = mailbox.language
        signature = mailbox.signature ?? ""
        (categoryID, departmentID, assigneeID) = (mailbox.categoryID, mailbox.departmentID, mailbox.assigneeID)
        if let imap = mailbox.imap {
            (imapHost, imapPort, imapUsesSSL, imapUser) = (imap.host, imap.port, imap.usesTLS, imap.user)
        }
        if let smtp = mailbox.smtp {
            (smtpHost, smtpPort, smtpUsesTLS, smtpUser) = (smtp.host, smtp.port, smtp.usesTLS, smtp.user)
        }
        smtpSignsIn = mailbox.smtpSignsIn
        oauthTenant = mailbox.oauthTenant ?? ""
        oauthClientID = mailbox.oauthClientID ?? ""
        importChoice = mailbox.importChoice
        folder = mailbox.folder
        junkFolder = mailbox.junkFolder ?? ""
        afterImport = mailbox.afterImport
        watchesSent = mailbox.watchesSent
        sentFolder = mailbox.sentFolder ?? ""
        copiesToSent = mailbox.copiesToSent
        notifiesItself = mailbox.notifiesItself
        formSenders = mailbox.formSenders.sorted().joined(separator: "\n")
    }

    /// The addresses of `formSenders`, each as it is compared.
    var formAddresses: [String] {
        formSenders.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }).map { folded(String($0)) }
    }

    /// The servers as they will be used, with the presets and the usual ports filled in.
    public var imap: Mailbox.Server {
        let host = trimmed(imapHost, else: provider.preset?.imapHost)
        return Mailbox.Server(
            host: host, port: imapPort ?? (imapUsesSSL ? 993 : 143), usesTLS: imapUsesSSL,
            user: trimmed(imapUser, else: trimmed(address)))
    }

    /// The SMTP server as it will be used; nil where the environment's sends.
    public var smtp: Mailbox.Server? {
        let host = trimmed(smtpHost, else: provider.preset?.smtpHost)
        guard !host.isEmpty else { return nil }
        return Mailbox.Server(
            host: host, port: smtpPort ?? 587, usesTLS: smtpUsesTLS, user: trimmed(smtpUser, else: imap.user))
    }
}

extension MailboxDraft: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address alone; never a secret.
    public var description: String { "the draft of mailbox \(address)" }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// Has no children, so that `dump` and crash reports find no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Without white space around it; where that leaves nothing, the other.
func trimmed(_ text: String, else standard: String? = nil) -> String {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? standard ?? "" : text
}
