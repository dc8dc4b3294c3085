import Database
import TestKit

/// The schema that most of these tests use.
enum Notes {
    static func database(_ engine: Engine) async throws -> Database {
        try await TestDatabase.make(engine, migrations: [table])
    }

    static let table = Migration("note") { tx in
        try tx.run(
            """
            CREATE TABLE note (
                id \(tx.engine.identityKey),
                body TEXT CHECK (body <> 'forbidden'),
                number BIGINT,
                weight \(tx.engine.realType),
                raw \(tx.engine.bytesType),
                parent_id BIGINT REFERENCES note (id),
                UNIQUE (number, parent_id))
            """)
        try tx.run("CREATE UNIQUE INDEX note_number ON note (number)")
    }
}

extension Database {
    /// How many notes there are.
    func count() async throws -> Int? {
        try await read { try $0.value(Int.self, "SELECT count(*) FROM note") }
    }

    /// What all the notes say, in the order of their making.
    func bodies() async throws -> [String?] {
        try await read { try $0.values(String?.self, "SELECT body FROM note ORDER BY id") }
    }
}

/// What a test throws in the middle of a change.
struct Interruption: Error {}
