import Foundation
import HelpDesk

/// A mailbox as the API shows one to owners: whether a secret is stored, never which.
struct APIMailbox: Encodable {
    struct Server: Encodable {
        let host: String
        let port: Int
        let use_tls: Bool
        let username: String

        init(_ server: Mailbox.Server) {
            (host, port, use_tls, username) = (server.host, server.port, server.usesTLS, server.user)
        }
    }

    let id: Int64
    let provider: String
    let address: String
    let name: String?
    let language: String?
    let signature: String?
    let imap: Server?
    let smtp: Server?
    let auth: String
    let has_password: Bool
    let is_oauth_connected: Bool
    let enabled: Bool
    let folder: String
    let import_choice: String
    let after_import: String
    let watches_sent: Bool
    let notifies_itself: Bool
    let form_senders: [String]
    let has_plus_addressing: Bool
    let fetched_at: String?
    let failed_at: String?
    let failure: String?

    init(_ mailbox: Mailbox) {
        id = mailbox.id
        provider = mailbox.provider.rawValue
        address = mailbox.address
        name = mailbox.name
        language = mailbox.language?.rawValue
        signature = mailbox.signature
        imap = mailbox.imap.map(Server.init)
        smtp = mailbox.smtp.map(Server.init)
        auth = mailbox.signIn.rawValue
        has_password = mailbox.hasIMAPPassword
        is_oauth_connected = mailbox.isOAuthConnected
        enabled = !mailbox.isPaused
        folder = mailbox.folder
        import_choice = mailbox.importChoice.name
        after_import = mailbox.afterImport.name
        watches_sent = mailbox.watchesSent
        notifies_itself = mailbox.notifiesItself
        form_senders = mailbox.formSenders.sorted()
        has_plus_addressing = mailbox.hasPlusAddressing
        fetched_at = mailbox.fetchedAt?.rfc3339
        failed_at = mailbox.failedAt?.rfc3339
        failure = mailbox.failure
    }
}

/// What an owner says of a mailbox; what is left out stays as it is, or as the provider's preset has it.
struct MailboxBody: Decodable, Sendable {
    let provider: String?
    let address: String?
    let name: String?
    let language: String?
    let signature: String?
    let category: Reference?
    let assigned_to: Reference?
    let imap_host: String?
    let imap_port: Int?
    let imap_use_ssl: Bool?
    let imap_username: String?
    let imap_password: String?
    let smtp_host: String?
    let smtp_port: Int?
    let smtp_use_tls: Bool?
    let smtp_username: String?
    let smtp_password: String?
    let auth: String?
    let oauth_tenant: String?
    let oauth_client_id: String?
    let oauth_client_secret: String?
    let import_choice: String?
    let import_days: Int?
    let folder: String?
    let after_import: String?
    let after_import_folder: String?
    let watches_sent: Bool?
    let notifies_itself: Bool?
    let form_senders: [String]?
    let enabled: Bool?

    func parsedProvider() throws -> Mailbox.Provider? {
        try provider.map { try choice($0, "provider", Mailbox.Provider.allCases) }
    }

    func fill(_ draft: inout MailboxDraft, in tx: DeskTransaction) throws {
        if let address { draft.address = address }
        if let name { draft.displayName = name }
        if let language { draft.language = try choice(language, "language", Language.allCases) }
        if let signature { draft.signature = signature }
        if let category { draft.categoryID = try tx.category(category.text).id }
        if let assigned_to { draft.assigneeID = try tx.staffMember(assigned_to.text).id }
        fillServers(&draft)
        if let auth { draft.signIn = try choice(auth, "auth", Mailbox.SignIn.allCases) }
        if let folder { draft.folder = folder }
        if let watches_sent { draft.watchesSent = watches_sent }
        if let notifies_itself { draft.notifiesItself = notifies_itself }
        if let form_senders { draft.formSenders = form_senders.joined(separator: "\n") }
        try fillImport(&draft)
    }

    private func fillServers(_ draft: inout MailboxDraft) {
        if let imap_host { draft.imapHost = imap_host }
        if let imap_port { draft.imapPort = imap_port }
        if let imap_use_ssl { draft.imapUsesSSL = imap_use_ssl }
        if let imap_username { draft.imapUser = imap_username }
        if let imap_password { draft.imapPassword = imap_password }
        if let smtp_host { draft.smtpHost = smtp_host }
        if let smtp_port { draft.smtpPort = smtp_port }
        if let smtp_use_tls { draft.smtpUsesTLS = smtp_use_tls }
        if let smtp_username { draft.smtpUser = smtp_username }
        if let smtp_password { draft.smtpPassword = smtp_password }
        if let oauth_tenant { draft.oauthTenant = oauth_tenant }
        if let oauth_client_id { draft.oauthClientID = oauth_client_id }
        if let oauth_client_secret { draft.oauthClientSecret = oauth_client_secret }
    }

    private func fillImport(_ draft: inout MailboxDraft) throws {
        if let import_choice {
            guard let chosen = Mailbox.ImportChoice(name: import_choice, days: import_days) else {
                throw DeskError.invalid("import_choice", "must be from_now, unread, last_days or all")
            }
            draft.importChoice = chosen
        }
        if let after_import {
            guard let chosen = Mailbox.AfterImport(name: after_import, folder: after_import_folder) else {
                throw DeskError.invalid("after_import", "must be seen, keyword, move or delete")
            }
            draft.afterImport = chosen
        }
    }
}

private func choice<Value: RawRepresentable<String>>(
    _ text: String, _ field: String, _ all: [Value]
) throws -> Value {
    guard let value = Value(rawValue: text) else {
        throw DeskError.invalid(field, "must be one of \(all.map(\.rawValue).joined(separator: ", "))")
    }
    return value
}
