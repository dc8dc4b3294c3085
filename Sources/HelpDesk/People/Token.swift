import Database

extension DeskTransaction {
    /// Makes a token that acts as `person`; its secret is shown once, here.
    public func makeToken(of person: Person, name: String) throws -> Secret {
        let secret = Secret.new(prefix: "deskbell_")
        try run(
            """
            INSERT INTO token (secret_hash, person_id, name, created_at)
            VALUES (\(secret.hash), \(person.id), \(name), \(now))
            """)
        return secret
    }

    /// Whose token this is; nil for an unknown, revoked or disabled one.
    public func person(token secret: Secret) throws -> Person? {
        try first(
            Person.self,
            """
            SELECT \(Person.columns) FROM token JOIN person ON person.id = token.person_id
            WHERE token.secret_hash = \(secret.hash) AND token.revoked_at IS NULL AND person.disabled_at IS NULL
            """)
    }
}
