import Foundation
import HelpDesk

/// Where one asks for access to a mailbox, and for what.
struct OAuthAuthority: Sendable {
    let authorizeURL: String
    let tokenURL: String
    let scope: String
    /// What this provider wants beside the standard.
    let extra: [(String, String)]

    /// - Parameter settings: where the authorities are, if not in their usual place.
    init?(of mailbox: Mailbox, _ settings: OAuthSettings) {
        switch mailbox.provider {
        case .microsoft365:
            let base = "\(settings.microsoftURL)/\(mailbox.oauthTenant ?? "common")/oauth2/v2.0"
            authorizeURL = "\(base)/authorize"
            tokenURL = "\(base)/token"
            scope =
                "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
            extra = [("response_mode", "query"), ("prompt", "select_account")]
        case .gmail:
            authorizeURL = settings.googleAuthorizeURL
            tokenURL = settings.googleTokenURL
            scope = "https://mail.google.com/"
            // Without these Google gives a refresh token only the first time somebody agrees.
            extra = [("access_type", "offline"), ("prompt", "consent")]
        case .imapSMTP, .yandex, .mailRu, .yahoo: return nil
        }
    }
}

/// Where the authorities are: other places for national clouds, and for tests.
struct OAuthSettings: Sendable {
    var microsoftURL = "https://login.microsoftonline.com"
    var googleAuthorizeURL = "https://accounts.google.com/o/oauth2/v2/auth"
    var googleTokenURL = "https://oauth2.googleapis.com/token"

    init() {}

    /// `OAUTH_MICROSOFT_URL` (for example `https://login.microsoftonline.us`), `OAUTH_GOOGLE_URL`.
    /// - Throws: `SettingError` for what is no address, or would send tokens unencrypted to another machine.
    init(_ environment: Environment) throws {
        if let url = try Self.url("OAUTH_MICROSOFT_URL", environment) { microsoftURL = url }
        if let url = try Self.url("OAUTH_GOOGLE_URL", environment) {
            googleAuthorizeURL = "\(url)/o/oauth2/v2/auth"
            googleTokenURL = "\(url)/token"
        }
    }

    private static func url(_ name: String, _ environment: Environment) throws -> String? {
        guard let text = environment.text(name) else { return nil }
        guard let url = URL(string: text), let host = url.host(),
            url.scheme == "https" || url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(host)
        else { throw SettingError(name: name, problem: "is “\(text)”; write an address that begins with https://") }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
