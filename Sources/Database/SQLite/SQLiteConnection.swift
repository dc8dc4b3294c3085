internal import GRDB
internal import GRDBSQLite
import Synchronization

/// One connection of the pool with the statements that it has prepared. It is handed about freely, but used only on
/// the connection's own queue.
final class SQLiteConnection: @unchecked Sendable {
    private let db: GRDB.Database
    private var statements = StatementCache<PreparedStatement>(limit: 300)

    init(_ db: GRDB.Database) {
        self.db = db
    }

    /// Runs one statement and reads at most `limit` rows; with 0 it runs to its end and its rows are dropped.
    func answer(to sql: SQL, limit: Int) throws -> Answer {
        if Task.isCancelled { throw CancellationError() }
        let prepared = try prepared(sql), statement = prepared.statement.sqliteStatement
        return try withBound(sql.values[...], to: statement, failure: { error(sql) }) {
            let before = sqlite3_total_changes(db.sqliteConnection)
            let rows = try rows(of: prepared, limit: limit) { error(sql) }
            let hasChanged = sqlite3_total_changes(db.sqliteConnection) != before
            return Answer(rows: rows, changes: hasChanged ? Int(sqlite3_changes(db.sqliteConnection)) : 0)
        }
    }

    /// Runs an `INSERT` of one row.
    /// - Returns: its key; nil where none was inserted.
    func insert(_ sql: SQL) throws -> Int64? {
        try answer(to: sql, limit: 0).changes == 0 ? nil : sqlite3_last_insert_rowid(db.sqliteConnection)
    }

    /// Begins, ends or undoes a savepoint: also where the task has been cancelled, for which the undoing may be.
    func control(_ text: String) throws {
        let sql = SQL(template: text, values: []), statement = try prepared(sql).statement.sqliteStatement
        defer { sqlite3_reset(statement) }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw error(sql) }
    }

    /// Runs statements without values.
    func script(_ text: String) throws {
        try SQLiteErrors.translated(text) { try db.execute(sql: text) }
    }

    private func prepared(_ sql: SQL) throws -> PreparedStatement {
        try statements.value(for: sql.template) {
            let text = sql.text
            return PreparedStatement(try SQLiteErrors.translated(text) { try db.makeStatement(sql: text) })
        }
    }

    private func rows(
        of prepared: PreparedStatement, limit: Int, orThrow failure: () -> any Error
    ) throws -> [Row] {
        let statement = prepared.statement.sqliteStatement
        var columns: Row.Columns?
        var rows: [Row] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return rows
            case SQLITE_ROW where limit > 0:
                let names = columns ?? prepared.columns()
                columns = names
                let values = (0..<sqlite3_column_count(statement)).map { value(at: $0, of: statement) }
                rows.append(Row(columns: names, values: values))
                if rows.count == limit { return rows }
            case SQLITE_ROW: continue
            default: throw failure()
            }
        }
    }

    private func error(_ sql: SQL) -> any Error {
        let code = sqlite3_extended_errcode(db.sqliteConnection)
        let message = String(cString: sqlite3_errmsg(db.sqliteConnection))
        // The message of a search (`fts5: syntax error near …`) quotes what was searched for.
        let mayQuote = code == SQLITE_ERROR && sql.values.contains { if case .text = $0 { true } else { false } }
        return SQLiteErrors.error(code, mayQuote ? "the statement failed" : message, sql: sql.text)
    }
}

/// A statement together with the names of its columns, which are read once.
private final class PreparedStatement {
    let statement: GRDB.Statement
    private var known: Row.Columns?

    init(_ statement: GRDB.Statement) { self.statement = statement }

    /// To be asked while the statement stands on a row: a changed table makes SQLite prepare it anew, with other columns.
    func columns() -> Row.Columns {
        let raw = statement.sqliteStatement, count = sqlite3_column_count(raw)
        if let known, known.names.count == Int(count) { return known }
        let names = (0..<count).map { column in sqlite3_column_name(raw, column).map { String(cString: $0) } ?? "" }
        let columns = Row.Columns(names)
        known = columns
        return columns
    }
}

/// Runs `body` while `values` are bound, and unbinds them. Large contents stay where they are meanwhile; SQLite copies
/// the other ones.
private func withBound<T>(
    _ values: ArraySlice<SQLValue>, to statement: OpaquePointer, failure: () -> any Error, _ body: () throws -> T
) throws -> T {
    for index in values.indices {
        guard case .bytes(let bytes) = values[index], bytes.count >= 4 << 10 else {
            if bind(values[index], at: Int32(index + 1), of: statement) == SQLITE_OK { continue }
            sqlite3_clear_bindings(statement)
            throw failure()
        }
        return try bytes.withUnsafeBytes { content in
            let result = sqlite3_bind_blob64(
                statement, Int32(index + 1), content.baseAddress, UInt64(content.count), nil)
            guard result == SQLITE_OK else {
                sqlite3_clear_bindings(statement)
                throw failure()
            }
            return try withBound(values[(index + 1)...], to: statement, failure: failure, body)
        }
    }
    defer {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }
    return try body()
}

/// Tells SQLite to copy what it is given.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private func bind(_ value: SQLValue, at index: Int32, of statement: OpaquePointer) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .text(var text):
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                // An empty buffer may have no address, and NULL would be bound.
                guard let start = characters.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, nil) }
                return sqlite3_bind_text64(
                    statement, index, start, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
            }
        }
    case .bytes(let bytes):
        guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
        return bytes.withUnsafeBytes {
            sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), transient)
        }
    }
}

private func value(at column: Int32, of statement: OpaquePointer) -> SQLValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT:
        guard let text = sqlite3_column_text(statement, column) else { return .text("") }
        let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column)))
        return .text(String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
        guard let blob = sqlite3_column_blob(statement, column) else { return .bytes([]) }
        return .bytes(Array(UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(statement, column)))))
    default: return .null
    }
}

/// Our companions of GRDB's connections.
final class SQLiteConnections: Sendable {
    private let all = Mutex<[ObjectIdentifier: SQLiteConnection]?>([:])

    /// Whether the database has been closed.
    var areClosed: Bool { all.withLock { $0 == nil } }

    subscript(db: GRDB.Database) -> SQLiteConnection {
        if let found = all.withLock({ $0?[ObjectIdentifier(db)] }) { return found }
        let connection = SQLiteConnection(db)
        all.withLock { $0?[ObjectIdentifier(db)] = connection }
        return connection
    }

    /// Lets go of all prepared statements; nothing may be running.
    func close() {
        all.withLock { $0 = nil }
    }
}
