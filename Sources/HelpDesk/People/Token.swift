import Database

/// A bearer token of the API. Its secret is shown once, when it is made.
public struct Token: Sendable, Identifiable, RowDecodable {
    /// Key of the row.
    public let id: Int64
    /// Whom it acts as.
    public let personID: Int64
    /// What it is for, in the words of whoever made it; at most 200 characters.
    public let name: String
    /// What it is limited to; empty: whatever its person may do.
    public let scopes: Set<Scope>
    /// When it was made.
    public let createdAt: Instant
    /// When it was taken back; nil while it works.
    public let revokedAt: Instant?

    /// What a token can be limited to; stored under these names, which the API and the command line take too.
    public enum Scope: String, Sendable, CaseIterable {
        /// Bring mail in, and nothing else.
        case mailIn = "mail:in"
    }

    /// Reads a row of `token`.
    public init(row: Row) throws {
        id = try row["id"]
        personID = try row["person_id"]
        name = try row["name"]
        scopes = Scope.set(try row["scopes"])
        createdAt = try row["created_at"]
        revokedAt = try row["revoked_at"]
    }
}

extension Token.Scope {
    /// - Throws: `DeskError.invalid` for a name that no scope has.
    public init(parsing text: String) throws {
        guard let scope = Self(rawValue: text) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw DeskError.invalid("scopes", "“\(text.prefix(40))” is no scope; there is \(names)")
        }
        self = scope
    }

    fileprivate static func set(_ text: String) -> Set<Self> {
        Set(text.split(separator: " ").compactMap { Self(rawValue: String($0)) })
    }
}

/// Whoever presents a token, and what it is limited to.
public struct Bearer: Sendable, Equatable {
    /// Whom the token acts as; never a disabled person.
    public let person: Person
    /// Empty: whatever the person may do.
    public let scopes: Set<Token.Scope>

    /// Mail is brought in by tokens that are made for it, and by unlimited ones of staff.
    public var mayBringMail: Bool { scopes.contains(.mailIn) || scopes.isEmpty && person.isStaff }
}

extension DeskTransaction {
    /// Makes a token that acts as `person`; its secret is shown once, here.
    /// - Parameter scopes: what it is limited to; empty: nothing.
    public func makeToken(of person: Person, name: String, scopes: Set<Token.Scope> = []) throws -> Secret {
        try addToken(of: person, name: name, scopes: scopes).secret
    }

    /// The same together with the row.
    public func addToken(of person: Person, name: String, scopes: Set<Token.Scope>) throws -> (
        token: Token, secret: Secret
    ) {
        let secret = Secret.new(prefix: "deskbell_")
        let list = scopes.map(\.rawValue).sorted().joined(separator: " ")
        let token = try inserted(
            Token.self,
            """
            INSERT INTO token (secret_hash, person_id, name, scopes, created_at)
            VALUES (\(secret.hash), \(person.id), \(tokenName(name)), \(list), \(now)) RETURNING *
            """)
        return (token, secret)
    }

    /// Who presents this token; nil for an unknown or revoked one, and for that of a disabled person.
    public func bearer(_ secret: Secret) throws -> Bearer? {
        let row = try sql.rows(
            """
            SELECT token.scopes, \(Person.columns) FROM token JOIN person ON person.id = token.person_id
            WHERE token.secret_hash = \(secret.hash) AND token.revoked_at IS NULL AND person.disabled_at IS NULL
            """
        ).first
        guard let row else { return nil }
        return Bearer(person: try Person(row: row), scopes: Token.Scope.set(try row["scopes"]))
    }

    /// All tokens that work, newest first.
    public func tokens() throws -> [Token] {
        try all(Token.self, "SELECT * FROM token WHERE revoked_at IS NULL ORDER BY id DESC LIMIT 1000")
    }

    /// A token that works.
    /// - Throws: `DeskError.notFound`.
    public func token(id: Int64) throws -> Token {
        let found = try first(Token.self, "SELECT * FROM token WHERE id = \(id) AND revoked_at IS NULL")
        guard let found else { throw DeskError.notFound("Token") }
        return found
    }
}

extension Token {
    /// Gives it another name.
    /// - Throws: `DeskError.forbidden` for anybody but an owner.
    public func rename(_ name: String, by person: Person, in tx: DeskTransaction) throws {
        try person.requireOwner()
        try tx.run("UPDATE token SET name = \(tokenName(name)) WHERE id = \(id)")
    }

    /// Takes it back: whoever holds it is nobody from now on.
    /// - Throws: `DeskError.forbidden` for anybody but an owner.
    public func revoke(by person: Person, in tx: DeskTransaction) throws {
        try person.requireOwner()
        try tx.run("UPDATE token SET revoked_at = \(tx.now) WHERE id = \(id)")
    }
}

private func tokenName(_ name: String) -> String { oneLine(String(name.prefix(200))) }

extension Person {
    /// - Throws: `DeskError.forbidden` for anybody but an owner.
    public func requireOwner() throws {
        guard isOwner else { throw DeskError.forbidden("Only an owner may do this.") }
    }
}
