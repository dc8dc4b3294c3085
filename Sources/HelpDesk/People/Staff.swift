import Database
import Foundation
import Mail

extension DeskTransaction {
    /// Makes `address` a member of staff, or gives a known person another role. A customer who becomes staff is signed out
    /// everywhere: what a link in a mail has opened must not open the desk.
    /// - Throws: `DeskError.invalid` for what is no address.
    @discardableResult
    public func addStaff(_ address: String, name: String, role: Person.Role) throws -> Person {
        guard isPlausibleAddress(address) else {
            throw DeskError.invalid("address", "\(address) is not a mail address")
        }
        guard var known = try person(address: address) else {
            return try addPerson(name: name, address: address, role: role)
        }
        if known.isOwner, role != .owner { try requireAnotherOwner(than: known) }
        known.name = name.isEmpty ? known.name : oneLine(String(name.prefix(200)))
        if !known.isStaff { try takeAccess(of: known) }
        try run("UPDATE person SET role = \(role), name = \(known.name), disabled_at = NULL WHERE id = \(known.id)")
        known.role = role
        known.isDisabled = false
        return known
    }

    /// Takes every access away: sessions, tokens and open links. What the person has written stays.
    /// - Throws: `DeskError.conflict` for the last owner.
    public func disable(_ person: Person) throws {
        if person.isOwner { try requireAnotherOwner(than: person) }
        try run("UPDATE person SET disabled_at = \(now) WHERE id = \(person.id)")
        try takeAccess(of: person)
    }

    private func takeAccess(of person: Person) throws {
        try run("UPDATE token SET revoked_at = \(now) WHERE person_id = \(person.id) AND revoked_at IS NULL")
        try run("DELETE FROM session WHERE person_id = \(person.id)")
        try run("DELETE FROM sign_in_link WHERE person_id = \(person.id)")
    }
}

extension DeskTransaction {
    private func requireAnotherOwner(than person: Person) throws {
        let others = try value(
            Int.self,
            "SELECT count(*) FROM person WHERE role = 'owner' AND disabled_at IS NULL AND id <> \(person.id)")
        guard let others, others > 0 else {
            throw DeskError.conflict("\(person.displayName) is the only owner. Make another owner first.")
        }
    }
}

/// An address that a mail can be written to: `local@domain` as it may stand on the wire (RFC 5321 §4.1.2).
public func isPlausibleAddress(_ text: String) -> Bool {
    guard text.utf8.count <= 254, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
    return text.utf8[text.utf8.index(after: at)...].count >= 3 && Mail.Address(name: nil, address: text).canBeWritten
}

/// One line of text as it may stand in a header: line breaks and other controls are blanks.
func oneLine(_ text: String) -> String {
    // All controls and separators that count here are below a blank, or begin with one of these bytes of UTF-8.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != 0xc2 && $0 != 0xe2 }) {
        guard text.utf8.first == 0x20 || text.utf8.last == 0x20 else { return text }
        return text.trimmingCharacters(in: .whitespaces)
    }
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
        let isControl =
            scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar.value == 0x2028
            || scalar.value == 0x2029
        return isControl ? " " : scalar
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view).trimmingCharacters(in: .whitespaces)
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
