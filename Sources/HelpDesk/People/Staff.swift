import Database
import Foundation
import Mail

extension DeskTransaction {
    /// Makes `address` a member of staff, or gives a known person another role.
    /// - Throws: `DeskError.invalid` for what is no address.
    @discardableResult
    public func addStaff(_ address: String, name: String, role: Person.Role) throws -> Person {
        guard isPlausibleAddress(address) else {
            throw DeskError.invalid("address", "\(address) is not a mail address")
        }
        guard var known = try person(address: address) else {
            return try addPerson(name: name, address: address, role: role)
        }
        known.name = name.isEmpty ? known.name : name
        try run("UPDATE person SET role = \(role), name = \(known.name), disabled_at = NULL WHERE id = \(known.id)")
        known.role = role
        known.isDisabled = false
        return known
    }

    /// Takes every access away: sessions, tokens and open links. What the person has written stays.
    /// - Throws: `DeskError.conflict` for the last owner.
    public func disable(_ person: Person) throws {
        let owners =
            try value(Int.self, "SELECT count(*) FROM person WHERE role = 'owner' AND disabled_at IS NULL") ?? 0
        guard !(person.isOwner && owners <= 1) else {
            throw DeskError.conflict("\(person.displayName) is the only owner. Make another owner first.")
        }
        try run("UPDATE person SET disabled_at = \(now) WHERE id = \(person.id)")
        try run("UPDATE token SET revoked_at = \(now) WHERE person_id = \(person.id) AND revoked_at IS NULL")
        try run("DELETE FROM session WHERE person_id = \(person.id)")
        try run("DELETE FROM sign_in_link WHERE person_id = \(person.id)")
    }
}

/// Something before and something after one `@`, without blanks and controls: enough to try to write to it.
public func isPlausibleAddress(_ text: String) -> Bool {
    guard text.utf8.count <= 254,
        text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 && !"<>,;()\"".unicodeScalars.contains($0) })
    else { return false }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].count >= 3 && !parts[1].hasPrefix(".")
        && !parts[1].hasSuffix(".")
}

extension DeskTransaction {
    /// A member of staff by id, UUID or address.
    /// - Throws: `DeskError.invalid` for anybody else.
    public func staffMember(_ reference: String) throws -> Person {
        let found = try staff().first { person in
            String(person.id) == reference || person.uuid.uuidString.lowercased() == reference.lowercased()
                || person.email.map(folded) == folded(reference)
        }
        guard let found else {
            throw DeskError.invalid("assigned_to", "“\(reference.prefix(60))” is not a member of staff")
        }
        return found
    }
}
