extension Database {
    /// Brings the schema up to date: runs the steps that this database has not seen, each in one transaction of its
    /// own, in their order. Servers that start together wait for each other. Before a SQLite database that has
    /// something in it is upgraded, a copy is made beside it, named `….before-` and the first step's name; the last
    /// three copies are kept.
    /// - Returns: the names of the steps that were run.
    /// - Throws: `DatabaseError.newerSchema` where the database knows a step that `migrations` does not have; nothing
    ///   has been changed then. What a step throws; the steps before it stand.
    public func migrate(_ migrations: [Migration]) async throws -> [String] {
        let known = migrations.map(\.name)
        let applied = try await read { try $0.appliedMigrations() }
        let foreign = applied.filter { !known.contains($0) }
        guard foreign.isEmpty else { throw DatabaseError.newerSchema(found: foreign) }
        let pending = migrations.filter { !applied.contains($0.name) }
        guard let first = pending.first else { return [] }

        if case .sqlite(let sqlite) = backend { try await sqlite.copyBeforeUpgrade(to: first.name) }
        var names: [String] = []
        for migration in pending where try await apply(migration, known: known) { names.append(migration.name) }
        return names
    }

    /// The names of the steps that the database has seen, in their order.
    public func appliedMigrations() async throws -> [String] {
        try await read { try $0.appliedMigrations() }
    }

    private func apply(_ migration: Migration, known: [String]) async throws -> Bool {
        try await administer { tx in
            // Another server may have come first since we looked.
            let foreign = try tx.appliedMigrations().filter { !known.contains($0) }
            guard foreign.isEmpty else { throw DatabaseError.newerSchema(found: foreign) }
            return try tx.apply([migration]) == [migration.name]
        }
    }

    /// A transaction that changes the schema or fills the database anew: one at a time on all servers, and without a limit of
    /// time. `body` may run several times.
    public func administer<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        switch backend {
        case .sqlite: try await write(body)
        case .postgres(let postgres): try await postgres.administer(now: currentTime, body)
        }
    }
}

extension Transaction {
    /// Runs the steps that this database has not seen, as a part of this transaction (see `Database.administer`).
    /// - Returns: their names.
    @discardableResult
    public func apply(_ migrations: [Migration]) throws -> [String] {
        try run("CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)")
        let applied = try appliedMigrations()
        let pending = migrations.filter { !applied.contains($0.name) }
        for migration in pending {
            try migration.step(self)
            try run("INSERT INTO schema_migration (name, applied_at) VALUES (\(migration.name), \(now))")
        }
        return pending.map(\.name)
    }
}

extension Transaction {
    fileprivate func appliedMigrations() throws -> [String] {
        let table: SQL =
            switch engine {
            case .sqlite: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'"
            case .postgres: "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_migration')"
            }
        guard try value(Int.self, table) == 1 else { return [] }
        return try values(String.self, "SELECT name FROM schema_migration ORDER BY applied_at, name")
    }
}
