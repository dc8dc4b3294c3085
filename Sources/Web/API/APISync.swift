import HelpDesk

/// What a look into mailboxes has brought.
struct APISync: Encodable {
    let processed: Int
    let created: Int
    let appended: Int
    let mailboxes: [String]
    /// Nil where all could be read.
    let failed: [Failure]?

    /// A mailbox that could not be read.
    struct Failure: Encodable {
        let mailbox: String
        let problem: String
    }

    init(_ sync: MailboxSync) {
        processed = sync.mails.count
        created = sync.mails.count { $0.outcome == .created }
        appended = sync.mails.count { $0.outcome == .appended }
        mailboxes = sync.mailboxes
        let failures = sync.failures.map { Failure(mailbox: $0.mailbox, problem: $0.problem) }
        failed = failures.isEmpty ? nil : failures
    }
}
