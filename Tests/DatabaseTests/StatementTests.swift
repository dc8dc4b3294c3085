import Database
import Foundation
import TestKit
import Testing

@Suite struct `Statements and their values` {
    @Test(arguments: Engine.everyEngine)
    func `hostile text is only ever a value`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let hostile = ["'; DROP TABLE note; --", "\" OR 1=1", "$1 $2", "\\", "%_", "Ω≈ç√∫ 🇷🇺👩‍👩‍👧", "", " ", "a\r\nb"]
        for text in hostile {
            let found = try await database.write { tx in
                try tx.run("INSERT INTO note (body) VALUES (\(text))")
                return try tx.values(String.self, "SELECT body FROM note WHERE body = \(text)")
            }
            #expect(found == [text])
        }
        #expect(try await database.count() == hostile.count)
        await database.close()
    }
}

/// The schema of these tests.
enum Notes {
    static func database(_ engine: Engine) async throws -> Database {
        try await TestDatabase.make(engine, migrations: [first])
    }

    static let first = Migration("0001-note") { tx in
        try tx.run(
            """
            CREATE TABLE note (
                id \(tx.engine.identityKey),
                body TEXT,
                number BIGINT UNIQUE,
                weight \(tx.engine.realType),
                raw \(tx.engine.bytesType),
                parent_id BIGINT REFERENCES note (id))
            """)
    }
}

extension Database {
    func count() async throws -> Int? {
        try await read { try $0.value(Int.self, "SELECT count(*) FROM note") }
    }
}
