import Database

/// Somebody who works at the desk, or has worked there, as owners see it.
public struct TeamMember: Sendable, RowDecodable {
    /// Who it is; `isDisabled` where every access was taken away.
    public let person: Person
    /// Whether a password was ever chosen. Who has none waits for the first sign-in.
    public let hasPassword: Bool

    /// Reads the columns of `Person.columns`, and `has_password`.
    public init(row: Row) throws {
        person = try Person(row: row)
        hasPassword = try row["has_password"]
    }
}

extension DeskTransaction {
    /// All who work or have worked at the desk, by name. An owner's to see.
    /// - Throws: `DeskError.forbidden`.
    public func team(seenBy actor: Viewer) throws -> [TeamMember] {
        try actor.requireOwner()
        return try all(
            TeamMember.self,
            """
            SELECT \(Person.columns),
                CAST(CASE WHEN person.password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password
            FROM person WHERE role <> 'customer' ORDER BY name, id LIMIT 1000
            """)
    }

    /// Lets somebody work at the desk who does not yet. An owner's to do.
    /// - Returns: the secret of the link by which the new colleague chooses a password.
    /// - Throws: `DeskError.forbidden`; `.invalid` with the field `address` for what is no address or is one of our mailboxes;
    ///   `.conflict` for what belongs to somebody who works here.
    public func hire(_ address: String, name: String, role: Person.Role, by actor: Viewer) throws -> (Person, Secret) {
        try actor.requireOwner()
        guard try person(address: address)?.isStaff != true else {
            throw DeskError.conflict("\(address.prefix(60)) belongs to somebody who works here already.")
        }
        guard try !isOurs(address) else { throw DeskError.invalid("address", "is a mailbox of the desk") }
        let person = try addStaff(address, name: String(oneLine(name).prefix(200)), role: role)
        return (person, try makeLink(.welcome, person: person))
    }
}

extension TeamMember {
    /// A link by which this person chooses a password, once, whether or not there is one. An owner's to hand out.
    /// - Throws: `DeskError.forbidden`; `.conflict` for somebody whose access was taken away.
    public func newLink(by actor: Viewer, in tx: DeskTransaction) throws -> Secret {
        try actor.requireOwner()
        guard person.isStaff else { throw DeskError.conflict("\(person.displayName) does not work here any more.") }
        return try tx.makeLink(.welcome, person: person)
    }

    /// Gives or takes the right to change settings. An owner's to do, of others.
    /// - Throws: `DeskError.forbidden`; `.conflict` for oneself and for somebody whose access was taken away.
    public func change(role: Person.Role, by actor: Viewer, in tx: DeskTransaction) throws {
        try requireOther(than: actor)
        guard person.isStaff, let address = person.email else {
            throw DeskError.conflict("\(person.displayName) does not work here any more.")
        }
        try tx.addStaff(address, name: "", role: role)
    }

    /// Takes every access away. An owner's to do, of others.
    /// - Throws: `DeskError.forbidden`; `.conflict` for oneself.
    public func retire(by actor: Viewer, in tx: DeskTransaction) throws {
        try requireOther(than: actor)
        try tx.disable(person)
    }

    /// Lets somebody work here again, as before; the password from then is good again. An owner's to do.
    /// - Throws: `DeskError.forbidden`.
    public func restore(by actor: Viewer, in tx: DeskTransaction) throws {
        try requireOther(than: actor)
        guard let address = person.email else { return }
        try tx.addStaff(address, name: "", role: person.role)
    }

    private func requireOther(than actor: Viewer) throws {
        try actor.requireOwner()
        guard actor.person?.id != person.id else {
            throw DeskError.conflict("Nobody changes the own rights: another owner does.")
        }
    }
}
