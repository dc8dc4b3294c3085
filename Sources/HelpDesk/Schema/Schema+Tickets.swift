import Database

extension Schema {
    static func mailboxes(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE mailbox (
                id \(engine.identityKey), address TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, name TEXT,
                language TEXT, signature TEXT, is_enabled BIGINT NOT NULL DEFAULT 1,
                has_plus_addressing BIGINT NOT NULL DEFAULT 0, category_id BIGINT, department_id BIGINT,
                assignee_id BIGINT, uid_validity BIGINT, last_uid BIGINT, marked_uid BIGINT, fetched_at BIGINT,
                failed_at BIGINT, failure TEXT, created_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE lease (
                name TEXT PRIMARY KEY, holder TEXT NOT NULL, until BIGINT NOT NULL)
            """,
        ]
    }

    static func tickets(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE category (
                id \(engine.identityKey), name TEXT NOT NULL UNIQUE, description TEXT NOT NULL, color TEXT NOT NULL,
                is_active BIGINT NOT NULL DEFAULT 1, sort_order BIGINT NOT NULL)
            """,
            "CREATE TABLE department (id \(engine.identityKey), name TEXT NOT NULL UNIQUE)",
            """
            CREATE TABLE ticket (
                id \(engine.identityKey), uuid \(engine.bytesType) NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE,
                subject TEXT NOT NULL, requester_id BIGINT NOT NULL REFERENCES person (id),
                mailbox_id BIGINT REFERENCES mailbox (id), status TEXT NOT NULL, is_unresolved BIGINT NOT NULL,
                priority TEXT NOT NULL, category_id BIGINT REFERENCES category (id),
                department_id BIGINT REFERENCES department (id), assignee_id BIGINT REFERENCES person (id),
                channel TEXT NOT NULL, language TEXT, linked_to BIGINT REFERENCES ticket (id),
                snippet TEXT NOT NULL, is_last_word_ours BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, active_at BIGINT NOT NULL,
                first_response_at BIGINT, resolved_at BIGINT, closed_at BIGINT,
                user_agent TEXT, ip_address TEXT, rating BIGINT, rating_comment TEXT)
            """,
            // Each index serves one view of the list, newest activity first; keyset paging walks it.
            "CREATE INDEX ticket_by_activity ON ticket (active_at, id)",
            "CREATE INDEX ticket_by_status ON ticket (status, active_at, id)",
            "CREATE INDEX ticket_by_assignee ON ticket (assignee_id, is_unresolved, active_at, id)",
            "CREATE INDEX ticket_by_requester ON ticket (requester_id, active_at, id)",
            """
            CREATE TABLE ticket_number (year BIGINT PRIMARY KEY, last BIGINT NOT NULL)
            """,
            """
            CREATE TABLE participant (
                ticket_id BIGINT NOT NULL REFERENCES ticket (id), folded TEXT NOT NULL, address TEXT NOT NULL,
                name TEXT, person_id BIGINT REFERENCES person (id), PRIMARY KEY (ticket_id, folded))
            """,
            """
            CREATE TABLE ticket_tag (
                ticket_id BIGINT NOT NULL REFERENCES ticket (id), tag TEXT NOT NULL, PRIMARY KEY (ticket_id, tag))
            """,
            "CREATE INDEX ticket_tag_by_tag ON ticket_tag (tag, ticket_id)",
        ]
    }

    static func conversation(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE message (
                id \(engine.identityKey), uuid \(engine.bytesType) NOT NULL UNIQUE,
                ticket_id BIGINT NOT NULL REFERENCES ticket (id), author_id BIGINT NOT NULL REFERENCES person (id),
                text TEXT NOT NULL, quote TEXT, signature TEXT, html TEXT, is_internal BIGINT NOT NULL,
                is_staff_reply BIGINT NOT NULL, is_automatic BIGINT NOT NULL DEFAULT 0, channel TEXT NOT NULL,
                because TEXT, because_detail TEXT, ledger_id BIGINT, mail_id TEXT, mail_references TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX message_by_ticket ON message (ticket_id, id)",
            """
            CREATE TABLE content (
                hash \(engine.bytesType) PRIMARY KEY, size BIGINT NOT NULL, bytes \(engine.bytesType))
            """,
            """
            CREATE TABLE attachment (
                id \(engine.identityKey), uuid \(engine.bytesType) NOT NULL UNIQUE, message_id BIGINT,
                ticket_id BIGINT REFERENCES ticket (id), owner_id BIGINT, filename TEXT NOT NULL,
                mime_type TEXT NOT NULL, file_size BIGINT NOT NULL, content_hash \(engine.bytesType) NOT NULL,
                content_id TEXT, is_inline BIGINT NOT NULL DEFAULT 0, uploaded_at BIGINT NOT NULL)
            """,
            "CREATE INDEX attachment_by_message ON attachment (message_id)",
            "CREATE INDEX attachment_by_ticket ON attachment (ticket_id)",
            """
            CREATE TABLE event (
                id \(engine.identityKey), at BIGINT NOT NULL, kind TEXT NOT NULL, ticket_id BIGINT,
                message_id BIGINT, actor_id BIGINT, before TEXT, after TEXT)
            """,
            "CREATE INDEX event_by_ticket ON event (ticket_id, id)",
        ]
    }
}
