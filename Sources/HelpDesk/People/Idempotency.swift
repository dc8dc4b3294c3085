import Database

/// An answer that was given before to the same request under the same key.
public struct RememberedAnswer: Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The JSON that was answered.
    public let body: String

    /// An answer to be given again.
    public init(status: Int, body: String) {
        self.status = status
        self.body = body
    }
}

extension DeskTransaction {
    /// Does the work once for each key of a person within a day: a repeated call gets the first answer.
    /// - Parameter request: what was asked for; another request under the same key is a mistake of the caller.
    /// - Throws: `DeskError.conflict` for that mistake.
    public func once(
        _ key: String?, by person: Person, request: [UInt8], _ work: () throws -> RememberedAnswer
    ) throws -> RememberedAnswer {
        guard let key, !key.isEmpty else { return try work() }
        guard key.utf8.count <= 200 else { throw DeskError.invalid("Idempotency-Key", "is longer than 200 bytes") }
        let hash = sha256(request)
        let row = try sql.rows(
            "SELECT request_hash, status, body FROM idempotency_key WHERE person_id = \(person.id) AND name = \(key)"
        ).first
        if let row {
            guard try row["request_hash"] == hash else {
                throw DeskError.conflict("This Idempotency-Key was used for another request. Use a new one.")
            }
            return RememberedAnswer(status: try row["status"], body: try row["body"])
        }
        let answer = try work()
        try run(
            """
            INSERT INTO idempotency_key (person_id, name, request_hash, status, body, created_at)
            VALUES (\(person.id), \(key), \(hash), \(answer.status), \(answer.body), \(now))
            """)
        return answer
    }
}
