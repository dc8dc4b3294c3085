import HelpDesk

/// What a look into mailboxes has brought.
struct APISync: Encodable {
    let processed: Int
    let created: Int
    let appended: Int
    let mailboxes: [String]

    init(_ mails: [ProcessedMail], mailboxes: [String]) {
        processed = mails.count
        created = mails.count { $0.outcome == .created }
        appended = mails.count { $0.outcome == .appended }
        self.mailboxes = mailboxes
    }
}
