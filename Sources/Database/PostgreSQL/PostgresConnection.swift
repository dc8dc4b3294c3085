internal import CLibPQ

/// One connection, used on one thread alone. It is always in libpq's pipeline mode: what is sent waits until somebody
/// needs an answer, so that BEGIN, the first statement and its preparation go out together.
final class PostgresConnection {
    let raw: OpaquePointer
    /// Whether the connection is of no more use.
    private(set) var isLost = false
    /// Whether the server has answered anything in this transaction.
    private(set) var hasAnswered = false

    private var sent: [Sent] = []
    private var sentBytes = 0
    private var posted = 0
    private var statements = PostgresStatements()
    private var cancellation = Cancellation()

    /// A command that the server has not answered yet.
    private enum Sent {
        case prepare(PostgresStatement)
        case command(sql: String)
        case synchronization
    }

    /// How much may be on its way before we wait for the answers: the server keeps them all in memory.
    private static let limit = (commands: 500, bytes: 1 << 20)

    init(_ raw: OpaquePointer) {
        self.raw = raw
        PQenterPipelineMode(raw)
    }

    deinit { PQfinish(raw) }

    /// Whether the server has hung up while nobody was looking. Costs two system calls.
    var isClosedByServer: Bool {
        // The first call reads the farewell, where there is one, and the second the end.
        PQconsumeInput(raw) == 0 || PQconsumeInput(raw) == 0
    }
}

// MARK: A transaction's beginning and ends

extension PostgresConnection {
    func begin(_ isolation: PostgresDatabase.Isolation, _ cancellation: Cancellation) throws {
        try receiveAll()
        self.cancellation = cancellation
        hasAnswered = false
        if statements.isFull {
            statements.removeAll()
            try control("DEALLOCATE ALL", isPrepared: false)
        }
        try control(isolation.rawValue)
    }

    /// Sends the notifications and the commit, and waits for the answer.
    /// - Throws: `DatabaseError.commitUnknown` where none came.
    func commit(_ notifications: [Database.Notification]) throws {
        for notification in notifications {
            let payload = PostgresListener.payload(of: notification)
            try post("SELECT pg_notify(\(PostgresListener.channel), \(payload))")
        }
        try control("COMMIT")
        let answer: PostgresResult?
        do {
            answer = try drain()
        } catch DatabaseError.connectionLost {
            throw DatabaseError.commitUnknown
        }
        // The server answers ROLLBACK to the commit of a transaction that has failed.
        guard answer?.command == "COMMIT" else { throw DatabaseError.failedBefore("a statement failed unnoticed") }
    }

    /// Ends a transaction that has only read, without waiting for the answer.
    func end() throws {
        try drain()
        try control("COMMIT")
        try synchronize()
        guard PQflush(raw) == 0 else { throw lost() }
    }

    /// Undoes the transaction, whatever state it is in.
    func rollback() {
        cancellation = Cancellation()
        _ = try? drain()
        guard !isLost else { return }
        // Outside a transaction this is only a warning.
        do {
            try control("ROLLBACK")
            try drain()
        } catch {
            isLost = true
        }
    }
}

// MARK: Statements

extension PostgresConnection {
    /// Sends a statement and waits for its answer.
    func answer(to sql: SQL) throws -> Answer {
        try cancellation.check()
        try send(sql)
        guard let answer = try drain() else { return Answer(rows: [], changes: 0) }
        return Answer(rows: try answer.rows(), changes: answer.changes)
    }

    /// Sends a statement. Waits only where too much is on its way.
    func post(_ sql: SQL) throws {
        try send(sql)
        posted += 1
        guard sent.count >= Self.limit.commands || sentBytes >= Self.limit.bytes else { return }
        try settle()
    }

    /// Waits for the answers to all that was sent.
    func settle() throws {
        try cancellation.check()
        try drain()
    }

    /// Waits for the answers to what was posted, if anything was.
    func settlePosted() throws {
        if posted > 0 { try settle() }
    }

    /// Sends a command without values.
    func control(_ text: String) throws { try control(text, isPrepared: true) }

    /// Runs several statements without values.
    func script(_ text: String) throws {
        try settle()
        guard PQexitPipelineMode(raw) == 1 else { throw lost() }
        let result = PostgresResult(PQexec(raw, text))
        PQenterPipelineMode(raw)
        try check(result, sql: text)
    }

    private func control(_ text: String, isPrepared: Bool) throws {
        if isPrepared { return try send(SQL(template: text, values: [])) }
        guard PQsendQueryParams(raw, text, 0, nil, nil, nil, nil, 1) == 1 else { throw lost() }
        sent.append(.command(sql: text))
    }

    private func send(_ sql: SQL) throws {
        let statement: PostgresStatement, count = Int32(sql.values.count)
        if let known = statements.find(sql) {
            statement = known
        } else {
            statement = statements.add(sql)
            guard PQsendPrepare(raw, statement.name, statement.text, count, statement.types) == 1 else { throw lost() }
            sent.append(.prepare(statement))
        }
        let parameters = PostgresParameters(sql.values)
        let isSent = parameters.withPointers { pointers, lengths, formats in
            PQsendQueryPrepared(raw, statement.name, count, pointers, lengths, formats, 1) == 1
        }
        guard isSent else { throw lost() }
        sent.append(.command(sql: statement.text))
        sentBytes += parameters.size
    }
}

// MARK: Answers

extension PostgresConnection {
    private func synchronize() throws {
        guard PQpipelineSync(raw) == 1 else { throw lost() }
        sent.append(.synchronization)
    }

    /// Waits for all answers, and gives the last one.
    /// - Throws: what the first statement that failed says.
    @discardableResult
    private func drain() throws -> PostgresResult? {
        guard !isLost else { throw DatabaseError.connectionLost }
        guard !sent.isEmpty else { return nil }
        try synchronize()
        return try receiveAll()
    }

    @discardableResult
    private func receiveAll() throws -> PostgresResult? {
        defer {
            sent.removeAll(keepingCapacity: true)
            (sentBytes, posted) = (0, 0)
        }
        var last: PostgresResult?
        var failure: (any Error)?
        for command in sent {
            do {
                if let result = try receive(command) { last = result }
            } catch {
                if failure == nil { failure = error }
                if isLost { break }
            }
        }
        if let failure { throw failure }
        return last
    }

    private func receive(_ command: Sent) throws -> PostgresResult? {
        guard let pointer = PQgetResult(raw) else { throw lost() }
        let result = PostgresResult(pointer)
        if case .synchronization = command {
            guard result.status == PGRES_PIPELINE_SYNC else { throw lost() }
            return nil
        }
        // Each command's results end with NULL.
        while let more = PQgetResult(raw) { PQclear(more) }
        switch command {
        case .prepare(let statement):
            if !result.isFine { statements.remove(statement) }
            try check(result, sql: statement.text)
            return nil
        case .command(let sql):
            try check(result, sql: sql)
            return result
        case .synchronization: return nil
        }
    }

    private func check(_ result: PostgresResult, sql: String) throws {
        if result.isFine {
            hasAnswered = true
            return
        }
        // A command that was skipped since one before it failed; that one's error is the one that counts.
        if result.status == PGRES_PIPELINE_ABORTED { throw DatabaseError.failedBefore(DatabaseError.excerpt(of: sql)) }
        let error = PostgresErrors.error(result, sql: sql)
        if error == .connectionLost || PQstatus(raw) != CONNECTION_OK { throw lost() }
        hasAnswered = true
        throw error
    }

    private func lost() -> DatabaseError {
        isLost = true
        return .connectionLost
    }
}
