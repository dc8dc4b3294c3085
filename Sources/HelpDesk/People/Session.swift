import Database

/// A browser that is signed in.
enum Session {
    static let staffSeconds = 30.0 * 86_400
    static let customerSeconds = 180.0 * 86_400
}

extension DeskTransaction {
    /// Starts a session; the secret goes into the cookie.
    public func startSession(of person: Person, userAgent: String?) throws -> Secret {
        let secret = Secret.new()
        let expiry = now + (person.isStaff ? Session.staffSeconds : Session.customerSeconds)
        try run(
            """
            INSERT INTO session (secret_hash, person_id, created_at, expires_at, user_agent)
            VALUES (\(secret.hash), \(person.id), \(now), \(expiry), \(userAgent.map { String($0.prefix(300)) }))
            """)
        return secret
    }

    /// Who is signed in with this cookie, if anybody is.
    public func person(session secret: Secret) throws -> Person? {
        try first(
            Person.self,
            """
            SELECT \(Person.columns) FROM session JOIN person ON person.id = session.person_id
            WHERE session.secret_hash = \(secret.hash) AND session.expires_at > \(now) AND person.disabled_at IS NULL
            """)
    }

    /// Signs a browser out. A session that is unknown or over makes no difference.
    public func endSession(_ secret: Secret) throws {
        try run("DELETE FROM session WHERE secret_hash = \(secret.hash)")
    }
}
