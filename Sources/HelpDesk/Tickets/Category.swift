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
