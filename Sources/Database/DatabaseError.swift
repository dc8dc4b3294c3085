/// What can go wrong with a database. The texts say what to do next, and never quote bound values: they may be private.
public enum DatabaseError: Error, Sendable, Equatable {
    /// There is such a row already. Has the columns as `table.column, table.column`, or the name of the index.
    case uniqueViolation(String)
    /// A row that another one refers to is missing, or is still referred to.
    case foreignKeyViolation
    /// A value is missing or not allowed in its column. Has the column or the rule.
    case constraintViolation(String)
    /// What was read is not what the program expected. Names the column.
    case unreadable(String)
    /// There is no room left; nothing was changed.
    case diskFull
    /// A change was tried in a read transaction or on a database that may not be written.
    case readOnly
    /// A file cannot be opened. Has its path.
    case cannotOpen(String)
    /// Another process has kept the SQLite file locked for longer than we wait.
    case busy
    /// A statement was stopped because it took longer than a statement may.
    case tooSlow(sql: String)
    /// Other transactions got in the way again and again; nothing was changed.
    case conflict
    /// There is no way to the database.
    case cannotConnect(reason: String)
    /// What names the database (`DATABASE_URL`) is not understood.
    case wrongLocation(String)
    /// The connection broke before the commit; nothing was changed.
    case connectionLost
    /// The connection broke while the commit was under way: the change may stand or not.
    case commitUnknown
    /// A newer Deskbell has changed the database. Has the names of its migrations.
    case newerSchema(found: [String])
    /// The file is not a database or is damaged.
    case damaged(String)
    /// A statement came after another one in the same transaction had failed.
    case failedBefore(String)
    /// The database has been closed.
    case closed
    /// Anything else. Has the statement's beginning, without its values.
    case other(sql: String, message: String)

    /// The transaction cannot go on after this error, not even from a savepoint.
    var endsTransaction: Bool {
        switch self {
        case .diskFull, .busy, .conflict, .connectionLost, .commitUnknown, .closed, .damaged: true
        default: false
        }
    }

    /// The beginning of a statement on one line, at most 200 characters.
    static func excerpt(of sql: String) -> String {
        let words = sql.prefix(1_000).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 200 ? "\(words.prefix(200))…" : words
    }
}

extension DatabaseError: CustomStringConvertible {
    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .uniqueViolation(let columns): "The database has such a row already (\(columns))."
        case .foreignKeyViolation:
            "The database refuses the change: it would leave a reference to a row that is missing."
        case .constraintViolation(let rule): "The database refuses the value (\(rule))."
        case .unreadable(let what): "The database has something else than expected: \(what)."
        case .diskFull: "There is no room left for the database. Make room on its disk; nothing was changed."
        case .readOnly: "The database may only be read here. Check that Deskbell may write the file and its folder."
        case .cannotOpen(let path): "The file \(path) cannot be opened. Check that Deskbell may use it and its folder."
        case .busy: "Another process keeps the database locked. Stop it, or try again when it is done."
        case .tooSlow(let sql): "The database took too long and was stopped: \(sql)"
        case .conflict: "Other changes got in the way too often. Try again; nothing was changed."
        case .cannotConnect(let reason): "The database cannot be reached: \(reason). Check DATABASE_URL and the server."
        case .wrongLocation(let advice): "DATABASE_URL is not understood. \(advice)"
        case .connectionLost: "The connection to the database broke. Try again; nothing was changed."
        case .commitUnknown: "The connection to the database broke at the last moment. Look whether the change stands."
        case .newerSchema(let found):
            "A newer Deskbell has upgraded this database (\(found.joined(separator: ", "))). Run that version, or restore the copy made before the upgrade."
        case .damaged(let what): "The database is damaged or no database: \(what). Restore a backup."
        case .failedBefore(let first): "The transaction had failed before this statement: \(first)"
        case .closed: "The database has been closed."
        case .other(let sql, let message): "The database refuses a statement: \(message) (\(sql))"
        }
    }
}
