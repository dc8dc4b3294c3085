/// A mailbox to filter a list by.
struct MailboxChoice: Sendable {
    let id: String
    let address: String
}
