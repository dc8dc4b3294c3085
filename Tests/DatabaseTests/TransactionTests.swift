import Database
import Synchronization
import TestKit
import Testing

@Suite struct `Transactions` {
    @Test(arguments: Engine.everyEngine)
    func `what throws leaves nothing behind`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await #expect(throws: Interruption.self) {
            try await database.write { tx in
                try tx.run("INSERT INTO note (body) VALUES ('run')")
                try tx.post("INSERT INTO note (body) VALUES ('posted')")
                throw Interruption()
            }
        }
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `an error that is caught and forgotten still undoes the transaction`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await #expect(throws: DatabaseError.uniqueViolation("note.number")) {
            try await database.write { tx in
                try tx.run("INSERT INTO note (number) VALUES (1)")
                _ = try? tx.run("INSERT INTO note (number) VALUES (1)")
            }
        }
        await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                _ = try? tx.run("INSERT INTO nothing VALUES (1)")
                try tx.run("INSERT INTO note (number) VALUES (1)")
            }
        }
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a poisoned item leaves the others of its batch alone`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let items = ["one", "forbidden", "two", "throws", "three", "forbidden"]
        try await database.write { tx in
            for item in items {
                do {
                    try tx.savepoint {
                        try tx.post("INSERT INTO note (body) VALUES (\(item))")
                        if item == "throws" { throw Interruption() }
                    }
                } catch {
                    try tx.run("INSERT INTO note (body) VALUES (\("refused: \(item)"))")
                }
            }
        }
        let found = try await database.bodies()
        #expect(found == ["one", "refused: forbidden", "two", "refused: throws", "three", "refused: forbidden"])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `savepoints nest, and each undoes only its own`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let note: @Sendable (String, Transaction) throws -> Void = { body, tx in
            try tx.post("INSERT INTO note (body) VALUES (\(body))")
        }
        try await database.write { tx in
            try note("a", tx)
            try tx.savepoint {
                try note("b", tx)
                try? tx.savepoint {
                    try note("c", tx)
                    try tx.savepoint { try note("d", tx) }
                    throw Interruption()
                }
                try tx.savepoint { try note("e", tx) }
            }
            try? tx.savepoint {
                try tx.savepoint { try note("f", tx) }
                throw Interruption()
            }
        }
        #expect(try await database.bodies() == ["a", "b", "e"])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a post that failed before a savepoint is not forgiven by it`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try? tx.post("INSERT INTO note (body) VALUES ('forbidden')")
                _ = try? tx.savepoint { try tx.run("INSERT INTO note (body) VALUES ('fine')") }
            }
        }
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `the error of a post comes out at the latest with the commit`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await #expect(throws: DatabaseError.self) {
            try await database.write { try $0.post("INSERT INTO note (body) VALUES ('forbidden')") }
        }
        await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try tx.post("INSERT INTO note (body) VALUES ('forbidden')")
                _ = try tx.value(Int.self, "SELECT count(*) FROM note")
            }
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `ten thousand posts arrive in their order`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { tx in
            for number in 0..<10_000 { try tx.post("INSERT INTO note (number) VALUES (\(number))") }
        }
        let numbers = try await database.read { try $0.values(Int.self, "SELECT number FROM note ORDER BY id") }
        #expect(numbers == Array(0..<10_000))
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `nothing can be changed while reading`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        await #expect(throws: DatabaseError.readOnly) {
            try await database.read { try $0.run("INSERT INTO note (number) VALUES (1)") }
        }
        await #expect(throws: DatabaseError.readOnly) { try await database.read { try $0.notify("a", "b") } }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a reader sees one state throughout`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let hasLooked = Signal()
        let hasWritten = Signal()
        async let counts = database.read { tx in
            let before = try tx.value(Int.self, "SELECT count(*) FROM note")
            hasLooked.set()
            hasWritten.wait()
            return (before, try tx.value(Int.self, "SELECT count(*) FROM note"))
        }
        try await eventually("the reader has looked") { hasLooked.isSet }
        try await database.write { try $0.run("INSERT INTO note (number) VALUES (1)") }
        hasWritten.set()
        let (before, after) = try await counts
        #expect(before == 0)
        #expect(after == 0)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `one moment holds for the whole transaction`(engine: Engine) async throws {
        let seconds = Mutex<Int64>(0)
        let database = try await TestDatabase.make(engine, migrations: [Notes.table]) {
            Instant(
                microseconds: seconds.withLock { now in
                    now += 1_000_000
                    return now
                })
        }
        let (first, second) = try await database.write { tx in (tx.now, tx.now) }
        #expect(first == second)
        #expect(try await database.write(\.now) > first)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `what waits for the commit runs after it, and never after a rollback`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let done = Mutex<[String]>([])
        try await database.write { tx in
            tx.afterCommit { done.withLock { $0.append("kept") } }
            try? tx.savepoint {
                tx.afterCommit { done.withLock { $0.append("undone") } }
                throw Interruption()
            }
            #expect(done.withLock { $0.isEmpty })
        }
        try? await database.write { tx in
            tx.afterCommit { done.withLock { $0.append("failed") } }
            throw Interruption()
        }
        #expect(done.withLock { $0 } == ["kept"])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a script runs several statements`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { tx in
            try tx.script("CREATE TABLE a (id BIGINT); CREATE TABLE b (id BIGINT); INSERT INTO b VALUES (1), (2)")
            #expect(try tx.value(Int.self, "SELECT count(*) FROM b") == 2)
        }
        await #expect(throws: DatabaseError.self) {
            try await database.write { try $0.script("INSERT INTO b VALUES (3); INSERT INTO c VALUES (1)") }
        }
        #expect(try await database.read { try $0.value(Int.self, "SELECT count(*) FROM b") } == 2)
        await database.close()
    }
}
