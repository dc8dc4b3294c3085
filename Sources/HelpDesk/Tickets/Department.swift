import Database

/// A part of the organisation that looks after tickets.
public struct Department: Sendable, Identifiable, Equatable, RowDecodable {
    /// What tickets and mailboxes name it by.
    public let id: Int64
    /// Unique.
    public let name: String

    /// Reads a row of `department`.
    public init(row: Row) throws {
        id = try row["id"]
        name = try row["name"]
    }
}

extension DeskTransaction {
    /// All departments by name.
    public func departments() throws -> [Department] {
        try all(Department.self, "SELECT id, name FROM department ORDER BY name, id LIMIT 500")
    }
}
