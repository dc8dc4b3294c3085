import Database

/// How the two engines tell of their tables and read them through.
extension Transaction {
    /// What is not copied: what is made again (the search), what is nobody's any more (leases, counters), and what each
    /// engine keeps in its own way (ticket numbers).
    private static let leftOut: Set<String> = [
        "schema_migration", "lease", "rate_limit", "ticket_number", "message_search",
    ]

    /// The tables that a backup holds, by name.
    func backupTables() throws -> [String] { try ourTables().filter { !Self.leftOut.contains($0) } }

    /// Those of our tables that are there.
    func ourTables() throws -> [String] {
        let found = Set(try allTables())
        return Schema.tables.filter(found.contains)
    }

    func allTables() throws -> [String] {
        switch engine {
        case .sqlite:
            try values(String.self, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        case .postgres:
            try values(
                String.self,
                """
                SELECT table_name::text FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
                """)
        }
    }

    /// Reads a table from its beginning to its end, a bounded part at a time.
    func eachRow(of table: String, _ body: (Row) throws -> Void) throws {
        let name = SQL.identifier(table)
        // Contents are up to 256 KB each.
        let count = table == "content" ? 50 : 1_000
        switch engine {
        case .sqlite:
            var last: Int64 = .min
            while true {
                let page = try rows(
                    "SELECT rowid AS backup_row, * FROM \(name) WHERE rowid > \(last) ORDER BY rowid LIMIT \(count)")
                for row in page { try body(row) }
                guard page.count == count, let end = page.last else { return }
                last = try end["backup_row"]
            }
        case .postgres:
            let cursor = SQL.identifier("backup_\(table)")
            try run("DECLARE \(cursor) NO SCROLL CURSOR FOR SELECT 0::bigint AS backup_row, * FROM \(name)")
            let fetch: SQL = table == "content" ? "FETCH 50 FROM \(cursor)" : "FETCH 1000 FROM \(cursor)"
            while true {
                let page = try rows(fetch)
                for row in page { try body(row) }
                if page.count < count { break }
            }
            try run("CLOSE \(cursor)")
        }
    }

    /// The last number that was given out in each year.
    func lastTicketNumbers() throws -> [Int64: Int64] {
        switch engine {
        case .sqlite:
            return Dictionary(
                try rows("SELECT year, last FROM ticket_number").map { (try $0["year"], try $0["last"]) }
            ) { $1 }
        case .postgres:
            let names = try values(
                String.self,
                """
                SELECT sequencename::text FROM pg_sequences
                WHERE schemaname = current_schema() AND sequencename LIKE 'ticket\\_number\\_%'
                """)
            var numbers: [Int64: Int64] = [:]
            for name in names {
                guard let year = Int64(name.dropFirst("ticket_number_".count)) else { continue }
                let last = try value(
                    Int64.self, "SELECT last_value FROM \(SQL.identifier(name)) WHERE is_called")
                if let last { numbers[year] = last }
            }
            return numbers
        }
    }
}

/// How the two engines take rows with keys of their own.
extension Transaction {
    /// Rows refer to each other in any order until the end of the transaction.
    func deferReferences() throws {
        switch engine {
        case .sqlite: try script("PRAGMA defer_foreign_keys = ON")
        case .postgres: try alterReferences("DEFERRABLE INITIALLY DEFERRED")
        }
    }

    /// From now on a reference to a row that is missing is refused at once; those that are there are checked here.
    func checkReferences() throws {
        guard engine == .postgres else { return }
        try run("SET CONSTRAINTS ALL IMMEDIATE")
        try alterReferences("NOT DEFERRABLE")
    }

    private func alterReferences(_ mode: SQL) throws {
        let references = try rows(
            """
            SELECT relname::text AS name, conname::text AS reference
            FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
            WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
            """)
        for row in references {
            let (table, reference) = (SQL.identifier(try row["name"]), SQL.identifier(try row["reference"]))
            try run("ALTER TABLE \(table) ALTER CONSTRAINT \(reference) \(mode)")
        }
    }

    /// New rows get keys behind those that were put in. Signed Message-IDs and reply addresses name tickets and messages by their
    /// keys: a gap keeps those that were given out after the backup from naming what comes now.
    func moveKeysBehindRows() throws {
        for table in try keyedTables() {
            try moveKeyBehindRows(of: table, gap: ["ticket", "message"].contains(table) ? 1_000_000 : 0)
        }
    }

    /// The same for one table.
    func moveKeyBehindRows(of table: String, gap: Int64 = 0) throws {
        let last = (try value(Int64.self, "SELECT max(id) FROM \(SQL.identifier(table))") ?? 0) + gap
        guard last > 0 else { return }
        switch engine {
        case .sqlite:
            try run("DELETE FROM sqlite_sequence WHERE name = \(table)")
            try run("INSERT INTO sqlite_sequence (name, seq) VALUES (\(table), \(last))")
        case .postgres:
            _ = try value(Int64.self, "SELECT setval(pg_get_serial_sequence(\(table)::text, 'id'), \(last))")
        }
    }

    /// Those whose `id` the database hands out.
    private func keyedTables() throws -> [String] {
        let tables =
            switch engine {
            case .sqlite:
                try values(
                    String.self,
                    "SELECT name FROM sqlite_schema WHERE sql LIKE '%id INTEGER PRIMARY KEY AUTOINCREMENT%'")
            case .postgres:
                try values(
                    String.self,
                    """
                    SELECT table_name::text FROM information_schema.columns
                    WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'
                    """)
            }
        return Schema.tables.filter(Set(tables).contains)
    }

    func setTicketNumbers(_ numbers: [Int64: Int64]) throws {
        for (year, last) in numbers {
            switch engine {
            case .sqlite: try run("INSERT INTO ticket_number (year, last) VALUES (\(year), \(last))")
            case .postgres:
                let name = "ticket_number_\(year)"
                try run("CREATE SEQUENCE IF NOT EXISTS \(SQL.identifier(name))")
                _ = try value(Int64.self, "SELECT setval(\(name)::text::regclass, \(last))")
            }
        }
    }

    /// Takes our tables away, and those of nobody else. On SQLite a new file takes the place of the old one instead.
    func dropOurTables() throws {
        guard engine == .postgres else { return }
        let tables = try ourTables(), years = try lastTicketNumbers().keys
        if !tables.isEmpty { try run("DROP TABLE \(tables.map { SQL.identifier($0) }.joined(by: ", "))") }
        for year in years { try run("DROP SEQUENCE IF EXISTS \(SQL.identifier("ticket_number_\(year)"))") }
    }
}
