import Database
import TestKit
import Testing

@Suite struct `Notifications` {
    @Test(arguments: Engine.everyEngine)
    func `they come after the commit, in order, and never after a rollback`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        var heard = database.notifications().makeAsyncIterator()
        _ = try? await database.write { tx in
            try tx.notify("ticket", "undone")
            throw Interruption()
        }
        try await database.write { tx in
            try tx.notify("ticket", "1")
            _ = try? tx.savepoint {
                try tx.notify("ticket", "undone by its savepoint")
                throw Interruption()
            }
            try tx.notify("ticket", "1")
            try tx.notify("person", "line\nbreak, Ω and 'quotes'")
        }
        try await database.write { try $0.notify("ticket", "") }
        #expect(await heard.next() == .init(channel: "ticket", payload: "1"))
        #expect(await heard.next() == .init(channel: "person", payload: "line\nbreak, Ω and 'quotes'"))
        #expect(await heard.next() == .init(channel: "ticket", payload: ""))
        await database.close()
        #expect(await heard.next() == nil)
    }

    @Test(arguments: Engine.everyEngine)
    func `all who listen hear them`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        var first = database.notifications().makeAsyncIterator()
        var second = database.notifications().makeAsyncIterator()
        try await database.write { try $0.notify("a", "b") }
        #expect(await first.next()?.payload == "b")
        #expect(await second.next()?.payload == "b")
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `one who does not keep up loses the oldest`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let stream = database.notifications()
        var witness = database.notifications().makeAsyncIterator()
        for number in 1...1_100 {
            try await database.write { try $0.notify("a", "\(number)") }
            _ = await witness.next()
        }
        await database.close()
        var numbers: [String] = []
        for await notification in stream { numbers.append(notification.payload) }
        #expect(numbers.count == 1_000)
        #expect(numbers.last == "1100")
    }

    @Test(arguments: Engine.everyEngine)
    func `one that is too long is refused`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        for (channel, payload) in [("a", String(repeating: "x", count: 8_000)), ("a\nb", "")] {
            await #expect(throws: DatabaseError.self) { try await database.write { try $0.notify(channel, payload) } }
        }
        try await database.write { try $0.notify("a", String(repeating: "x", count: 7_500)) }
        await database.close()
    }

    @Test func `another server on the same PostgreSQL hears them too`() async throws {
        let location = try await TestDatabase.location(.postgres)
        let one = try await Database.open(location, logger: TestDatabase.quiet)
        let other = try await Database.open(location, logger: TestDatabase.quiet)
        var heard = other.notifications().makeAsyncIterator()
        try await one.write { try $0.notify("a", "b") }
        #expect(await heard.next()?.payload == "b")
        await one.close()
        await other.close()
    }

    @Test func `when PostgreSQL has cut the connection it listens again and says that something may be missing`()
        async throws
    {
        let database = try await Notes.database(.postgres)
        var heard = database.notifications().makeAsyncIterator()
        try await database.write { tx in
            try tx.run(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND query = 'LISTEN deskbell'
                """)
        }
        #expect(await heard.next()?.isGap == true)
        try await database.write { try $0.notify("a", "again") }
        #expect(await heard.next()?.payload == "again")
        await database.close()
    }
}
