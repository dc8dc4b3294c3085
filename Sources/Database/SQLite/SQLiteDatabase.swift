internal import CSQLite
import Foundation
internal import GRDB
import Synchronization

/// A SQLite file: one writer and several readers, on GRDB's queues.
struct SQLiteDatabase: Sendable {
    let path: String
    let pool: DatabasePool
    let hub = NotificationHub()
    let connections: SQLiteConnections

    static func open(_ path: String) async throws -> SQLiteDatabase {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try openHere(path) })
            }
        }
    }

    private static func openHere(_ path: String) throws -> SQLiteDatabase {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw DatabaseError.cannotOpen(path)
        }
        try makePrivateFile(path)
        _ = withoutMemoryStatistics
        return try SQLiteErrors.translated("OPEN") {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL for its pools: a power cut would lose mail that we have said to have.
            // A batch of mail is some megabytes: what does not fit the cache would be written out before the commit, and again.
            try pool.writeWithoutTransaction {
                try $0.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA cache_size = -16384;
                        PRAGMA wal_autocheckpoint = 2000;
                        """)
            }
            return SQLiteDatabase(path: path, pool: pool, connections: SQLiteConnections())
        }
    }

    /// SQLite's own count of its memory costs a lock for each allocation, and nobody reads it.
    private static let withoutMemoryStatistics = desk_sqlite_without_memory_statistics()

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "deskbell.sqlite"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA cache_size = -4096;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA temp_store = FILE;
                    """)
        }
        return configuration
    }

    func read<T: Sendable>(now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        if connections.areClosed { throw DatabaseError.closed }
        return try await SQLiteErrors.translated("BEGIN") {
            try await pool.read { db in
                let transaction = Transaction(on: .sqlite(connections[db]), now: now, isReadOnly: true)
                let result = try body(transaction)
                try transaction.throwFailure()
                transaction.runActions()
                return result
            }
        }
    }

    func write<T: Sendable>(now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        if connections.areClosed { throw DatabaseError.closed }
        return try await SQLiteErrors.translated("COMMIT") {
            try await pool.writeWithoutTransaction { db in
                try db.beginTransaction(.immediate)
                let transaction = Transaction(on: .sqlite(connections[db]), now: now, isReadOnly: false)
                do {
                    let result = try body(transaction)
                    try transaction.throwFailure()
                    try db.commit()
                    hub.publish(transaction.notifications)
                    transaction.runActions()
                    return result
                } catch {
                    // Some errors (a full disk) have rolled back already.
                    if db.isInsideTransaction { try? db.rollback() }
                    throw error
                }
            }
        }
    }

    func close() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                try? pool.barrierWriteWithoutTransaction { db in
                    connections.close()
                    // GRDB closes its readers last, and they may not do this: the file alone must be the database.
                    _ = try db.checkpoint(.truncate)
                }
                try? pool.close()
                continuation.resume()
            }
        }
        hub.close()
    }
}
