import Database
import Mail

/// Whom a welcome link is for: a known person, or whoever becomes the first owner.
public struct Welcomed: Sendable, Equatable {
    /// Nil: not known yet, to be typed.
    public let address: String?
}

extension DeskTransaction {
    /// Whom the link is for; nil where it was used or has expired, or where an owner has come by another way meanwhile.
    public func welcomed(by secret: Secret) throws -> Welcomed? {
        guard try isLinkValid(secret, for: .welcome) else { return nil }
        let id = try value(Int64.self, "SELECT person_id FROM sign_in_link WHERE secret_hash = \(secret.hash)")
        if let id { return try person(id: id).map { Welcomed(address: $0.email) } }
        return try staff().isEmpty ? Welcomed(address: nil) : nil
    }
}

extension Desk {
    /// How long a password must be, for the forms that ask for one.
    public static let minimumPasswordCharacters = Password.minimumCharacters

    /// Uses a welcome link up: the person, or the new first owner, gets the password. Sessions from before end.
    /// - Throws: `DeskError.forbidden` for a link that is no longer good, `.invalid` for a bad password or address.
    public func welcome(by secret: Secret, address: String, name: String, password: String) async throws -> Person {
        let hash = try await Password.hash(password)
        return try await write { tx in
            guard try tx.welcomed(by: secret) != nil else {
                throw DeskError.forbidden("This link was used already or has expired.")
            }
            let link = try tx.sql.rows(
                "DELETE FROM sign_in_link WHERE secret_hash = \(secret.hash) RETURNING person_id"
            ).first
            let person: Person
            if let id: Int64 = try link?["person_id"] {
                guard let known = try tx.person(id: id) else {
                    throw DeskError.forbidden("This link is no longer valid.")
                }
                person = known
            } else {
                person = try tx.addStaff(address, name: name, role: .owner)
                try tx.run("DELETE FROM sign_in_link WHERE purpose = \(LinkPurpose.welcome) AND person_id IS NULL")
            }
            try tx.setPassword(hash: hash, of: person)
            return person
        }
    }
}
