import Database

extension Schema {
    /// What deciding about mail needs beyond the first version: who is blocked, which ticket has gone into which, where
    /// copies of a mail came to, and the desk's own settings.
    static func mailroom(_ engine: Engine) -> [SQL] {
        [
            // An address, or `@` and a domain, as `folded` writes it.
            """
            CREATE TABLE blocked_sender (
                pattern TEXT PRIMARY KEY, person_id BIGINT REFERENCES person (id), created_at BIGINT NOT NULL)
            """,
            // The mailboxes that a ticket's mail came to, beside the one that answers go out from.
            """
            CREATE TABLE ticket_mailbox (
                ticket_id BIGINT NOT NULL REFERENCES ticket (id), mailbox_id BIGINT NOT NULL REFERENCES mailbox (id),
                PRIMARY KEY (ticket_id, mailbox_id))
            """,
            "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
            "ALTER TABLE ticket ADD COLUMN merged_into BIGINT REFERENCES ticket (id)",
            "ALTER TABLE message ADD COLUMN is_unverified BIGINT NOT NULL DEFAULT 0",
            // Whoever answers from the mailbox's own address in a mail client is this person, who cannot sign in.
            "ALTER TABLE mailbox ADD COLUMN person_id BIGINT REFERENCES person (id)",
            "ALTER TABLE ledger ADD COLUMN is_released BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE ledger ADD COLUMN folder_role TEXT",
            "CREATE INDEX ledger_by_sender ON ledger (lower(sender), id)",
            "CREATE INDEX ledger_by_mailbox ON ledger (mailbox_id, id)",
        ]
    }
}
