import Database

extension Schema {
    /// A department that is given up stays with its tickets and is offered no more.
    static let departments: [SQL] = ["ALTER TABLE department ADD COLUMN is_active BIGINT NOT NULL DEFAULT 1"]
}
