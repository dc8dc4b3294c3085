import Foundation

/// Why something did not work on an IMAP server. Every text says what happened in plain words, and what to do.
public enum IMAPError: Error, Sendable, Hashable {
    /// No connection, or it broke: network, TLS, silence, too much.
    case connection(ConnectionError)
    /// The server does not know the user or the password, or IMAP is switched off for the account. Trying again without
    /// a change may lock the account.
    case authenticationFailed(serverText: String)
    /// The server offers no way to sign in that we can use.
    case noAuthenticationMethod(offered: [String])
    /// The server asks us to slow down, or is out of service for now.
    case throttled(retryAfterSeconds: Int?, serverText: String)
    /// The server said good-bye.
    case serverClosed(serverText: String)
    /// There is no such folder, or it may not be opened.
    case noSuchFolder(String, serverText: String)
    /// The server refused a command (NO), with the response code, in upper case, where it gave one (RFC 5530).
    case refused(command: String, code: String? = nil, serverText: String)
    /// The server did not understand us (BAD), or we did not understand it.
    case protocolViolation(String)
    /// The server lacks an extension, by its name in CAPABILITY.
    case notSupported(String)

    /// Whether the same may work later without anybody changing a setting.
    public var isTemporary: Bool {
        switch self {
        case .connection(let error): error.isTemporary
        case .throttled, .serverClosed, .refused, .protocolViolation: true
        case .authenticationFailed, .noAuthenticationMethod, .noSuchFolder, .notSupported: false
        }
    }

    /// Whether somebody must change the account's settings before it is worth another attempt.
    public var isAccountProblem: Bool {
        switch self {
        case .authenticationFailed, .noAuthenticationMethod, .noSuchFolder: true
        case .connection(let error): !error.isTemporary
        default: false
        }
    }

    /// Whether the server is well, and has refused this one thing.
    public var isRefusal: Bool {
        switch self {
        case .refused, .noSuchFolder: true
        default: false
        }
    }

    /// How long the server asks us to stay away, where it says so.
    public var retryAfterSeconds: Int? {
        if case .throttled(let seconds, _) = self { seconds } else { nil }
    }
}

extension IMAPError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .connection(let error): error.description
        case .authenticationFailed(let text):
            "The mail server refused the user name or the password: “\(text)”. \(Self.cure(text))"
        case .noAuthenticationMethod(let offered):
            "The mail server offers no way to sign in that can be used here (it offers "
                + "\(offered.isEmpty ? "none" : offered.joined(separator: ", "))). Switch on TLS, or use OAuth."
        case .throttled(let seconds, let text):
            "The mail server asks for a pause\(seconds.map { " of \($0) seconds" } ?? ""): “\(text)”."
        case .serverClosed(let text): "The mail server closed the connection: “\(text)”."
        case .noSuchFolder(let name, let text): "The folder \(name) cannot be opened: “\(text)”. Check its name."
        case .refused(let command, _, let text): "The mail server refused \(command): “\(text)”."
        case .protocolViolation(let text): "The mail server and we do not understand each other: \(text)."
        case .notSupported(let name): "The mail server does not support \(name)."
        }
    }
}

extension IMAPError {
    /// What to do about a refused sign-in, by the words of providers that say more than others.
    private static func cure(_ text: String) -> String {
        let text = text.lowercased()
        if text.contains("imap is disabled") {
            return
                "Yandex: switch IMAP on in the mailbox's settings (All settings → Email clients), make an app password "
                + "at id.yandex.ru → Security → App passwords, and enter it here."
        }
        if text.contains("application-specific password") {
            return "Google: make an app password at myaccount.google.com → Security, or connect the mailbox with OAuth."
        }
        if text.contains("basicauthblocked") || text.contains("basic authentication is disabled") {
            return "Microsoft 365 takes no passwords any more: connect the mailbox with OAuth."
        }
        return "Check both, and whether IMAP is switched on; many providers want an app password."
    }

    /// The error for a command that ended with NO, BAD or BYE.
    init(_ response: StatusResponse, to command: String) {
        let text = String(response.text.prefix(500))
        if let pause = ThrottlingNotice(response) {
            self = .throttled(retryAfterSeconds: pause.seconds, serverText: text)
        } else if response.kind == .bye {
            self = .serverClosed(serverText: text)
        } else if response.kind == .bad {
            self = .protocolViolation("it answered \(command) with “\(text)”")
        } else {
            self = .refused(command: command, code: response.code?.name, serverText: text)
        }
    }

    /// The same, if it was a refusal that says something of a folder: there is none of that name, or not for us. A server that
    /// is in trouble says so by a code of its own, and INBOX is always there (RFC 9051 §5.1).
    func naming(_ folder: String) -> IMAPError {
        guard case .refused(_, let code, let text) = self else { return self }
        let words = text.lowercased()
        let isAboutFolder =
            code.map { ["NONEXISTENT", "TRYCREATE", "NOPERM", "CANNOT"].contains($0) }
            ?? (folder.uppercased() != "INBOX")
        // Yandex: NO [CLIENTBUG] SELECT No such folder.
        let saysSo = ["no such", "not exist", "n't exist"].contains { words.contains($0) }
        return isAboutFolder || saysSo ? .noSuchFolder(folder, serverText: text) : self
    }

    /// The error for anything thrown below the protocol; a cancelled task stays that.
    static func wrap(_ error: any Error) -> any Error {
        switch error {
        case is IMAPError, is CancellationError: error
        case let error as ConnectionError: IMAPError.connection(error)
        case let error as IMAPSyntaxError: IMAPError.protocolViolation("it sent something unreadable, \(error)")
        default: IMAPError.protocolViolation("\(error)")
        }
    }
}

/// A server's wish that we come back later, known by its code or its words.
struct ThrottlingNotice {
    var seconds: Int?
    /// Whether it is surely about us or the server, and not about one message.
    var isExplicit: Bool

    init?(_ response: StatusResponse) {
        guard response.kind != .ok, response.kind != .preauthenticated else { return nil }
        let text = response.text.lowercased()
        isExplicit = Self.isThrottling(response.code) || Self.words.contains(where: text.contains)
        guard isExplicit || Self.vagueWords.contains(where: text.contains) else { return nil }
        seconds = Self.suggestedSeconds(text)
    }

    /// RFC 5530 has UNAVAILABLE, INUSE and LIMIT; Gmail has THROTTLED and OVERQUOTA.
    private static func isThrottling(_ code: ResponseCode?) -> Bool {
        guard case .other(let name) = code else { return false }
        return ["UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED", "OVERQUOTA"].contains(name)
    }

    private static let words = [
        // Exchange Online
        "request is throttled", "server unavailable", "user is authenticated but not connected",
        // Gmail, Yandex, Dovecot
        "too many simultaneous connections", "maximum number of connections",
        "account exceeded command or bandwidth limits",
        "rate limit",
    ]

    private static let vagueWords = ["temporar", "try again later"]

    /// Exchange: `Request is throttled. Suggested Backoff Time: 29541 milliseconds`
    private static func suggestedSeconds(_ text: String) -> Int? {
        guard let mark = text.range(of: "backoff time:") else { return nil }
        let digits = text[mark.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }
        return Int(digits).map { min(($0 + 999) / 1_000, 3_600) }
    }
}
