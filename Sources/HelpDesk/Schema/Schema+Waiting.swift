import Database

extension Schema {
    /// `ledger_by_outcome` finds what waits just as well; each mail entered this one and left it again.
    static let withoutWaitingIndex: SQL = "DROP INDEX ledger_waiting"
}
