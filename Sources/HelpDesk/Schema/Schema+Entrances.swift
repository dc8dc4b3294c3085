import Database

extension Schema {
    /// What a token may do, and which posts of mail services have been taken in.
    static func entrances(_ engine: Engine) -> [SQL] {
        [
            "ALTER TABLE token ADD COLUMN scopes TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX token_by_person ON token (person_id)",
            """
            CREATE TABLE mail_push (
                name TEXT PRIMARY KEY, ledger_id BIGINT NOT NULL, raw_hash \(engine.bytesType) NOT NULL,
                expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX mail_push_by_expiry ON mail_push (expires_at)",
        ]
    }
}
