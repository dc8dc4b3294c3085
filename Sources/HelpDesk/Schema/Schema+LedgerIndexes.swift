import Database

extension Schema {
    /// The same indexes with less to do for each mail: SQLite builds a table anew, in memory, for every `IN` of an index's
    /// condition that it meets, and a row without a sender yet needs no entry.
    static let lighterLedgerIndexes: [SQL] = [
        "DROP INDEX ledger_by_identity",
        """
        CREATE UNIQUE INDEX ledger_by_identity ON ledger (identity)
        WHERE (outcome = 'created' OR outcome = 'appended' OR outcome = 'bounce' OR outcome = 'quarantined')
        """,
        "DROP INDEX ledger_by_sender",
        "CREATE INDEX ledger_by_sender ON ledger (lower(sender), id) WHERE sender IS NOT NULL",
    ]
}
