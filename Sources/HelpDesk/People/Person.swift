import Database
import Foundation
import Mail

/// Somebody who writes to the desk or works at it.
public struct Person: Sendable, Identifiable, Equatable {
    /// Key of the row, by which forms of staff pages name colleagues.
    public let id: Int64
    /// The `id` of the API.
    public let uuid: UUID
    /// As it was given or learned from mail; empty where none is known. At most 200 characters.
    public var name: String
    /// What this person may do, as long as `isDisabled` is false.
    public var role: Role
    /// The address that mail to this person goes to; nil for a customer known by phone only.
    public var email: String?
    /// E.164.
    public var phone: String?
    /// The language of mail and pages for this person; nil: not known.
    public var language: Language?
    /// Every access was taken away; what the person has written stays.
    public var isDisabled: Bool

    /// What somebody may do: a customer sees own tickets alone, an agent works on all of them, an owner also changes
    /// settings.
    public enum Role: String, Sendable, CaseIterable {
        case customer, agent, owner
    }

    /// An agent or owner who is not disabled.
    public var isStaff: Bool { role != .customer && !isDisabled }
    /// An owner who is not disabled.
    public var isOwner: Bool { role == .owner && !isDisabled }
    /// What to call this person where no name is known: the part of the address before the `@`.
    public var displayName: String {
        if !name.isEmpty { return name }
        return email.map { String($0.prefix { $0 != "@" }) } ?? phone ?? "?"
    }
}

extension Person: RowDecodable {
    static let columns: SQL =
        "person.id, person.uuid, person.name, person.role, person.email, person.phone, person.language, person.disabled_at"

    /// Reads the columns of `Person.columns`.
    public init(row: Row) throws {
        id = try row["id"]
        uuid = try row["uuid"]
        name = try row["name"]
        role = Role(rawValue: try row["role"]) ?? .customer
        email = try row["email"]
        phone = try row["phone"]
        language = (try row["language"] as String?).flatMap(Language.init)
        isDisabled = (try row["disabled_at"] as Int64?) != nil
    }
}

extension DeskTransaction {
    /// The person of this id, disabled or not.
    public func person(id: Int64) throws -> Person? {
        try first(Person.self, "SELECT \(Person.columns) FROM person WHERE id = \(id)")
    }

    /// The person to whom this address belongs, disabled or not. The address is compared as `folded` writes it, and
    /// need not be the one that mail goes to.
    public func person(address: String) throws -> Person? {
        try first(
            Person.self,
            """
            SELECT \(Person.columns) FROM person_address JOIN person ON person.id = person_address.person_id
            WHERE person_address.folded = \(folded(address))
            """)
    }

    /// All who may work at the desk, by name.
    public func staff() throws -> [Person] {
        try all(
            Person.self,
            """
            SELECT \(Person.columns) FROM person WHERE role <> 'customer' AND disabled_at IS NULL
            ORDER BY name, id
            """)
    }

    /// The person at this address; a customer is made where nobody is known by it. A name is learned, never overwritten.
    func contact(_ address: Mail.Address, known: Person? = nil) throws -> Person {
        if let known = try known ?? person(address: address.address) {
            guard known.name.isEmpty, let name = address.name, !name.isEmpty else { return known }
            try run("UPDATE person SET name = \(oneLine(String(name.prefix(200)))) WHERE id = \(known.id)")
            return try person(id: known.id) ?? known
        }
        return try addPerson(name: address.name ?? "", address: address.address, role: .customer)
    }

    func addPerson(name: String, address: String?, role: Person.Role) throws -> Person {
        let uuid = newPublicID(at: now), name = oneLine(String(name.prefix(200)))
        let id = try insert(
            """
            INSERT INTO person (uuid, name, role, email, created_at)
            VALUES (\(uuid), \(name), \(role), \(address), \(now))
            """)
        let person = Person(id: id, uuid: uuid, name: name, role: role, email: address, isDisabled: false)
        guard let address else { return person }
        try run(
            """
            INSERT INTO person_address (folded, address, person_id)
            VALUES (\(folded(address)), \(address), \(person.id))
            """)
        return person
    }
}

/// An address as it is compared: host and local part without case.
func folded(_ address: String) -> String { Mail.Address(name: nil, address: address).key }

extension DeskTransaction {
    /// The person at an address that staff have typed; a customer is made where nobody is known by it.
    /// - Throws: `DeskError.invalid` for what is no address.
    public func customer(at address: String) throws -> Person {
        guard isPlausibleAddress(address) else {
            throw DeskError.invalid("user", "“\(address.prefix(60))” is not a mail address")
        }
        return try contact(Mail.Address(name: nil, address: address))
    }
}
