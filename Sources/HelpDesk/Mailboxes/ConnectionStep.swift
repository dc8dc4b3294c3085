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
    /// What was found, or what is wrong.
    public let finding: Finding

    /// What a step has found; never a secret.
    public enum Finding: Sendable, Equatable {
        /// The server, as `host:port`.
        case answers(String)
        case encrypted
        /// A loopback address, where a password may go in clear text.
        case unencrypted
        /// The server was chosen so, and the connection has ended before anybody could look.
        case encryptedIfOffered
        case signedIn(user: String)
        case needsNoSignIn
        case folders(Folders)
        /// The step before it failed.
        case notTried
        /// The mailbox has no SMTP server of its own.
        case environmentSends
        /// In the words of the server or of our connection: what is wrong.
        case words(String)
    }

    /// The folders that will be read.
    public struct Folders: Sendable, Equatable {
        /// A folder and how many messages it has.
        public struct Folder: Sendable, Equatable {
            /// As the server calls it.
            public let name: String
            /// All of them, read or not.
            public let messages: Int

            /// A folder from its parts.
            public init(_ name: String, messages: Int) {
                self.name = name
                self.messages = messages
            }
        }

        /// The one for incoming mail.
        public var inbox: Folder
        /// How many messages of the inbox are unread.
        public var unread: Int
        /// Imported mail was to be marked by a keyword, and the server keeps none.
        public var keepsNoKeywords = false
        /// The junk folder, where it is read.
        public var junk: Folder?
        /// The folder of sent mail, where it is read or written.
        public var sent: Folder?

        /// A mailbox of which the folder for incoming mail alone is read.
        public init(inbox: Folder, unread: Int) {
            self.inbox = inbox
            self.unread = unread
        }
    }

    /// A step and how it went.
    public init(_ name: Name, _ result: Result, _ finding: Finding) {
        self.name = name
        self.result = result
        self.finding = finding
    }

    /// A step and how it went, in words of its own.
    public init(_ name: Name, _ result: Result, _ text: String) { self.init(name, result, .words(text)) }

    /// What was found, in English.
    public var text: String { finding.text }
}

extension ConnectionStep.Finding {
    /// In English, for commands, logs and English pages.
    public var text: String {
        switch self {
        case .answers(let server): "\(server) answers."
        case .encrypted: "The connection is encrypted, and the certificate is good."
        case .unencrypted: "The connection is not encrypted, but the password never leaves this machine."
        case .encryptedIfOffered: "The connection is encrypted where the server offers it."
        case .signedIn(let user): "Signed in as \(user)."
        case .needsNoSignIn: "The server is used without signing in."
        case .folders(let folders): folders.text
        case .notTried: "Not tried, since the step before failed."
        case .environmentSends: "No SMTP server is set: mail goes out by the environment’s server."
        case .words(let text): text
        }
    }
}

extension ConnectionStep.Folders {
    fileprivate var text: String {
        var found = ["\(inbox.text), \(unread) of them unread"]
        if keepsNoKeywords {
            found.append("the server keeps no keywords, so imported mail will not be marked there")
        }
        if let junk { found.append(junk.text) }
        if let sent { found.append("sent mail is in \(sent.name), \(sent.count)") }
        return "\(found.joined(separator: "; "))."
    }
}

extension ConnectionStep.Folders.Folder {
    fileprivate var text: String { "\(name) has \(count)" }
    fileprivate var count: String { messages == 1 ? "1 message" : "\(messages) messages" }
}
