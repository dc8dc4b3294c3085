import Logging

struct PostgresDatabase: Sendable {
    let hub = NotificationHub()

    enum Isolation { case snapshot, serializable, readCommitted }

    static func open(_ url: String, logger: Logger) async throws -> PostgresDatabase {
        throw DatabaseError.cannotConnect(reason: "not yet")
    }

    func transaction<T: Sendable>(
        _ isolation: Isolation, now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        throw DatabaseError.closed
    }

    func administer<T: Sendable>(
        now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        throw DatabaseError.closed
    }

    func close() async {}
}

final class PostgresConnection {
    func answer(to sql: SQL) throws -> Answer { throw DatabaseError.closed }
    func post(_ sql: SQL) throws {}
    func script(_ text: String) throws {}
    func control(_ text: String) throws {}
    func settle() throws {}
}
