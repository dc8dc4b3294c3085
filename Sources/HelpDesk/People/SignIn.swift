import Database
import Mail

/// What a one-time link is for.
public enum LinkPurpose: String, Sendable {
    /// A customer's way into the portal.
    case portal
    /// A staff member chooses a password.
    case welcome

    var seconds: Double { self == .portal ? 30 * 60 : 3 * 86_400 }
}

extension Desk {
    /// A staff member by address and password.
    /// - Throws: `DeskError.forbidden` in the same words and after the same time whether or not the address is known;
    ///   `.limited` after too many tries for one address or from one host.
    public func signIn(address: String, password: String, clientAddress: String) async throws -> Person {
        try await write { tx in
            try tx.count("sign-in:\(clientAddress)", limit: 30, perSeconds: 900)
            try tx.count("sign-in:\(folded(address))", limit: 10, perSeconds: 900)
        }
        let (person, hash) = try await read { tx in
            let person = try tx.person(address: address)
            let hash = try person.flatMap {
                try tx.value(String.self, "SELECT password_hash FROM person WHERE id = \($0.id)")
            }
            return (person, hash)
        }
        let matches = try await Password.matches(password, person?.isStaff == true ? hash : nil)
        guard matches, let person else { throw DeskError.forbidden("Wrong address or password.") }
        try await write { tx in try tx.forgetCount("sign-in:\(folded(address))") }
        return person
    }

    /// Sets a password and ends every session of the person.
    public func setPassword(_ password: String, of person: Person) async throws {
        let hash = try await Password.hash(password)
        try await write { tx in try tx.setPassword(hash: hash, of: person) }
    }

    /// Chooses another password for oneself. The current one proves that it is not somebody else at an open screen.
    /// - Throws: `DeskError.forbidden` for a wrong current password; `.limited` after ten tries in a quarter of an hour;
    ///   `.invalid` for a new one that is too short or too long.
    public func changePassword(of person: Person, from current: String, to new: String) async throws {
        let counter = "change-password:\(person.id)"
        try await write { tx in try tx.count(counter, limit: 10, perSeconds: 900) }
        let known = try await read { tx in
            try tx.value(String.self, "SELECT password_hash FROM person WHERE id = \(person.id)")
        }
        guard try await Password.matches(current, known) else { throw DeskError.forbidden("Wrong password.") }
        let hash = try await Password.hash(new)
        try await write { tx in
            try tx.setPassword(hash: hash, of: person)
            try tx.forgetCount(counter)
        }
    }
}

extension DeskTransaction {
    /// Whoever has learnt the old password is out: sessions end, and links by which to choose a password are void.
    func setPassword(hash: String, of person: Person) throws {
        try run("UPDATE person SET password_hash = \(hash) WHERE id = \(person.id)")
        try run("DELETE FROM session WHERE person_id = \(person.id)")
        try run("DELETE FROM sign_in_link WHERE person_id = \(person.id) AND purpose = \(LinkPurpose.welcome)")
    }
}

extension DeskTransaction {
    /// A link that works once; `address` stands for a customer who is not known yet.
    public func makeLink(_ purpose: LinkPurpose, person: Person?, address: String? = nil) throws -> Secret {
        let secret = Secret.new()
        try run(
            """
            INSERT INTO sign_in_link (secret_hash, person_id, address, purpose, created_at, expires_at)
            VALUES (\(secret.hash), \(person?.id), \(address), \(purpose), \(now), \(now + purpose.seconds))
            """)
        return secret
    }

    /// True while the link can still be used; looking does not use it up (mail scanners look).
    public func isLinkValid(_ secret: Secret, for purpose: LinkPurpose) throws -> Bool {
        try value(
            Int64.self,
            """
            SELECT 1 FROM sign_in_link
            WHERE secret_hash = \(secret.hash) AND purpose = \(purpose) AND expires_at > \(now)
            """) != nil
    }

    /// Uses the link up and returns its person, who is made a customer here if not known yet.
    /// - Throws: `DeskError.forbidden` where it was used before or has expired.
    public func useLink(_ secret: Secret, for purpose: LinkPurpose) throws -> Person {
        let row = try sql.rows(
            """
            DELETE FROM sign_in_link
            WHERE secret_hash = \(secret.hash) AND purpose = \(purpose) AND expires_at > \(now)
            RETURNING person_id, address
            """
        ).first
        guard let row else {
            throw DeskError.forbidden("This link was used already or has expired. Ask for a new one.")
        }
        var found: Person?
        if let id: Int64 = try row["person_id"] {
            found = try person(id: id)
        } else if let address: String = try row["address"] {
            found = try contact(Mail.Address(name: nil, address: address))
        }
        // Whoever has become staff since the link was sent needs the password.
        guard let found, !found.isDisabled, purpose == .welcome || !found.isStaff else {
            throw DeskError.forbidden("This link is no longer valid.")
        }
        return found
    }
}
