import Testing

@Suite struct `The borders between the modules` {
    @Test(arguments: Borders.allowed.keys.sorted())
    func `a module imports what it may and nothing else`(_ target: String) throws {
        let allowed = try #require(Borders.allowed[target]).union(Borders.everywhere)
        let files = SourceTree.sources.filter { $0.target == target }
        #expect(!files.isEmpty, "no source in Sources/\(target): is the list in Borders.swift out of date?")

        let crossings = files.flatMap { file in
            file.imports.map(\.module).filter { !allowed.contains($0) }.map { "\(file.path) imports \($0)" }
        }
        #expect(crossings.isEmpty, "ARCHITECTURE.md tells what each module is for")
    }

    @Test func `every folder of Sources is a module that has its border`() throws {
        let known = Set(Borders.allowed.keys).union(Borders.systemLibraries)
        let unknown = try SourceTree.folders(in: "Sources").filter { !known.contains($0) }
        #expect(unknown.isEmpty, "say in Borders.swift what it may import")
    }

    @Test func `SQL stands in HelpDesk alone`() {
        let statement = #/\b(SELECT .* FROM|INSERT INTO|DELETE FROM|UPDATE [a-z_]+ SET) /#
        let places = SourceTree.sources.filter { ["Deskbell", "Mail", "Web"].contains($0.target) }
            .flatMap { file in file.code.filter { $0.text.contains(statement) }.map { "\(file.path):\($0.number)" } }
        #expect(places.isEmpty)
    }

    @Test func `the two databases are told apart in the schema, the search and the queues alone`() {
        let places = SourceTree.sources.filter { $0.target == "HelpDesk" }
            .filter { file in !Borders.dialectHomes.contains { file.path.hasPrefix($0) } }
            .flatMap { $0.places(of: #/\.engine\b|\.postgres\b|\.sqlite\b/#) }
        #expect(places.isEmpty)
    }

    @Test func `HelpDesk opens no connection of its own`() {
        let places = SourceTree.sources.filter { $0.target == "HelpDesk" }
            .flatMap { $0.places(of: #/\bURLSession\b|\bsocket\(|\bconnect\(/#) }
        #expect(places.isEmpty)
    }

    @Test(
        arguments: [
            ("", nil),
            ("import", nil),
            ("important(GRDB)", nil),
            ("let text = \"import GRDB\"", nil),
            ("import GRDB", "GRDB"),
            ("    import GRDB", "GRDB"),
            ("import struct GRDB.Row", "GRDB"),
            ("@preconcurrency public import GRDB", "GRDB"),
            ("@_exported import CLibPQ;", "CLibPQ"),
        ] as [(String, String?)])
    func `an import is read in each of its spellings`(_ line: String, _ module: String?) {
        #expect(Import(Substring(line))?.module == module)
    }
}
