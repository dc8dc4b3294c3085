import Logging

/// A PostgreSQL database: a few connections with a thread each, and one more that listens.
struct PostgresDatabase: Sendable {
    /// How transactions see each other.
    enum Isolation: String {
        /// For reading: one state of the database throughout.
        case snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        /// For writing. Only this makes a closure that looks and then writes as safe as it is on SQLite, where writers
        /// wait for each other; the price is that a transaction may have to run again.
        case serializable = "BEGIN ISOLATION LEVEL SERIALIZABLE"
        /// For migrations, which wait for each other by a lock and must then see what the other did.
        case readCommitted = "BEGIN ISOLATION LEVEL READ COMMITTED"
    }

    let hub: NotificationHub
    private let workers: PostgresWorkers
    private let listener: PostgresListener

    /// Connects, and listens from then on.
    static func open(_ url: String, connections: Int = 4, logger: Logger) async throws -> PostgresDatabase {
        let server = try PostgresServer(url: url)
        let workers = PostgresWorkers(server, count: connections, logger: logger)
        let hub = NotificationHub()
        do {
            try await workers.run { try $0.connect() }
            let listener = try await PostgresListener.start(on: server, publishingTo: hub, logger: logger)
            return PostgresDatabase(hub: hub, workers: workers, listener: listener)
        } catch {
            await workers.close()
            throw error
        }
    }

    private init(hub: NotificationHub, workers: PostgresWorkers, listener: PostgresListener) {
        self.hub = hub
        self.workers = workers
        self.listener = listener
    }

    func transaction<T: Sendable>(
        _ isolation: Isolation, now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await workers.run { worker in
                try worker.transaction(isolation, now: now, cancellation, body)
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    /// A transaction that changes the schema: alone on all servers, and without a limit of time.
    func administer<T: Sendable>(
        now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await transaction(.readCommitted, now: now) { tx in
            try tx.run("SET LOCAL statement_timeout = 0")
            try tx.run("SET LOCAL lock_timeout = 0")
            try tx.run("SET LOCAL idle_in_transaction_session_timeout = 0")
            try tx.run("SELECT pg_advisory_xact_lock(\(migrationLock))")
            return try body(tx)
        }
    }

    func close() async {
        await workers.close()
        await listener.close()
        hub.close()
    }
}

/// "deskbell" in ASCII: a number that no other program on the same database is likely to lock.
private let migrationLock = 0x6465_736B_6265_6C6C
