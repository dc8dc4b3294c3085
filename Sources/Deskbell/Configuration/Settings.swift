import Database
import Foundation
import HelpDesk
import Mail

/// Everything that the environment says, checked.
struct Settings: Sendable {
    var dataFolder: URL
    var database: DatabaseLocation
    var secretKey: String?
    /// Secrets that were in use before: what they have signed and sealed stays valid.
    var previousSecretKeys: [String]
    var listen: ListenAddress
    var publicURL: String
    var language: Language?
    var timeZone: TimeZone
    /// Nil: not set; the mailbox keeps the address that it has.
    var supportEmail: String?
    var isMailInEnabled: Bool
    var checkIntervalSeconds: Int
    /// Where Microsoft and Google hand out tokens.
    var oauth: OAuthSettings
    /// `TLS_CA_FILE`.
    var caFile: String?
    var imap: MailAccount?
    var smtp: MailAccount?
    /// The From of what the environment's server sends, where it is not the mailbox's own address; answers come to the mailbox
    /// all the same.
    var smtpFrom: Mail.Address?
    /// By what mail services prove that a pushed mail comes from them.
    var pushKeys: PushKeys

    /// - Throws: `SettingError` for the first wrong value.
    init(_ environment: Environment) throws {
        dataFolder =
            URL(filePath: environment.text("DESKBELL_DATA") ?? "./data", directoryHint: .isDirectory).absoluteURL
        do {
            database = try DatabaseLocation(
                parsing: environment.text("DATABASE_URL") ?? "sqlite:deskbell.sqlite", relativeTo: dataFolder.path)
        } catch DatabaseError.wrongLocation(let advice) {
            throw SettingError(name: "DATABASE_URL", problem: "is not understood. \(advice)")
        }
        secretKey = environment.secret("SECRET_KEY")
        previousSecretKeys = (environment.secret("SECRET_KEY_PREVIOUS") ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if previousSecretKeys.contains(where: { $0.utf8.count < Keys.minimumSecretBytes }) {
            throw SettingError(
                name: "SECRET_KEY_PREVIOUS",
                problem: "has one of fewer than \(Keys.minimumSecretBytes) characters, which none of ours can be")
        }
        listen = try ListenAddress(environment.text("DESKBELL_ADDRESS") ?? "127.0.0.1:8080")
        publicURL = try Self.publicURL(environment.text("DESKBELL_URL"), listen)
        language = try Self.language(environment.text("DESKBELL_LANGUAGE"))
        timeZone = try Self.timeZone(environment.text("DESKBELL_TIME_ZONE"))
        supportEmail = environment.text("SUPPORT_EMAIL")
        if let supportEmail, !isPlausibleAddress(supportEmail) {
            throw SettingError(name: "SUPPORT_EMAIL", problem: "is “\(supportEmail)”, which is not a mail address")
        }
        isMailInEnabled = try environment.flag("EMAIL_TO_TICKET_ENABLED", default: false)
        checkIntervalSeconds = try environment.number("EMAIL_TO_TICKET_CHECK_INTERVAL", default: 300, in: 5...86_400)
        oauth = try OAuthSettings(environment)
        caFile = try MailAccount.caFile(environment)
        imap = try MailAccount(imapFrom: environment)
        smtp = try MailAccount(smtpFrom: environment)
        smtpFrom = try environment.text("SMTP_FROM").map(Self.sender)
        do {
            pushKeys = try PushKeys(
                mailgunSigningKey: environment.secret("MAILGUN_SIGNING_KEY"),
                sendGridPublicKey: environment.text("SENDGRID_PUBLIC_KEY"))
        } catch DeskError.invalid(let fields) {
            throw SettingError(name: fields.keys.first ?? "", problem: fields.values.first ?? "")
        }
    }

    /// `support@example.com`, or `Lampwright <support@example.com>`.
    private static func sender(_ text: String) throws -> Mail.Address {
        let found = Mail.Address.list(parsing: text)
        guard found.count == 1, isPlausibleAddress(found[0].address) else {
            throw SettingError(
                name: "SMTP_FROM",
                problem: "is “\(text)”; write one mail address, or a name with one: Lampwright <support@example.com>")
        }
        return found[0]
    }

    private static func publicURL(_ text: String?, _ listen: ListenAddress) throws -> String {
        guard let text else { return "http://\(listen)" }
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host() != nil, url.query() == nil, url.fragment() == nil
        else {
            throw SettingError(
                name: "DESKBELL_URL", problem: "is “\(text)”; write an address like https://help.example.com")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func language(_ text: String?) throws -> Language? {
        guard let text, text.lowercased() != "auto" else { return nil }
        guard let language = Language(rawValue: text.lowercased()) else {
            throw SettingError(name: "DESKBELL_LANGUAGE", problem: "is “\(text)”; write ru, en or auto")
        }
        return language
    }

    private static func timeZone(_ text: String?) throws -> TimeZone {
        guard let text else { return .current }
        guard let zone = TimeZone(identifier: text) else {
            throw SettingError(name: "DESKBELL_TIME_ZONE", problem: "is “\(text)”; write a name like Europe/Moscow")
        }
        return zone
    }
}

/// A host and a port to listen on; port 0 takes a free one.
struct ListenAddress: Sendable, CustomStringConvertible {
    var host: String
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init(_ text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count >= 2, let port = Int(last), (0...65_535).contains(port) else {
            throw SettingError(
                name: "DESKBELL_ADDRESS", problem: "is “\(text)”; write host:port, for example 127.0.0.1:8080")
        }
        let host = parts.dropLast().joined(separator: ":").trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.init(host: host.isEmpty ? "0.0.0.0" : host, port: port)
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
