import Database
import Foundation
import TestKit
import Testing

@Suite struct `Migrations` {
    private static let one = Migration("one") { try $0.run("CREATE TABLE one (id BIGINT)") }
    private static let two = Migration("two") { try $0.run("CREATE TABLE two (id BIGINT)") }
    private static let broken = Migration("broken") { tx in
        try tx.run("CREATE TABLE half (id BIGINT)")
        try tx.run("INSERT INTO half VALUES (\(1), \(2))")
    }

    @Test(arguments: Engine.everyEngine)
    func `each step is run once, in order`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        #expect(try await database.migrate([Self.one]) == ["one"])
        #expect(try await database.migrate([Self.one, Self.two]) == ["two"])
        #expect(try await database.migrate([Self.one, Self.two]) == [])
        #expect(try await database.appliedMigrations() == ["one", "two"])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a step that fails leaves nothing of itself, and the steps before it stand`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        await #expect(throws: DatabaseError.self) { _ = try await database.migrate([Self.one, Self.broken, Self.two]) }
        #expect(try await database.appliedMigrations() == ["one"])
        await #expect(throws: DatabaseError.self) {
            try await database.read { _ = try $0.rows("SELECT * FROM half") }
        }
        #expect(try await database.migrate([Self.one, Self.two]) == ["two"])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a database of a newer Deskbell is left alone`(engine: Engine) async throws {
        let database = try await TestDatabase.make(engine)
        _ = try await database.migrate([Self.one, Self.two])
        let error = await #expect(throws: DatabaseError.newerSchema(found: ["two"])) {
            _ = try await database.migrate([
                Self.one, Migration("three") { try $0.run("CREATE TABLE three (id BIGINT)") },
            ])
        }
        #expect(error?.description.contains("newer Deskbell") == true)
        #expect(try await database.appliedMigrations() == ["one", "two"])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `servers that start together run each step once`(engine: Engine) async throws {
        let location = try await TestDatabase.location(engine)
        let names = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let database = try await Database.open(location, logger: TestDatabase.quiet)
                    let names = try await database.migrate([Self.one, Self.two])
                    await database.close()
                    return names
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(names.sorted() == ["one", "two"])
    }

    @Test func `a SQLite file is copied before it is upgraded, and three copies are kept`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path(of: "desk.sqlite")
        var steps = [Notes.table]
        let database = try await Database.open(.sqlite(path: file), logger: TestDatabase.quiet)
        _ = try await database.migrate(steps)
        #expect(try copies(in: folder).isEmpty)

        try await database.write { try $0.run("INSERT INTO note (body) VALUES ('before')") }
        for number in 1...5 {
            steps.append(Migration("step/\(number)") { try $0.run("UPDATE note SET body = \("after \(number)")") })
            _ = try await database.migrate(steps)
        }
        await database.close()
        #expect(
            try copies(in: folder) == [
                "desk.sqlite.before-step3", "desk.sqlite.before-step4", "desk.sqlite.before-step5",
            ])
        let copy = try await Database.open(
            .sqlite(path: folder.path(of: "desk.sqlite.before-step5")), logger: TestDatabase.quiet)
        #expect(try await copy.bodies() == ["after 4"])
        await copy.close()
    }

    @Test func `the files of a SQLite database and of its copies are for their owner alone`() async throws {
        let folder = try TemporaryFolder()
        let database = try await Database.open(
            .sqlite(path: folder.path(of: "private/desk.sqlite")), logger: TestDatabase.quiet)
        _ = try await database.migrate([Notes.table])
        try await database.write { try $0.run("INSERT INTO note (body) VALUES ('secret')") }
        try await database.copy(to: folder.path(of: "private/copy.sqlite"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "private"))
        #expect(names.count >= 3)
        for name in names {
            let facts = try FileManager.default.attributesOfItem(atPath: folder.path(of: "private/\(name)"))
            #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        await database.close()

        let copy = try await Database.open(
            .sqlite(path: folder.path(of: "private/copy.sqlite")), logger: TestDatabase.quiet)
        #expect(try await copy.bodies() == ["secret"])
        await copy.close()
    }

    private func copies(in folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains(".before-") }.sorted()
    }
}
