import Database

extension Schema {
    /// What sending has learned: of each account and of addresses that take no mail. Attachments are stored once for all copies.
    static func sending(_ engine: Engine) -> [SQL] {
        [
            "ALTER TABLE delivery ADD COLUMN tail_hash \(engine.bytesType)",
            "ALTER TABLE delivery ADD COLUMN alias TEXT",
            "ALTER TABLE delivery ADD COLUMN warned_at BIGINT",
            "ALTER TABLE delivery ADD COLUMN replaced_at BIGINT",
            "CREATE INDEX delivery_by_alias ON delivery (alias) WHERE alias IS NOT NULL",
            """
            CREATE TABLE sending_account (
                mailbox_id BIGINT PRIMARY KEY REFERENCES mailbox (id), failure TEXT, failed_at BIGINT,
                paused_until BIGINT NOT NULL DEFAULT 0, refuses_null_sender BIGINT NOT NULL DEFAULT 0,
                per_minute BIGINT, per_day BIGINT, minute_left DOUBLE PRECISION, day_left DOUBLE PRECISION,
                filled_at BIGINT)
            """,
            """
            CREATE TABLE address_trouble (
                folded TEXT PRIMARY KEY, address TEXT NOT NULL, kind TEXT NOT NULL, score BIGINT NOT NULL,
                words TEXT NOT NULL, since BIGINT NOT NULL, updated_at BIGINT NOT NULL)
            """,
        ]
    }
}
