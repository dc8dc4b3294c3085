import Database
import TestKit
import Testing

@Suite struct `What a database refuses` {
    @Test(arguments: Engine.everyEngine)
    func `a second row of the same key names the columns`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { tx in
            try tx.run("CREATE TABLE pair (a TEXT, b TEXT, PRIMARY KEY (a, b))")
            try tx.run("INSERT INTO pair VALUES ('x', ')=(')")
        }
        await #expect(throws: DatabaseError.uniqueViolation("pair.a, pair.b")) {
            try await database.write { try $0.run("INSERT INTO pair VALUES ('x', \(")=("))") }
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a second row of the same expression names the index`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { try $0.run("CREATE UNIQUE INDEX note_folded ON note (lower(body))") }
        await #expect(throws: DatabaseError.uniqueViolation("note_folded")) {
            try await database.write { try $0.run("INSERT INTO note (body) VALUES ('a'), ('A')") }
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a reference to nothing, a missing and a forbidden value`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await #expect(throws: DatabaseError.foreignKeyViolation) {
            try await database.write { try $0.run("INSERT INTO note (parent_id) VALUES (99)") }
        }
        try await database.write { try $0.run("CREATE TABLE strict (name TEXT NOT NULL)") }
        await #expect(throws: DatabaseError.constraintViolation("strict.name")) {
            try await database.write { try $0.run("INSERT INTO strict VALUES (\(nil as String?))") }
        }
        await #expect(throws: DatabaseError.self) {
            try await database.write { try $0.run("INSERT INTO note (body) VALUES ('forbidden')") }
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a statement that is wrong is quoted without its values`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { try $0.run("INSERT INTO nothing (a) VALUES (\("private"))") }
        }
        #expect(error?.description.contains("INSERT INTO nothing (a) VALUES ($1)") == true)
        #expect(error?.description.contains("private") == false)
        await database.close()
    }
}
