import Database
import Synchronization
import TestKit
import Testing

@Suite struct `Writers at the same time` {
    @Test(arguments: Engine.everyEngine)
    func `who reads a counter and writes it back counts exactly`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { try $0.run("INSERT INTO note (id, number) VALUES (1, 0)") }
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 {
                group.addTask {
                    try await database.write { tx in
                        let number = try tx.value(Int.self, "SELECT number FROM note WHERE id = 1") ?? 0
                        try tx.run("UPDATE note SET number = \(number + 1) WHERE id = 1")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.read { try $0.value(Int.self, "SELECT number FROM note") } == 60)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `who looks whether somebody else is there never finds both gone`(engine: Engine) async throws {
        // Two on duty, and each may leave as long as another stays: rows that nobody else writes, so only a
        // transaction that behaves as if it were alone is safe.
        let database = try await Notes.database(engine)
        for round in 1...10 {
            try await database.write { tx in
                try tx.run("DELETE FROM note")
                try tx.run("INSERT INTO note (number, weight) VALUES (\(1), 1), (\(2), 1), (\(3), 1)")
            }
            try await withThrowingTaskGroup { group in
                for person in 1...3 {
                    group.addTask {
                        try await database.write { tx in
                            let others = "SELECT count(*) FROM note WHERE weight = 1 AND number <> \(person)" as SQL
                            guard let count = try tx.value(Int.self, others), count > 0 else { return }
                            try tx.run("UPDATE note SET weight = 0 WHERE number = \(person)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left = try await database.read { try $0.value(Int.self, "SELECT count(*) FROM note WHERE weight = 1") }
            #expect(left == 1, "round \(round)")
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a conflict is not mistaken for a poisoned item`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { try $0.run("INSERT INTO note (id, number) VALUES (1, 0)") }
        let runs = Tally()
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    try await database.write { tx in
                        runs.count()
                        let number = try tx.value(Int.self, "SELECT number FROM note WHERE id = 1") ?? 0
                        do {
                            try tx.savepoint { try tx.run("UPDATE note SET number = \(number + 1) WHERE id = 1") }
                        } catch {
                            _ = try? tx.run("INSERT INTO note (body) VALUES ('poisoned')")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.count() == 1)
        #expect(try await database.read { try $0.value(Int.self, "SELECT number FROM note") } == 20)
        // All on SQLite wait for each other; on PostgreSQL some run again.
        #expect(engine == .postgres || runs.total == 20)
        await database.close()
    }

    @Test func `two processes write the same SQLite file`() async throws {
        let location = try await TestDatabase.location(.sqlite)
        let server = try await Database.open(location, logger: TestDatabase.quiet)
        let command = try await Database.open(location, logger: TestDatabase.quiet)
        _ = try await server.migrate([Notes.table])
        #expect(try await command.migrate([Notes.table]) == [])
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                let database = number.isMultiple(of: 2) ? server : command
                group.addTask {
                    try await database.write { try $0.run("INSERT INTO note (number) VALUES (\(number))") }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await server.count() == 40)
        #expect(try await command.count() == 40)
        await server.close()
        await command.close()
    }
}

/// Counts what happens on several threads.
private final class Tally: Sendable {
    private let number = Mutex(0)

    var total: Int { number.withLock { $0 } }

    func count() { number.withLock { $0 += 1 } }
}
