import Foundation
import HelpDesk
import Mail

/// A server and how to sign in to it.
struct MailAccount: Sendable {
    var server: MailServer
    var credentials: Credentials?

    /// The environment's IMAP server; nil where none is named.
    init?(imapFrom environment: Environment) throws {
        guard let host = try Self.host("IMAP_HOST", environment) else { return nil }
        let port = try environment.number("IMAP_PORT", default: 993, in: 1...65_535)
        let useSSL = try environment.flag("IMAP_USE_SSL", default: true)
        let security: MailServer.Security = !useSSL ? .startTLSIfOffered : port == 143 ? .startTLSRequired : .tls
        server = MailServer(host: host, port: port, security: security, caFile: try Self.caFile(environment))
        let user = environment.text("IMAP_USERNAME") ?? environment.text("SUPPORT_EMAIL")
        guard let password = environment.secret("IMAP_PASSWORD") else {
            throw SettingError(
                name: "IMAP_PASSWORD", problem: "is not set, but IMAP_HOST is; set IMAP_USERNAME and IMAP_PASSWORD")
        }
        guard let user else {
            throw SettingError(name: "IMAP_USERNAME", problem: "is not set, but IMAP_PASSWORD is; set both")
        }
        credentials = .password(user: user, password: password)
    }

    /// The environment's SMTP server; nil where none is named.
    init?(smtpFrom environment: Environment) throws {
        guard let host = try Self.host("SMTP_HOST", environment) else { return nil }
        let port = try environment.number("SMTP_PORT", default: 587, in: 1...65_535)
        let useTLS = try environment.flag("SMTP_USE_TLS", default: true)
        let security: MailServer.Security = !useTLS ? .startTLSIfOffered : port == 465 ? .tls : .startTLSRequired
        server = MailServer(host: host, port: port, security: security, caFile: try Self.caFile(environment))
        let password = environment.secret("SMTP_PASSWORD")
        let user = environment.text("SMTP_USERNAME") ?? (password == nil ? nil : environment.text("SUPPORT_EMAIL"))
        guard (user == nil) == (password == nil) else {
            let (missing, present) =
                password == nil ? ("SMTP_PASSWORD", "SMTP_USERNAME") : ("SMTP_USERNAME", "SMTP_PASSWORD")
            throw SettingError(name: missing, problem: "is not set, but \(present) is; set both or neither")
        }
        if let user, let password { credentials = .password(user: user, password: password) }
    }

    /// A server and how to sign in to it.
    init(server: MailServer, credentials: Credentials?) {
        self.server = server
        self.credentials = credentials
    }

    /// User, host and port: what a folder's numbers hold for.
    var name: String { "\(credentials?.user ?? "")@\(server)" }

    static func caFile(_ environment: Environment) throws -> String? {
        guard let file = environment.text("TLS_CA_FILE") else { return nil }
        guard let content = try? Data(contentsOf: URL(filePath: file)) else {
            throw SettingError(name: "TLS_CA_FILE", problem: "is “\(file)”, which cannot be read")
        }
        guard content.range(of: Data("-----BEGIN".utf8)) != nil else {
            throw SettingError(name: "TLS_CA_FILE", problem: "is “\(file)”, in which no certificate stands (PEM)")
        }
        return file
    }

    private static func host(_ name: String, _ environment: Environment) throws -> String? {
        guard let host = environment.text(name) else { return nil }
        if let problem = MailServer.problem(ofHost: host) {
            throw SettingError(name: name, problem: "\(problem) (“\(host)”)")
        }
        return host
    }
}
