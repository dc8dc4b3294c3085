extension Mailbox {
    /// How Deskbell signs in to the servers.
    public enum SignIn: String, Sendable, CaseIterable {
        /// A password, or an app password.
        case password
        /// OAuth 2 tokens, as XOAUTH2 or OAUTHBEARER.
        case oauth
    }

    /// What of the mail that is there already becomes tickets at the first connection.
    public enum ImportChoice: Sendable, Equatable {
        /// Only what arrives after the mailbox was added.
        case fromNow
        /// What nobody has read yet.
        case unread
        /// What arrived in the last days, 1 to 3,650.
        case lastDays(Int)
        /// Everything.
        case all

        /// The name under which it is stored: `from_now`, `unread`, `last_days`, `all`.
        public var name: String {
            switch self {
            case .fromNow: "from_now"
            case .unread: "unread"
            case .lastDays: "last_days"
            case .all: "all"
            }
        }

        /// The number of days of `lastDays`, else nil.
        public var days: Int? { if case .lastDays(let days) = self { days } else { nil } }

        /// The choice of that name.
        /// - Parameter days: for `last_days`; 30 where it is missing.
        public init?(name: String, days: Int?) {
            switch name {
            case "from_now": self = .fromNow
            case "unread": self = .unread
            case "last_days": self = .lastDays(days ?? 30)
            case "all": self = .all
            default: return nil
            }
        }
    }

    /// What is done with a mail on the server once it is kept here.
    public enum AfterImport: Sendable, Equatable {
        /// It is marked as read.
        case seen
        /// It gets the keyword `$TicketImported` and stays unread.
        case keyword
        /// It is moved to another folder.
        case move(to: String)
        /// It is deleted there, and nothing else is (UID EXPUNGE, RFC 4315).
        case delete

        /// The name under which it is stored: `seen`, `keyword`, `move`, `delete`.
        public var name: String {
            switch self {
            case .seen: "seen"
            case .keyword: "keyword"
            case .move: "move"
            case .delete: "delete"
            }
        }

        /// The folder of `move`, else nil.
        public var folder: String? { if case .move(let folder) = self { folder } else { nil } }

        /// The choice of that name.
        /// - Parameter folder: for `move`; `Processed` where it is missing or empty.
        public init?(name: String, folder: String?) {
            switch name {
            case "seen": self = .seen
            case "keyword": self = .keyword
            case "move": self = .move(to: folder.flatMap { $0.isEmpty ? nil : $0 } ?? "Processed")
            case "delete": self = .delete
            default: return nil
            }
        }
    }

    /// A server and the name to sign in with; the password is not in it.
    public struct Server: Sendable, Equatable {
        /// A host name or an IP address.
        public var host: String
        /// The TCP port.
        public var port: Int
        /// For IMAP: TLS from the first byte (but STARTTLS on 143). For SMTP: STARTTLS is required, or TLS from the
        /// first byte on 465. False: STARTTLS where it is offered.
        public var usesTLS: Bool
        /// The user name.
        public var user: String
    }
}
