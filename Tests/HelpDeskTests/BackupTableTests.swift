import Database
import TestKit
import Testing

@testable import HelpDesk

@Suite struct `The tables of a backup` {
    /// A table that is not named would be left out of every backup without a word.
    @Test(arguments: Engine.everyEngine) func `are all that the schema makes`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let found = try await desk.desk.read { tx in try tx.sql.allTables() }
        // What SQLite keeps of the search and of its keys is its own.
        let made = found.filter { !$0.hasPrefix("message_search_") && !$0.hasPrefix("sqlite_") }
        #expect(made.sorted() == Schema.tables.sorted())
        await desk.close()
    }
}
