import Database
import Testing

@Suite struct `The name of a database` {
    @Test(arguments: [
        "", "desk.sqlite", "mysql://user:hunter2@host/desk", "sqlite", "sqlite://host/file", "sqlite:folder/",
        "postgres:desk", "postgres://", "sqlite:a\0b",
    ])
    func `one that is not understood is refused with what to write, and not quoted`(text: String) {
        let error = #expect(throws: DatabaseError.self) { try DatabaseLocation(parsing: text, relativeTo: "/data") }
        #expect(error?.description.contains("Write sqlite: for a file in the data folder") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        ("sqlite:", "/data/deskbell.sqlite"), ("sqlite:a/b.sqlite", "/data/a/b.sqlite"), ("SQLite:/a.db", "/a.db"),
        ("sqlite:///a.db", "/a.db"), ("sqlite:Ω 1.db", "/data/Ω 1.db"),
    ])
    func `SQLite's is a file`(text: String, path: String) throws {
        #expect(try DatabaseLocation(parsing: text, relativeTo: "/data") == .sqlite(path: path))
    }

    @Test func `PostgreSQL's is a URL, and its password is not printed`() throws {
        let location = try DatabaseLocation(parsing: "postgresql://a:hunter2@db:5433/desk", relativeTo: "/data")
        #expect(location == .postgres(url: "postgresql://a:hunter2@db:5433/desk"))
        #expect("\(location) \(String(reflecting: location))" == "postgres://db:5433/desk postgres://db:5433/desk")
    }
}
