import Database
import Foundation
import TestKit
import Testing

@Suite struct `When the database fails` {
    @Test func `a full disk undoes the change, and the database goes on`() async throws {
        let database = try await Notes.database(.sqlite)
        await #expect(throws: DatabaseError.diskFull) {
            try await database.write { tx in
                let pages = try tx.value(Int.self, "PRAGMA page_count") ?? 0
                try tx.run("PRAGMA max_page_count = \(SQL.identifier("\(pages + 5)"))")
                for _ in 0..<100 {
                    try tx.savepoint {
                        try tx.run("INSERT INTO note (raw) VALUES (\([UInt8](repeating: 1, count: 4_096)))")
                    }
                }
            }
        }
        try await database.write { tx in
            try tx.run("PRAGMA max_page_count = 1000000")
            try tx.run("INSERT INTO note (body) VALUES ('fine')")
        }
        #expect(try await database.bodies() == ["fine"])
        await database.close()
    }

    @Test func `a file that is no database is named so`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(String(repeating: "no database ", count: 1_000), to: "desk.sqlite")
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await Database.open(.sqlite(path: file), logger: TestDatabase.quiet)
        }
        #expect(error?.description.contains("damaged or no database") == true)
    }

    @Test func `after closing, the file alone is the whole SQLite database`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path(of: "desk.sqlite")
        let database = try await Database.open(.sqlite(path: file), logger: TestDatabase.quiet)
        _ = try await database.migrate([Notes.table])
        try await database.write { try $0.run("INSERT INTO note (body) VALUES ('kept')") }
        await database.close()
        try FileManager.default.copyItem(atPath: file, toPath: folder.path(of: "copy.sqlite"))
        let copy = try await Database.open(
            .sqlite(path: folder.path(of: "copy.sqlite")), logger: TestDatabase.quiet)
        #expect(try await copy.bodies() == ["kept"])
        await copy.close()
    }

    @Test func `a folder that cannot be made is named`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await Database.open(.sqlite(path: "/dev/null/desk.sqlite"), logger: TestDatabase.quiet)
        }
        #expect(error?.description.contains("/dev/null") == true)
    }

    @Test(arguments: Engine.everyEngine)
    func `after closing it says so`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await database.close()
        await #expect(throws: DatabaseError.closed) { _ = try await database.count() }
        await #expect(throws: DatabaseError.closed) { try await database.write { _ in } }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a cancelled task stops at its next statement and changes nothing`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let hasBegun = Signal()
        let isCancelled = Signal()
        let task = Task {
            try await database.write { tx in
                try tx.run("INSERT INTO note (number) VALUES (1)")
                hasBegun.set()
                isCancelled.wait()
                try tx.run("INSERT INTO note (number) VALUES (2)")
            }
        }
        try await eventually("the transaction has begun") { hasBegun.isSet }
        task.cancel()
        isCancelled.set()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a task that was cancelled before it began does not begin`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.write { try $0.post("INSERT INTO note (number) VALUES (1)") }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.count() == 0)
        await database.close()
    }
}
