import Database
import Foundation
import Logging

/// Makes empty databases for tests, on either engine.
public enum TestDatabase {
    /// A database of its own with the schema of `migrations`. On SQLite it is a file in a temporary folder, deleted when
    /// the test process ends.
    /// - Throws: `MissingProgram` where PostgreSQL is not installed.
    public static func make(
        _ engine: Engine, migrations: [Migration] = [], clock: @escaping @Sendable () -> Instant = Instant.now
    ) async throws -> Database {
        switch engine {
        case .sqlite:
            let database = try await Database.open(newFile(), clock: clock, logger: quiet)
            _ = try await database.migrate(migrations)
            return database
        case .postgres:
            let url = try await PostgreSQLServer.shared.makeDatabase(migrations: migrations)
            return try await Database.open(.postgres(url: url), clock: clock, logger: quiet)
        }
    }

    /// Where a new, empty database is.
    public static func location(_ engine: Engine) async throws -> DatabaseLocation {
        switch engine {
        case .sqlite: try newFile()
        case .postgres: .postgres(url: try await PostgreSQLServer.shared.makeDatabase())
        }
    }

    private static func newFile() throws -> DatabaseLocation {
        .sqlite(path: try folder.get().path(of: "\(UUID().uuidString).sqlite"))
    }

    /// A logger that says nothing: what a test provokes on purpose is no news.
    public static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static let folder = Result { try TemporaryFolder("deskbell-sqlite") }
}

extension Engine {
    /// Both engines, for tests that take the engine as their argument: `@Test(arguments: Engine.everyEngine)`.
    public static let everyEngine: [Engine] = [.sqlite, .postgres]
}
