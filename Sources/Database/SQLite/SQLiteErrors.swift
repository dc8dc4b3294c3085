internal import GRDB
internal import GRDBSQLite

/// What SQLite's error codes mean to us. https://www.sqlite.org/rescode.html
enum SQLiteErrors {
    /// Runs `body` and translates GRDB's errors.
    static func translated<T>(_ sql: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as GRDB.DatabaseError {
            throw self.error(error.extendedResultCode.rawValue, error.message ?? "", sql: sql)
        }
    }

    /// The same for what waits.
    static func translated<T: Sendable>(_ sql: String, _ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as GRDB.DatabaseError {
            throw self.error(error.extendedResultCode.rawValue, error.message ?? "", sql: sql)
        }
    }

    /// Our error for an extended result code.
    static func error(_ code: Int32, _ message: String, sql: String) -> any Error {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: return constraint(code, message)
        case SQLITE_FULL: return DatabaseError.diskFull
        case SQLITE_READONLY, SQLITE_PERM: return DatabaseError.readOnly
        case SQLITE_BUSY, SQLITE_LOCKED: return DatabaseError.busy
        case SQLITE_INTERRUPT: return CancellationError()
        case SQLITE_CORRUPT, SQLITE_NOTADB: return DatabaseError.damaged(message)
        case SQLITE_CANTOPEN: return DatabaseError.cannotConnect(reason: message)
        case SQLITE_MISUSE where message.contains("closed"): return DatabaseError.closed
        default: return DatabaseError.other(sql: DatabaseError.excerpt(of: sql), message: message)
        }
    }

    private static func constraint(_ code: Int32, _ message: String) -> DatabaseError {
        let subject = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
        switch ResultCode(rawValue: code) {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            guard subject.hasPrefix("index '") else { return .uniqueViolation(subject) }
            return .uniqueViolation(String(subject.dropFirst(7).dropLast()))
        case .SQLITE_CONSTRAINT_FOREIGNKEY: return .foreignKeyViolation
        default: return .constraintViolation(subject)
        }
    }
}
