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
            let path = try newFile()
            try FileManager.default.copyItem(atPath: try await template(migrations), toPath: path)
            return try await Database.open(.sqlite(path: path), clock: clock, logger: quiet)
        case .postgres:
            let url = try await PostgreSQLServer.shared.makeDatabase(migrations: migrations)
            return try await Database.open(.postgres(url: url), clock: clock, logger: quiet)
        }
    }

    /// Where a new, empty database is.
    public static func location(_ engine: Engine) async throws -> DatabaseLocation {
        switch engine {
        case .sqlite: .sqlite(path: try newFile())
        case .postgres: .postgres(url: try await PostgreSQLServer.shared.makeDatabase())
        }
    }

    /// A file with the schema, made once and closed.
    private static func template(_ migrations: [Migration]) async throws -> String {
        try await templates.find(migrations) { _ in
            let path = try newFile()
            let database = try await Database.open(.sqlite(path: path), logger: quiet)
            _ = try await database.migrate(migrations)
            await database.close()
            return path
        }
    }

    private static func newFile() throws -> String {
        try folder.get().path(of: "\(UUID().uuidString).sqlite")
    }

    /// A logger that says nothing: what a test provokes on purpose is no news.
    public static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static let templates = Templates()
    private static let folder = Result { try TemporaryFolder("deskbell-sqlite") }
}

extension Engine {
    /// Both engines, for tests that take the engine as their argument: `@Test(arguments: Engine.everyEngine)`.
    public static let everyEngine: [Engine] = [.sqlite, .postgres]
}
