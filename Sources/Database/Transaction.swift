/// One transaction: everything in it happens, or nothing does. It lives only as long as the closure that it is handed
/// to, which may run more than once (PostgreSQL asks for that when transactions get in each other's way).
///
/// Once a statement has failed, the rest of the transaction, or of the innermost `savepoint`, is refused, on both
/// engines: an error that is caught and forgotten cannot lead to half a change.
public final class Transaction {
    /// The moment of the transaction: one for all that it writes, and the same when it runs again.
    public let now: Instant
    /// The engine, for statements that differ: only the schema, the search and the job queue have any.
    public let engine: Engine
    /// Whether nothing may be changed.
    public let isReadOnly: Bool

    private let connection: Connection
    private var failure: (any Error)?
    private var depth = 0
    private(set) var notifications: [Database.Notification] = []
    private var actions: [@Sendable () -> Void] = []

    /// The two connections that a transaction can run on.
    enum Connection {
        case sqlite(SQLiteConnection)
        case postgres(PostgresConnection)
    }

    init(on connection: Connection, now: Instant, isReadOnly: Bool) {
        self.connection = connection
        self.now = now
        self.isReadOnly = isReadOnly
        switch connection {
        case .sqlite: engine = .sqlite
        case .postgres: engine = .postgres
        }
    }
}

// MARK: Reading

extension Transaction {
    /// All rows of an answer.
    public func all<T: RowDecodable>(_ type: T.Type, _ sql: SQL) throws -> [T] {
        try rows(sql).map(T.init(row:))
    }

    /// The first row, or nil where there is none.
    public func first<T: RowDecodable>(_ type: T.Type, _ sql: SQL) throws -> T? {
        try answer(to: sql, limit: 1).rows.first.map(T.init(row:))
    }

    /// The first column of the first row; nil where there is no row or it has NULL.
    public func value<T: SQLReadable>(_ type: T.Type, _ sql: SQL) throws -> T? {
        guard let row = try answer(to: sql, limit: 1).rows.first, row.values.first != .null else { return nil }
        return try row[0]
    }

    /// The first column of all rows.
    public func values<T: SQLReadable>(_ type: T.Type, _ sql: SQL) throws -> [T] {
        try rows(sql).map { try $0[0] }
    }

    /// All rows of an answer, as they are.
    public func rows(_ sql: SQL) throws -> [Row] {
        try answer(to: sql, limit: .max).rows
    }
}

// MARK: Writing

extension Transaction {
    /// Runs one statement.
    /// - Returns: how many rows it changed.
    @discardableResult
    public func run(_ sql: SQL) throws -> Int {
        try answer(to: sql, limit: 0).changes
    }

    /// Inserts one row into a table whose key is the schema's `identityKey`.
    ///
    /// SQLite knows the new key for nothing, whereas its `RETURNING` first copies every page that the statement touches
    /// into a journal of the statement's own.
    /// - Parameter sql: an `INSERT` without `RETURNING`.
    /// - Returns: the `id` of the row; nil where `ON CONFLICT DO NOTHING` has kept it out.
    public func insert(_ sql: SQL) throws -> Int64? {
        switch connection {
        case .sqlite(let sqlite): try attempt { try sqlite.insert(sql) }
        case .postgres: try value(Int64.self, "\(sql) RETURNING id")
        }
    }

    /// Runs a write whose result nobody needs. PostgreSQL is not waited for: an error comes with the next statement
    /// that reads, at the end of the savepoint, or at the commit.
    public func post(_ sql: SQL) throws {
        try attempt {
            switch connection {
            case .sqlite(let sqlite): _ = try sqlite.answer(to: sql, limit: 0)
            case .postgres(let postgres): try postgres.post(sql)
            }
        }
    }

    /// Runs several statements, separated by semicolons and without values: the schema's.
    public func script(_ sql: SQL) throws {
        try attempt {
            guard sql.values.isEmpty else {
                throw DatabaseError.other(
                    sql: DatabaseError.excerpt(of: sql.text), message: "a script cannot have values")
            }
            switch connection {
            case .sqlite(let sqlite): try sqlite.script(sql.text)
            case .postgres(let postgres): try postgres.script(sql.text)
            }
        }
    }

    /// Runs `body`; what it did is undone when it throws, and the error goes on. Can be nested.
    @discardableResult
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        let (kept, planned) = (notifications.count, actions.count)
        depth += 1
        defer { depth -= 1 }
        let name = "s\(depth)"
        try attempt {
            // What was posted before and fails must fail out here, and not take the savepoint with it.
            if case .postgres(let postgres) = connection { try postgres.settlePosted() }
            try control("SAVEPOINT \(name)")
        }
        do {
            let result = try body()
            try throwFailure()
            try attempt {
                try control("RELEASE SAVEPOINT \(name)")
                if case .postgres(let postgres) = connection { try postgres.settle() }
            }
            return result
        } catch {
            notifications.removeSubrange(kept...)
            actions.removeSubrange(planned...)
            try undo(to: name)
            throw error
        }
    }

    /// Tells every listener of `Database.notifications`, on every server, once the transaction stands. Equal
    /// notifications of one transaction arrive once.
    /// - Parameters:
    ///   - channel: what it is about, at most 100 bytes, without a line break.
    ///   - payload: at most 7,500 bytes (PostgreSQL's limit is 8,000).
    public func notify(_ channel: String, _ payload: String) throws {
        guard !isReadOnly else { throw DatabaseError.readOnly }
        guard channel.utf8.count <= 100, !channel.utf8.contains(0x0A), payload.utf8.count <= 7_500 else {
            throw DatabaseError.other(sql: "NOTIFY", message: "the channel or the payload is too long")
        }
        let notification = Database.Notification(channel: channel, payload: payload)
        if !notifications.contains(notification) { notifications.append(notification) }
    }

    /// Runs `action` once the transaction stands, on the database's thread: it must be quick and must not block.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        actions.append(action)
    }
}

// MARK: The ends of a transaction

extension Transaction {
    /// Throws what has failed in the transaction, even where the error was caught.
    func throwFailure() throws {
        if let failure { throw failure }
    }

    /// What is to be done once the commit stands.
    func runActions() {
        for action in actions { action() }
    }

    private func undo(to name: String) throws {
        if failure == nil, case .postgres(let postgres) = connection { try? attempt { try postgres.settle() } }
        // After a conflict or a lost connection there is nothing to go back to: whoever catches the error here
        // must not be able to commit the rest.
        if let failure {
            guard let known = failure as? DatabaseError, !known.endsTransaction else { return }
        }
        failure = nil
        try attempt {
            try control("ROLLBACK TO SAVEPOINT \(name)")
            try control("RELEASE SAVEPOINT \(name)")
        }
    }

    private func control(_ statement: String) throws {
        switch connection {
        case .sqlite(let sqlite): try sqlite.control(statement)
        case .postgres(let postgres): try postgres.control(statement)
        }
    }

    private func answer(to sql: SQL, limit: Int) throws -> Answer {
        try attempt {
            switch connection {
            case .sqlite(let sqlite): try sqlite.answer(to: sql, limit: limit)
            case .postgres(let postgres): try postgres.answer(to: sql)
            }
        }
    }

    private func attempt<T>(_ body: () throws -> T) throws -> T {
        if let failure {
            if let known = failure as? DatabaseError, !known.endsTransaction {
                throw DatabaseError.failedBefore("\(known)")
            }
            throw failure
        }
        do {
            return try body()
        } catch {
            failure = error
            throw error
        }
    }
}

/// What a statement gave back.
struct Answer {
    var rows: [Row]
    var changes: Int
}
