import Database

extension Schema {
    /// The ledger (mail in), the ids by which mail finds its ticket, and the outbox (mail out).
    static func mail(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE ledger (
                id \(engine.identityKey), mailbox_id BIGINT REFERENCES mailbox (id), uid_validity BIGINT, uid BIGINT,
                source TEXT NOT NULL, received_at BIGINT NOT NULL, kept_at BIGINT NOT NULL,
                raw_hash \(engine.bytesType) NOT NULL, size BIGINT NOT NULL, is_truncated BIGINT NOT NULL DEFAULT 0,
                is_quiet BIGINT NOT NULL DEFAULT 0, outcome TEXT NOT NULL, because TEXT, because_detail TEXT,
                sender TEXT, subject TEXT, identity \(engine.bytesType), ticket_id BIGINT, message_id BIGINT,
                duplicate_of BIGINT, is_automatic BIGINT NOT NULL DEFAULT 0, is_answered BIGINT NOT NULL DEFAULT 0,
                attempts BIGINT NOT NULL DEFAULT 0, retry_at BIGINT, failure TEXT)
            """,
            // The cursor may be read twice after a crash; the row cannot be written twice.
            "CREATE UNIQUE INDEX ledger_by_uid ON ledger (mailbox_id, uid_validity, uid) WHERE uid IS NOT NULL",
            // What still waits; empty on a desk that keeps up, and therefore free to look at.
            "CREATE INDEX ledger_waiting ON ledger (id) WHERE outcome = 'pending'",
            "CREATE INDEX ledger_by_outcome ON ledger (outcome, id)",
            // One mail makes one message, whatever the number of mailboxes or servers that see it.
            """
            CREATE UNIQUE INDEX ledger_by_identity ON ledger (identity)
            WHERE outcome IN ('created', 'appended', 'bounce', 'quarantined')
            """,
            """
            CREATE TABLE mail_reference (
                hash \(engine.bytesType) NOT NULL, ticket_id BIGINT NOT NULL, message_id BIGINT NOT NULL,
                PRIMARY KEY (hash, ticket_id))
            """,
            """
            CREATE TABLE delivery (
                id \(engine.identityKey), uuid \(engine.bytesType) NOT NULL UNIQUE, kind TEXT NOT NULL,
                mailbox_id BIGINT NOT NULL REFERENCES mailbox (id), ticket_id BIGINT, message_id BIGINT,
                recipient TEXT NOT NULL, recipient_folded TEXT NOT NULL, envelope_sender TEXT,
                subject TEXT NOT NULL, mail_id TEXT NOT NULL, mail_hash \(engine.bytesType) NOT NULL,
                state TEXT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0, due_at BIGINT NOT NULL,
                claimed_by TEXT, claimed_until BIGINT, server_reply TEXT, created_at BIGINT NOT NULL, done_at BIGINT)
            """,
            "CREATE INDEX delivery_due ON delivery (due_at) WHERE done_at IS NULL",
            "CREATE INDEX delivery_by_message ON delivery (message_id)",
            "CREATE INDEX delivery_by_mail_id ON delivery (mail_id)",
            "CREATE INDEX delivery_by_recipient ON delivery (recipient_folded, created_at)",
        ]
    }

    /// Background work that is not mail; a row that is done is deleted.
    static func work(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE job (
                id \(engine.identityKey), kind TEXT NOT NULL, payload TEXT NOT NULL, unique_name TEXT UNIQUE,
                state TEXT NOT NULL, run_at BIGINT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0,
                claimed_by TEXT, claimed_until BIGINT, failure TEXT, created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX job_ready ON job (run_at) WHERE state = 'ready'",
        ]
    }

    /// Stemmed words of each message. Without positions and without a copy of the text: half the size and half the time.
    static func search(_ engine: Engine) -> [SQL] {
        switch engine {
        case .sqlite:
            [
                """
                CREATE VIRTUAL TABLE message_search
                USING fts5(words, content='', detail=none, columnsize=0, tokenize="ascii")
                """
            ]
        case .postgres:
            [
                "CREATE TABLE message_search (message_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
                "CREATE INDEX message_search_by_words ON message_search USING GIN (words)",
            ]
        }
    }
}
