import Foundation
import Logging

/// One thread's connection: opened when it is needed, and again when it was lost.
final class PostgresWorker {
    private let server: PostgresServer
    private let logger: Logger
    private var connection: PostgresConnection?

    /// With four connections in each other's way, a transaction that loses this often is too big to run beside others.
    private static let attempts = 20

    init(_ server: PostgresServer, logger: Logger) {
        self.server = server
        self.logger = logger
    }

    /// Connects unless that has been done.
    func connect() throws { _ = try connected() }

    func disconnect() { connection = nil }

    /// Runs `body` in a transaction, again and again until no other gets in its way.
    func transaction<T>(
        _ isolation: PostgresDatabase.Isolation, now: Instant, _ cancellation: Cancellation,
        _ body: (Transaction) throws -> T
    ) throws -> T {
        var attempt = 1
        while true {
            try cancellation.check()
            let wasConnected = connection != nil
            let current = try connected()
            do {
                return try once(isolation, on: current, now: now, cancellation, body)
            } catch DatabaseError.conflict where attempt < Self.attempts {
                logger.debug("transaction runs again", metadata: ["attempt": "\(attempt)"])
                attempt += 1
                pause(before: attempt)
            } catch DatabaseError.connectionLost where wasConnected && !current.hasAnswered {
                // It broke while nobody used it: nothing has happened yet.
                logger.info("connection to PostgreSQL was lost while idle; connecting again")
            }
        }
    }

    private func once<T>(
        _ isolation: PostgresDatabase.Isolation, on connection: PostgresConnection, now: Instant,
        _ cancellation: Cancellation, _ body: (Transaction) throws -> T
    ) throws -> T {
        let isReadOnly = isolation == .snapshot
        let transaction = Transaction(on: .postgres(connection), now: now, isReadOnly: isReadOnly)
        do {
            try connection.begin(isolation, cancellation)
            let result = try body(transaction)
            try transaction.throwFailure()
            try cancellation.check()
            try isReadOnly ? connection.end() : connection.commit(transaction.notifications)
            transaction.runActions()
            return result
        } catch {
            connection.rollback()
            if connection.isLost { self.connection = nil }
            throw error
        }
    }

    private func connected() throws -> PostgresConnection {
        // After a restart of the server all connections are dead: better noticed here than at a commit.
        if let connection, !connection.isClosedByServer { return connection }
        let new = PostgresConnection(try server.connect())
        connection = new
        return new
    }

    /// Waits longer each time, and never as long as the other one.
    private func pause(before attempt: Int) {
        let limit = min(100_000, 1_000 << min(attempt, 7))
        usleep(UInt32.random(in: 500...UInt32(limit)))
    }
}
