import Database

extension Schema {
    /// Customers and staff are one kind of record: what somebody may do hangs on `role` alone.
    static func people(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE person (
                id \(engine.identityKey), uuid \(engine.bytesType) NOT NULL UNIQUE,
                name TEXT NOT NULL, role TEXT NOT NULL, email TEXT, phone TEXT UNIQUE, language TEXT,
                password_hash TEXT, disabled_at BIGINT, created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX person_staff ON person (name, id) WHERE role <> 'customer'",
            """
            CREATE TABLE person_address (
                folded TEXT PRIMARY KEY, address TEXT NOT NULL, person_id BIGINT NOT NULL REFERENCES person (id))
            """,
            "CREATE INDEX person_address_by_person ON person_address (person_id)",
        ]
    }

    /// Secrets of access are kept as hashes; the secret itself exists in the cookie, the link or the script alone.
    static func access(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE session (
                secret_hash \(engine.bytesType) PRIMARY KEY, person_id BIGINT NOT NULL REFERENCES person (id),
                created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, user_agent TEXT)
            """,
            "CREATE INDEX session_by_person ON session (person_id)",
            "CREATE INDEX session_by_expiry ON session (expires_at)",
            """
            CREATE TABLE sign_in_link (
                secret_hash \(engine.bytesType) PRIMARY KEY, person_id BIGINT REFERENCES person (id), address TEXT,
                purpose TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX sign_in_link_by_expiry ON sign_in_link (expires_at)",
            """
            CREATE TABLE token (
                id \(engine.identityKey), secret_hash \(engine.bytesType) NOT NULL UNIQUE,
                person_id BIGINT NOT NULL REFERENCES person (id), name TEXT NOT NULL,
                created_at BIGINT NOT NULL, revoked_at BIGINT)
            """,
            """
            CREATE TABLE rate_limit (
                name TEXT PRIMARY KEY, count BIGINT NOT NULL, resets_at BIGINT NOT NULL)
            """,
            "CREATE INDEX rate_limit_by_reset ON rate_limit (resets_at)",
            """
            CREATE TABLE idempotency_key (
                person_id BIGINT NOT NULL, name TEXT NOT NULL, request_hash \(engine.bytesType) NOT NULL,
                status BIGINT NOT NULL, body TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (person_id, name))
            """,
            "CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at)",
        ]
    }
}
