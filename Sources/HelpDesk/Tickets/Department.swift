import Database

/// A part of the organisation that looks after tickets.
public struct Department: Sendable, Identifiable, Equatable, RowDecodable {
    /// What tickets and mailboxes name it by.
    public let id: Int64
    /// Unique.
    public let name: String
    /// Offered for tickets; older ones keep a department that no longer is.
    public let isActive: Bool

    /// Reads a row of `department`.
    public init(row: Row) throws {
        id = try row["id"]
        name = try row["name"]
        isActive = try row["is_active"]
    }
}

extension DeskTransaction {
    /// All departments by name, those that are no longer active included.
    public func departments() throws -> [Department] {
        try all(Department.self, "SELECT * FROM department ORDER BY name, id LIMIT 500")
    }

    /// An active department by id or by name, without case.
    /// - Throws: `DeskError.invalid` that lists the names.
    public func department(_ reference: String) throws -> Department {
        let active = try departments().filter(\.isActive)
        let wanted = reference.lowercased()
        if let found = active.first(where: { String($0.id) == reference || $0.name.lowercased() == wanted }) {
            return found
        }
        let names = active.isEmpty ? "any: there are none" : active.map(\.name).joined(separator: ", ")
        throw DeskError.invalid("department", "“\(reference.prefix(40))” is not one of \(names)")
    }

    /// The name of a ticket's department; nil for none.
    public func departmentName(of ticket: Ticket) throws -> String? {
        try departmentNames(of: [ticket])[ticket.id]
    }

    /// By the id of a ticket the name of its department; those without one are left out.
    public func departmentNames(of tickets: [Ticket]) throws -> [Int64: String] {
        let ids = Set(tickets.compactMap(\.departmentID)).sorted()
        guard !ids.isEmpty else { return [:] }
        let found = try all(Department.self, "SELECT * FROM department WHERE id IN \(ids)")
        let names = Dictionary(found.map { ($0.id, $0.name) }) { first, _ in first }
        return Dictionary(
            tickets.compactMap { ticket in ticket.departmentID.flatMap { names[$0] }.map { (ticket.id, $0) } }
        ) { first, _ in first }
    }

    /// Makes a department. An owner's to do.
    /// - Throws: `DeskError.forbidden`; `.invalid` with the field `name` for an empty or taken name.
    @discardableResult
    public func addDepartment(_ name: String, by actor: Viewer) throws -> Department {
        try actor.requireOwner()
        let all = try departments()
        guard all.count < 500 else { throw DeskError.invalid("name", "cannot be added: 500 departments are the most") }
        let name = try newName(name, besides: all.map(\.name))
        return try inserted(Department.self, "INSERT INTO department (name) VALUES (\(name)) RETURNING *")
    }
}

extension Department {
    /// Gives it another name, which its tickets show from now on. An owner's to do.
    /// - Throws: `DeskError.forbidden`; `.invalid` with the field `name` for an empty or taken name.
    public func rename(_ new: String, by actor: Viewer, in tx: DeskTransaction) throws {
        try actor.requireOwner()
        let name = try tx.newName(new, besides: tx.departments().filter { $0.id != id }.map(\.name))
        try tx.run("UPDATE department SET name = \(name) WHERE id = \(id)")
    }

    /// Offers it for tickets or no longer. Tickets that have it keep it. An owner's to do.
    /// - Throws: `DeskError.forbidden`.
    public func offer(_ isActive: Bool, by actor: Viewer, in tx: DeskTransaction) throws {
        try actor.requireOwner()
        try tx.run("UPDATE department SET is_active = \(isActive) WHERE id = \(id)")
    }
}

extension DeskTransaction {
    /// A name of one line and at most 80 characters that none of the others has, whatever the case.
    func newName(_ typed: String, besides others: [String]) throws -> String {
        let name = oneLine(typed)
        guard !name.isEmpty, name.count <= 80 else { throw DeskError.invalid("name", "must have 1 to 80 characters") }
        guard !others.contains(where: { $0.lowercased() == name.lowercased() }) else {
            throw DeskError.invalid("name", "is taken: “\(name)” is there already")
        }
        return name
    }
}
