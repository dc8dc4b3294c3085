import Database

extension Schema {
    /// The list of one mailbox's tickets.
    static func ticketMailbox(_ engine: Engine) -> [SQL] {
        [
            "CREATE INDEX ticket_by_mailbox ON ticket (mailbox_id, active_at, id)",
            "CREATE INDEX ticket_mailbox_by_mailbox ON ticket_mailbox (mailbox_id, ticket_id)",
        ]
    }
}
