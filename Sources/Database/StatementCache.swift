/// Prepared statements by their text. When it is full, the half that was not used lately goes.
struct StatementCache<Statement> {
    private struct Entry {
        let statement: Statement
        var lastUse: Int
    }

    private let limit: Int
    private var entries: [Text: Entry] = [:]
    private var uses = 0

    init(limit: Int) {
        self.limit = limit
    }

    mutating func value(for text: String, orMake make: () throws -> Statement) rethrows -> Statement {
        let text = Text(text: text)
        uses += 1
        if let index = entries.index(forKey: text) {
            entries.values[index].lastUse = uses
            return entries.values[index].statement
        }
        if entries.count >= limit { evict() }
        let statement = try make()
        entries[text] = Entry(statement: statement, lastUse: uses)
        return statement
    }

    private mutating func evict() {
        let middle = entries.values.map(\.lastUse).sorted()[entries.count / 2]
        entries = entries.filter { $0.value.lastUse > middle }
    }
}

/// The text of a statement, which is compared whole but hashed by its length and its end: to hash all of it takes longer than
/// to find the statement.
private struct Text: Hashable {
    let text: String

    func hash(into hasher: inout Hasher) {
        hasher.combine(text.utf8.count)
        for byte in text.utf8.suffix(16) { hasher.combine(byte) }
    }
}
