import Foundation

/// How to sign in to a mail server. Never shows its secret: not in descriptions, dumps, logs or errors.
public enum Credentials: Sendable, Hashable {
    /// A user name and a password, or an app password.
    case password(user: String, password: String)
    /// A user name and an OAuth 2 access token, sent as XOAUTH2.
    case oauth(user: String, token: String)

    /// The user name.
    public var user: String {
        switch self {
        case .password(let user, _), .oauth(let user, _): user
        }
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The user name and the kind; never the secret.
    public var description: String {
        switch self {
        case .password(let user, _): "\(user) with a password"
        case .oauth(let user, _): "\(user) with an OAuth token"
        }
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Has no children, so that `dump` and crash reports find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Credentials {
    var secret: String {
        switch self {
        case .password(_, let password): password
        case .oauth(_, let token): token
        }
    }

    /// The initial response of SASL PLAIN (RFC 4616) or XOAUTH2, before base64.
    ///
    /// RFC 4616: `message = [authzid] UTF8NUL authcid UTF8NUL passwd`
    private var saslMessage: String {
        switch self {
        case .password(let user, let password): "\0\(user)\0\(password)"
        case .oauth(let user, let token): "user=\(user)\u{1}auth=Bearer \(token)\u{1}\u{1}"
        }
    }

    /// The initial response of OAUTHBEARER (RFC 7628 §3.1), in base64.
    func bearerResponse(to server: MailServer) -> String {
        let name = user.replacing("=", with: "=3D").replacing(",", with: "=2C")
        return base64(
            "n,a=\(name),\u{1}host=\(server.host)\u{1}port=\(server.port)\u{1}auth=Bearer \(secret)\u{1}\u{1}")
    }

    /// What follows `AUTH PLAIN`, `AUTHENTICATE XOAUTH2` and so on.
    var initialResponse: String { base64(saslMessage) }

    /// Whether the secret or the name holds what would end a field of the SASL message.
    var hasForbiddenBytes: Bool {
        (user + secret).utf8.contains { $0 == 0 || $0 == 1 || $0 == 13 || $0 == 10 }
    }

    /// The server's words with our secret taken out, in case it repeats what it got.
    func redacting(_ text: String, from server: MailServer? = nil) -> String {
        [server.map(bearerResponse), initialResponse, secret, base64(secret)].compactMap(\.self).reduce(text) {
            text, secret in
            secret.isEmpty ? text : text.replacingOccurrences(of: secret, with: "•••")
        }
    }
}

/// RFC 4648 §4, with padding, on one line.
func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
