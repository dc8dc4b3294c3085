import Database

/// Databases that tests get copies of, each made once for a list of migrations. Lists are told apart by their names.
actor Templates {
    private var made: [[String]: Task<String, any Error>] = [:]

    /// The name of the template, made by `make` where there is none; `make` gets a number of its own.
    func find(
        _ migrations: [Migration], make: @escaping @Sendable (Int) async throws -> String
    ) async throws -> String {
        let key = migrations.map(\.name)
        if let task = made[key] { return try await task.value }
        let number = made.count
        let task = Task { try await make(number) }
        made[key] = task
        return try await task.value
    }
}
