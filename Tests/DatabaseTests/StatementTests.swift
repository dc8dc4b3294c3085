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

    @Test(arguments: Engine.everyEngine)
    func `an insert tells the key of its row, and none where a conflict has kept the row out`(engine: Engine)
        async throws
    {
        let database = try await Notes.database(engine)
        let (keys, found) = try await database.write { tx in
            let first = try tx.insert("INSERT INTO note (body, number) VALUES ('first', 1)")
            let again = try tx.insert("INSERT INTO note (body, number) VALUES ('again', 1) ON CONFLICT DO NOTHING")
            let second = try tx.insert("INSERT INTO note (body, number) VALUES ('second', 2)")
            let found = try tx.values(Int64.self, "SELECT id FROM note ORDER BY number")
            return ([first, again, second], found)
        }
        #expect(keys == [found.first, nil, found.last])
        #expect(found.count == 2)
        await #expect(throws: DatabaseError.uniqueViolation("note.number")) {
            try await database.write { tx in try tx.insert("INSERT INTO note (number) VALUES (1)") }
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a NUL in text is dropped, in bytes it is kept`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let row = try await database.write { tx in
            try tx.run("INSERT INTO note (body, raw) VALUES (\("a\0b\0"), \([0, 1, 0] as [UInt8]))")
            return try tx.first(Row.self, "SELECT body, raw FROM note WHERE body = \("\0ab")")
        }
        #expect(try row?["body"] == "ab")
        #expect(try row?["raw"] == [0, 1, 0] as [UInt8])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `what is not a number is NULL`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let weights = try await database.write { tx in
            try tx.values(Double?.self, "INSERT INTO note (weight) VALUES (\(Double.nan)) RETURNING weight")
        }
        #expect(weights == [nil])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `twenty megabytes come back as they went in`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        var bytes = [UInt8](repeating: 0xA7, count: 20_000_000)
        bytes[19_999_999] = 0
        let text = String(repeating: "длинно ", count: 100_000)
        let row = try await database.write { [bytes] tx in
            try tx.post("INSERT INTO note (body, raw) VALUES (\(text), \(bytes))")
            return try tx.first(Row.self, "SELECT body, raw FROM note")
        }
        let found: [UInt8] = try #require(try row?["raw"])
        #expect(Data(found) == Data(bytes))
        #expect(try row?["body"] == text)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `every type comes back as it went in, and so does NULL`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let key = UUID()
        let moment = Instant(microseconds: 1_795_168_800_123_456)
        try await database.write { tx in
            func roundTrip<T: SQLConvertible & Equatable>(_ value: T, _ column: SQL) throws {
                let found = try tx.value(T.self, "INSERT INTO note (\(column)) VALUES (\(value)) RETURNING \(column)")
                #expect(found == value)
            }
            for number in [Int64.min, -1, 0, 1, Int64.max] { try roundTrip(number, "number") }
            try tx.run("DELETE FROM note")
            for number in [-0.5, 0.1, .pi, 1e300, -.infinity] { try roundTrip(number, "weight") }
            try roundTrip(true, "number")
            try roundTrip(false, "number")
            try roundTrip(key, "raw")
            try roundTrip([] as [UInt8], "raw")
            try roundTrip(moment, "number")
            try roundTrip("text"[...], "body")
            try roundTrip(Color.red, "body")
            try roundTrip(Level.high, "number")
        }
        let empty = try await database.write { tx in
            try tx.first(
                Row.self,
                """
                INSERT INTO note (body, number, weight, raw)
                VALUES (\(nil as String?), \(nil as Int?), \(nil as Double?), \(nil as UUID?)) RETURNING *
                """)
        }
        #expect(try empty?["body"] == nil as String?)
        #expect(try empty?["number"] == nil as Instant?)
        #expect(try empty?["weight"] == nil as Double?)
        #expect(try empty?["raw"] == nil as UUID?)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a statement serves values and NULLs in any order`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let rows: [(String?, Int?, Double?)] = [
            (nil, nil, nil), ("a", nil, 1.5), (nil, 2, nil), ("b", 3, 2.5), (nil, nil, 3.5), ("c", nil, nil),
        ]
        for (body, number, weight) in rows {
            try await database.write { tx in
                try tx.run("INSERT INTO note (body, number, weight) VALUES (\(body), \(number), \(weight))")
            }
        }
        #expect(try await database.bodies() == rows.map(\.0))
        let weights = try await database.read { try $0.values(Double?.self, "SELECT weight FROM note ORDER BY id") }
        #expect(weights == rows.map(\.2))
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `lists, fragments and names compose`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        try await database.write { tx in
            for number in 1...5 { try tx.post("INSERT INTO note (number) VALUES (\(number))") }
        }
        let conditions: [SQL] = ["number IN \([1, 3, 5, 7])", "\(SQL.identifier("number")) > \(1)"]
        let query: SQL = "SELECT number FROM note WHERE \(conditions.joined(by: " AND ")) ORDER BY id LIMIT \(10)"
        #expect(try await database.read { try $0.values(Int.self, query) } == [3, 5])
        let none: SQL = "SELECT number FROM note WHERE number IN \([] as [Int])"
        #expect(try await database.read { try $0.values(Int.self, none) }.isEmpty)
        #expect(query.description.contains("number IN ($1, $2, $3, $4) AND \"number\" > $5"))
        await database.close()
    }

    @Test(arguments: Engine.everyEngine, ["a\"b", "select", "Ω", "\"; DROP TABLE note; --", "\"\""])
    func `a name is only ever a name`(engine: Engine, name: String) async throws {
        let database = try await Notes.database(engine)
        let table = SQL.identifier(name)
        let count = try await database.write { tx in
            try tx.run("CREATE TABLE \(table) (\(table) BIGINT)")
            try tx.run("INSERT INTO \(table) (\(table)) VALUES (\(7))")
            return try tx.first(Row.self, "SELECT \(table) FROM \(table)")
        }
        #expect(try count?[name] == 7)
        #expect(try await database.count() == 0)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `sums, counts and comparisons read as numbers`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let row = try await database.write { tx in
            for number in [1, 2, 4_000_000_000] { try tx.post("INSERT INTO note (number) VALUES (\(number))") }
            return try tx.first(
                Row.self,
                """
                SELECT sum(number) AS total, avg(number) AS mean, count(*) AS rows, max(number) > \(5) AS is_big,
                    \(7) AS seven, \(1) + \(5_000_000_000) AS wide, max(weight) AS absent,
                    CAST(sum(number) AS \(tx.engine.realType)) / 2 AS half
                FROM note
                """)
        }
        #expect(try row?["total"] == 4_000_000_003)
        let mean: Double? = try row?["mean"]
        #expect(abs((mean ?? 0) - 1_333_333_334.333_333) < 0.001)
        #expect(try row?["rows"] == 3)
        #expect(try row?["is_big"] == true)
        #expect(try row?["seven"] == 7)
        #expect(try row?["wide"] == 5_000_000_001)
        #expect(try row?["absent"] == nil as Double?)
        #expect(try row?["half"] == 2_000_000_001.5)
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a column that is missing or has another type is named`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let row = try #require(
            try await database.read { try $0.first(Row.self, "SELECT \("secret") AS body, \(nil as Int?) AS number") })
        let missing = #expect(throws: DatabaseError.self) { let _: Int = try row["subject"] }
        #expect(missing?.description.contains("“subject”") == true)
        let wrong = #expect(throws: DatabaseError.self) { let _: Int = try row["body"] }
        #expect(wrong?.description.contains("“body”") == true)
        #expect(wrong?.description.contains("secret") == false)
        #expect(throws: DatabaseError.self) { let _: Int = try row["number"] }
        #expect(throws: DatabaseError.self) { let _: Int = try row[2] }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a thousand different statements do not fill the memory or lose their place`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        for number in 1...1_000 {
            let list = Array(repeating: number, count: number % 700 + 1)
            let found = try await database.read {
                try $0.value(Int.self, "SELECT \(number) WHERE \(number) IN \(list)")
            }
            #expect(found == number)
        }
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `it says how many rows a statement changed`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let counts = try await database.write { tx in
            [
                try tx.run("INSERT INTO note (number) VALUES (1), (2), (3)"),
                try tx.run("UPDATE note SET body = \("x") WHERE number > 1"),
                try tx.run("UPDATE note SET body = \("x") WHERE number > 9"),
                try tx.run("INSERT INTO note (number) VALUES (1) ON CONFLICT DO NOTHING"),
                try tx.run("SELECT * FROM note"),
                try tx.run("CREATE TABLE other (id BIGINT)"),
                try tx.run("DELETE FROM note RETURNING id"),
            ]
        }
        #expect(counts == [3, 2, 0, 0, 0, 0, 3])
        await database.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `the plan of a query tells an index from a scan`(engine: Engine) async throws {
        let database = try await Notes.database(engine)
        let plan = try await database.plan(of: "SELECT * FROM note WHERE number = \(5)").joined(separator: "\n")
        #expect(!plan.isEmpty)
        await database.close()
    }
}

private enum Color: String, SQLConvertible {
    case red
}

private enum Level: Int, SQLConvertible {
    case high = 3
}
