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

    /// The name of a ticket's department; nil for none.
    public func departmentName(of ticket: Ticket) throws -> String? {
        try departmentNames(of: [ticket])[ticket.id]
    }

    /// By the id of a ticket the name of its department; those without one are left out.
    public func departmentNames(of tickets: [Ticket]) throws -> [Int64: String] {
        let ids = Set(tickets.compactMap(\.departmentID)).sorted()
        guard !ids.isEmpty else { return [:] }
        let found = try all(Department.self, "SELECT id, name FROM department WHERE id IN \(ids)")
        let names = Dictionary(found.map { ($0.id, $0.name) }) { first, _ in first }
        return Dictionary(
            tickets.compactMap { ticket in ticket.departmentID.flatMap { names[$0] }.map { (ticket.id, $0) } }
        ) { first, _ in first }
    }
}
