import Database
import TestKit
import Testing

@Suite struct `When PostgreSQL fails` {
    @Test func `a server that is not there is named, without the password`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            let url = "postgres://desk:hunter2@127.0.0.1:1/desk"
            _ = try await Database.open(.postgres(url: url), logger: TestDatabase.quiet)
        }
        #expect(error?.description.contains("127.0.0.1") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: ["postgres://desk:hunter2@[::1/desk", "postgres://desk:hunter2@host:5432/desk?sslmod=require"])
    func `a wrong URL is refused without being quoted`(url: String) async throws {
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await Database.open(.postgres(url: url), logger: TestDatabase.quiet)
        }
        guard case .wrongLocation = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.description.contains("percent-encode") == true)
    }

    @Test func `a database that is not there is named`() async throws {
        let url = try await PostgreSQLServer.shared.url(of: "no_such_database")
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await Database.open(.postgres(url: url), logger: TestDatabase.quiet)
        }
        #expect(error?.description.contains("no_such_database") == true)
    }

    @Test func `a connection that dies in a transaction is replaced, and nothing was changed`() async throws {
        let database = try await Notes.database(.postgres)
        await #expect(throws: DatabaseError.connectionLost) {
            try await database.write { tx in
                try tx.run("INSERT INTO note (number) VALUES (1)")
                try tx.run("SELECT pg_terminate_backend(pg_backend_pid())")
                try tx.run("INSERT INTO note (number) VALUES (2)")
            }
        }
        #expect(try await database.count() == 0)
        try await database.write { try $0.run("INSERT INTO note (number) VALUES (3)") }
        #expect(try await database.count() == 1)
        await database.close()
    }

    @Test func `connections that died while idle are not noticed`() async throws {
        let database = try await Notes.database(.postgres)
        try await useAllConnections(of: database)
        try await PostgreSQLServer.shared.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '\(name(of: database))'")
        for number in 0..<8 { try await database.write { try $0.post("INSERT INTO note (number) VALUES (\(number))") } }
        #expect(try await database.count() == 8)
        await database.close()
    }

    @Test func `a commit whose answer is lost is not run again`() async throws {
        let database = try await Notes.database(.postgres)
        // A deferred trigger makes the commit slow enough to cut the connection meanwhile.
        try await database.write { tx in
            try tx.script(
                """
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_advisory_lock(42); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION slow()
                """)
        }
        let isLocked = Signal()
        let mayEnd = Signal()
        async let holder: Void = database.read { tx in
            _ = try tx.rows("SELECT pg_advisory_xact_lock(42)")
            isLocked.set()
            mayEnd.wait()
        }
        try await eventually("the lock is held") { isLocked.isSet }
        let commit = Task { try await database.write { try $0.post("INSERT INTO note (number) VALUES (1)") } }
        let cut: SQL = """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'advisory'
            """
        try await eventually("the commit waits, and is cut off") {
            try await database.read { try $0.value(Int.self, cut) } == 1
        }
        await #expect(throws: DatabaseError.commitUnknown) { try await commit.value }
        mayEnd.set()
        try await holder
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test func `a statement that takes too long is stopped, and quoted without its values`() async throws {
        let database = try await Notes.database(.postgres)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                try tx.run("SET LOCAL statement_timeout = 50")
                try tx.run("SELECT pg_sleep(10), \("private")")
            }
        }
        #expect(error == .tooSlow(sql: "SELECT pg_sleep(10), $1"))
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test func `a server that is killed and does not come back is an error, not a wait`() async throws {
        let server = try await PostgreSQLServer()
        let database = try await Database.open(
            .postgres(url: server.url(of: "postgres")), logger: TestDatabase.quiet)
        server.kill()
        await #expect(throws: DatabaseError.self) { try await database.write { try $0.run("SELECT 1") } }
        await database.close()
    }

    private func useAllConnections(of database: Database) async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { _ = try await database.count() } }
            try await group.waitForAll()
        }
    }

    private func name(of database: Database) async throws -> String {
        try await database.read { try $0.value(String.self, "SELECT current_database()") } ?? ""
    }
}
