import Logging

/// A database: SQLite in a file, or PostgreSQL.
///
/// Statements run on the database's own threads, never on Swift's pool. What is handed to `read` and `write` is
/// synchronous, so that nothing can wait for the network inside a transaction. A task that is cancelled gets
/// `CancellationError` at its next statement, and its change is undone; once the commit is under way it stands.
public struct Database: Sendable {
    /// Which of the two it is.
    public let engine: Engine

    let backend: Backend
    private let clock: @Sendable () -> Instant

    /// What the clock says; inside a transaction ask `Transaction.now`.
    public var currentTime: Instant { clock() }

    enum Backend: Sendable {
        case sqlite(SQLiteDatabase)
        case postgres(PostgresDatabase)
    }

    /// Opens a database, and makes the SQLite file where there is none.
    /// - Parameters:
    ///   - clock: gives each transaction its `now`.
    ///   - logger: hears of lost and regained connections, and of transactions that had to run again.
    /// - Throws: `DatabaseError.cannotConnect`, `.damaged`, `.readOnly` or `.diskFull`.
    public static func open(
        _ location: DatabaseLocation, clock: @escaping @Sendable () -> Instant = Instant.now, logger: Logger
    ) async throws -> Database {
        switch location {
        case .sqlite(let path):
            let sqlite = try await SQLiteDatabase.open(path)
            return Database(engine: .sqlite, backend: .sqlite(sqlite), clock: clock)
        case .postgres(let url):
            let postgres = try await PostgresDatabase.open(url, logger: logger)
            return Database(engine: .postgres, backend: .postgres(postgres), clock: clock)
        }
    }

    /// Runs `body` in a transaction that sees one state of the database throughout and changes nothing.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let now = clock()
        return switch backend {
        case .sqlite(let sqlite): try await sqlite.read(now: now, body)
        case .postgres(let postgres): try await postgres.transaction(.snapshot, now: now, body)
        }
    }

    /// Runs `body` in a transaction that behaves as if it were alone, and commits it unless it throws. `body` may run
    /// several times, with the same `now`: it must not have effects of its own (see `Transaction.afterCommit`).
    /// - Throws: what `body` throws; `DatabaseError.commitUnknown` where the connection broke at the commit.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let now = clock()
        return switch backend {
        case .sqlite(let sqlite): try await sqlite.write(now: now, body)
        case .postgres(let postgres): try await postgres.transaction(.serializable, now: now, body)
        }
    }

    /// How the engine would run a statement, a line for each step: for the tests of query plans.
    public func plan(of sql: SQL) async throws -> [String] {
        try await read { tx in
            switch tx.engine {
            case .sqlite: try tx.rows("EXPLAIN QUERY PLAN \(sql)").map { try $0["detail"] }
            case .postgres: try tx.values(String.self, "EXPLAIN \(sql)")
            }
        }
    }

    /// Copies a SQLite database, as it is at this moment, to a new file that only its owner may read. Writers do not
    /// wait for it.
    /// - Throws: `DatabaseError.diskFull`, `.cannotOpen`, and `.other` on PostgreSQL, which `pg_dump` copies.
    public func copy(to path: String) async throws {
        guard case .sqlite(let sqlite) = backend else {
            throw DatabaseError.other(sql: "COPY", message: "use pg_dump to copy a PostgreSQL database")
        }
        try await sqlite.copy(to: path)
    }

    /// What `Transaction.notify` sends, from now on, from this process and, on PostgreSQL, from all others. Whoever
    /// does not keep up loses the oldest of 1,000. The stream ends when the database is closed.
    ///
    /// After PostgreSQL's connection was lost and regained a notification with `isGap` says that some may be missing.
    public func notifications() -> AsyncStream<Notification> {
        switch backend {
        case .sqlite(let sqlite): sqlite.hub.subscribe()
        case .postgres(let postgres): postgres.hub.subscribe()
        }
    }

    /// Waits for what is running, and closes all connections. Later calls throw `DatabaseError.closed`.
    public func close() async {
        switch backend {
        case .sqlite(let sqlite): await sqlite.close()
        case .postgres(let postgres): await postgres.close()
        }
    }
}
