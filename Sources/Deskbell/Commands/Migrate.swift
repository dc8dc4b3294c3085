import ArgumentParser
import HelpDesk

/// Upgrades the database without starting the server.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database up to date; a copy of an SQLite file is kept beside it first.")

    func run() async throws {
        try await withDesk { _, settings in print("The database is up to date: \(settings.database)") }
    }
}
