/// What looks into one mailbox or several have brought.
public struct MailboxSync: Sendable {
    /// A mailbox that could not be read.
    public struct Failure: Sendable {
        /// The mailbox's address.
        public let mailbox: String
        /// Why, in plain words.
        public let problem: String

        /// A failure in words.
        public init(mailbox: String, problem: String) {
            self.mailbox = mailbox
            self.problem = problem
        }
    }

    /// The new mail, with its outcomes.
    public let mails: [ProcessedMail]
    /// The addresses of the mailboxes that were read.
    public let mailboxes: [String]
    /// Those that could not be read.
    public let failures: [Failure]

    /// What came of it; nothing where nothing is named.
    public init(mails: [ProcessedMail] = [], mailboxes: [String] = [], failures: [Failure] = []) {
        self.mails = mails
        self.mailboxes = mailboxes
        self.failures = failures
    }
}
