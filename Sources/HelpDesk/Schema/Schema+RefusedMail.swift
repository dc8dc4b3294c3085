import Database

extension Schema {
    /// Messages that their server would not hand out, and when they are asked for again; mail that was read.
    static func refusedMail(_ engine: Engine) -> [SQL] {
        [
            "ALTER TABLE ledger ADD COLUMN is_refused BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE ledger ADD COLUMN refetches BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE ledger ADD COLUMN refetch_at BIGINT",
            "CREATE INDEX ledger_to_fetch ON ledger (folder_id, refetch_at) WHERE refetch_at IS NOT NULL",
            "ALTER TABLE delivery ADD COLUMN read_at BIGINT",
        ]
    }
}
