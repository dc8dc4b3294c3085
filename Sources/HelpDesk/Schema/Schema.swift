import Database

/// Every step that the schema has taken, oldest first. Append only: a step that has been released is never edited.
public enum Schema {
    /// The steps in the order in which they run.
    public static let migrations: [Migration] = [
        Migration("0001 foundation") { tx in
            for table in foundation(tx.engine) { try tx.run(table) }
        },
        Migration("0002 templates") { tx in
            for table in templates(tx.engine) { try tx.run(table) }
        },
        Migration("0003 entrances") { tx in
            for step in entrances(tx.engine) { try tx.run(step) }
        },
        Migration("0004 notifications") { tx in
            for table in notifications(tx.engine) { try tx.run(table) }
        },
        Migration("0005 mailroom") { tx in
            for step in mailroom(tx.engine) { try tx.run(step) }
        },
        Migration("0006 mailboxes") { tx in
            let steps = mailboxAccounts + mailboxSecrets(tx.engine) + mailboxFolders(tx.engine)
            for step in steps { try tx.run(step) }
        },
        Migration("0007 sending") { tx in
            for step in sending(tx.engine) { try tx.run(step) }
        },
        Migration("0008 ticket mailbox") { tx in
            for step in ticketMailbox(tx.engine) { try tx.run(step) }
        },
        Migration("0009 departments") { tx in
            for step in departments { try tx.run(step) }
        },
        Migration("0010 refused mail") { tx in
            for step in refusedMail(tx.engine) { try tx.run(step) }
        },
        Migration("0011 waiting mail") { tx in try tx.run(withoutWaitingIndex) },
        Migration("0012 lists of departments") { tx in
            for step in departmentLists { try tx.run(step) }
        },
        Migration("0013 web forms") { tx in try tx.run("ALTER TABLE mailbox ADD COLUMN form_senders TEXT") },
        Migration("0014 ledger indexes") { tx in
            for step in lighterLedgerIndexes { try tx.run(step) }
        },
        Migration("0015 lists by priority and category") { tx in
            for step in sortedLists { try tx.run(step) }
        },
    ]

    /// Every table that the steps make, by name. The database may hold those of other programs beside them.
    static let tables = [
        "address_trouble", "attachment", "blocked_sender", "category", "content", "delivery", "department", "event",
        "idempotency_key", "job", "lease", "ledger", "mail_push", "mail_reference", "mail_template", "mailbox",
        "mailbox_folder", "message", "message_search", "notification_choice", "oauth_request", "participant", "person",
        "person_address", "rate_limit", "schema_migration", "sending_account", "session", "setting", "sign_in_link",
        "ticket", "ticket_mailbox", "ticket_number", "ticket_tag", "token",
    ]

    /// All tables of the first version, by feature. Times are microseconds since 1970 in UTC, public ids UUIDs of 16 bytes.
    static func foundation(_ engine: Engine) -> [SQL] {
        people(engine) + access(engine) + mailboxes(engine) + tickets(engine) + conversation(engine)
            + mail(engine) + work(engine) + search(engine)
    }
}
