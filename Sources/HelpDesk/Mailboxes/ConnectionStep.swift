/// One step of a connection test, in words that say what to do.
public struct ConnectionStep: Sendable, Equatable {
    /// The steps, in their order; stored and shown by programs under these names.
    public enum Name: String, Sendable, CaseIterable {
        case imapConnect = "imap_connect"
        case imapTLS = "imap_tls"
        case imapSignIn = "imap_sign_in"
        case folders
        case smtpConnect = "smtp_connect"
        case smtpTLS = "smtp_tls"
        case smtpSignIn = "smtp_sign_in"
    }

    /// How it went.
    public enum Result: String, Sendable {
        case passed, failed
        /// Not tried, since a step before it failed or nothing of the kind is set up.
        case skipped
    }

    /// Which step.
    public let name: Name
    /// How it went.
    public let result: Result
    /// What was found, or what is wrong and what to do about it; never a secret.
    public let text: String

    /// A step and how it went.
    public init(_ name: Name, _ result: Result, _ text: String) {
        self.name = name
        self.result = result
        self.text = text
    }
}
