import Database

/// What a ticket is about.
public struct Category: Sendable, Identifiable, Equatable, RowDecodable {
    /// The `id` of the API.
    public let id: Int64
    /// Unique.
    public let name: String
    /// A few words for those who choose; may be empty.
    public let description: String
    /// `#rrggbb`.
    public let color: String
    /// Offered for new tickets; older ones keep a category that no longer is.
    public let isActive: Bool
    /// The place in lists, smallest first.
    public let sortOrder: Int

    /// Reads a row of `category`.
    public init(row: Row) throws {
        id = try row["id"]
        name = try row["name"]
        description = try row["description"]
        color = try row["color"]
        isActive = try row["is_active"]
        sortOrder = try row["sort_order"]
    }

    /// What set-up creates; new mail gets the first.
    static let initial: [(name: String, description: String, color: String)] = [
        ("Support", "Questions and help", "#3450b8"), ("Bug", "Something does not work", "#b0261f"),
        ("Feature", "A wish or an idea", "#7a4bb8"), ("Billing", "Invoices and payments", "#935100"),
        ("General", "Everything else", "#26703e"),
    ]
}

extension DeskTransaction {
    /// All categories in their order, those that are no longer active included.
    public func categories() throws -> [Category] {
        try all(Category.self, "SELECT * FROM category ORDER BY sort_order, id")
    }

    /// An active category by id or by name, without case.
    /// - Throws: `DeskError.invalid` that lists the names.
    public func category(_ reference: String) throws -> Category {
        let active = try categories().filter(\.isActive)
        let wanted = reference.lowercased()
        if let found = active.first(where: { String($0.id) == reference || $0.name.lowercased() == wanted }) {
            return found
        }
        throw DeskError.invalid(
            "category", "“\(reference.prefix(40))” is not one of \(active.map(\.name).joined(separator: ", "))")
    }
}

extension DeskTransaction {
    /// Makes a category, the last in the list. An owner's to do.
    /// - Throws: `DeskError.forbidden`; `.invalid` with the field `name` for an empty or taken name.
    @discardableResult
    public func addCategory(_ name: String, description: String = "", by actor: Viewer) throws -> Category {
        try actor.requireOwner()
        let all = try categories()
        guard all.count < 500 else { throw DeskError.invalid("name", "cannot be added: 500 categories are the most") }
        let name = try newName(name, besides: all.map(\.name))
        let color = Category.initial[all.count % Category.initial.count].color
        let place = (all.map(\.sortOrder).max() ?? 0) + 1
        return try inserted(
            Category.self,
            """
            INSERT INTO category (name, description, color, sort_order)
            VALUES (\(name), \(Category.words(description)), \(color), \(place)) RETURNING *
            """)
    }
}

extension Category {
    /// Gives it another name and description, which its tickets show from now on. An owner's to do.
    /// - Throws: `DeskError.forbidden`; `.invalid` with the field `name` for an empty or taken name.
    public func change(name: String, description: String, by actor: Viewer, in tx: DeskTransaction) throws {
        try actor.requireOwner()
        let name = try tx.newName(name, besides: tx.categories().filter { $0.id != id }.map(\.name))
        try tx.run(
            "UPDATE category SET name = \(name), description = \(Self.words(description)) WHERE id = \(id)")
    }

    /// Offers it for new tickets or no longer. Tickets that have it keep it. An owner's to do.
    /// - Throws: `DeskError.forbidden`; `.conflict` for the last one: each new ticket gets a category.
    public func offer(_ isActive: Bool, by actor: Viewer, in tx: DeskTransaction) throws {
        try actor.requireOwner()
        let others = try tx.categories().contains { $0.isActive && $0.id != id }
        guard isActive || others else { throw DeskError.conflict("New tickets need at least one category.") }
        try tx.run("UPDATE category SET is_active = \(isActive) WHERE id = \(id)")
    }

    /// Changes places with the one before it. New mail gets the first that is active. An owner's to do.
    /// - Throws: `DeskError.forbidden`.
    public func moveUp(by actor: Viewer, in tx: DeskTransaction) throws {
        try actor.requireOwner()
        var order = try tx.categories().filter { $0.isActive == isActive }
        guard let place = order.firstIndex(where: { $0.id == id }), place > 0 else { return }
        order.swapAt(place, place - 1)
        for (index, category) in order.enumerated() {
            try tx.run("UPDATE category SET sort_order = \(index) WHERE id = \(category.id)")
        }
    }

    fileprivate static func words(_ description: String) -> String { String(oneLine(description).prefix(200)) }
}
