import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// Who works here, for owners.
struct StaffAPI {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.get("staff", use: list)
        api.post("staff", use: create)
        api.get("staff/:id", use: read)
        api.patch("staff/:id", use: change)
        api.delete("staff/:id", use: disable)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let items = try await site.desk.read { tx in try tx.staff().map { APIStaff($0) } }
        return .json(APIList(items: items, next: nil, total: items.count))
    }

    @Sendable func read(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let id = try context.parameters.require("id")
        return .json(try await site.desk.read { tx in APIStaff(try tx.colleague(id)) })
    }

    /// Answers with a link by which the new member chooses a password, once.
    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let (body, raw) = try await request.body(StaffBody.self)
        let key = request.headers[.idempotencyKey], url = site.desk.settings.publicURL
        return try await site.desk.write { tx in
            try tx.once(key, by: owner, request: raw) {
                guard let email = body.email else { throw DeskError.invalid("email", "is missing") }
                guard try tx.person(address: email)?.isStaff != true else {
                    throw DeskError.conflict("\(email) is a member of staff already.")
                }
                let person = try tx.addStaff(email, name: body.name ?? "", role: try body.parsedRole() ?? .agent)
                var staff = APIStaff(person)
                staff.welcome_url = "\(url)/ops/welcome?token=\(try tx.makeLink(.welcome, person: person).text)"
                return try APIAnswer(staff, status: 201).remembered
            }
        }.response
    }

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let id = try context.parameters.require("id")
        let (body, _) = try await request.body(StaffBody.self)
        return try await site.desk.write { tx in
            let person = try tx.colleague(id)
            let role = try body.parsedRole() ?? person.role
            guard let address = person.email else { throw DeskError.notFound("Member of staff") }
            return try APIAnswer(APIStaff(try tx.addStaff(address, name: body.name ?? "", role: role)))
        }.response
    }

    /// Takes every access away; what the person has written stays.
    @Sendable func disable(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let id = try context.parameters.require("id")
        try await site.desk.write { tx in try tx.disable(tx.colleague(id)) }
        return .done
    }
}

private struct StaffBody: Decodable {
    let email: String?
    let name: String?
    let role: String?

    func parsedRole() throws -> Person.Role? {
        guard let role else { return nil }
        guard let known = Person.Role(rawValue: role), known != .customer else {
            throw DeskError.invalid("role", "must be agent or owner")
        }
        return known
    }
}

/// A member of staff as the API shows one to owners.
private struct APIStaff: Encodable {
    let id: String
    let name: String
    let email: String?
    let role: String
    /// Where a new member chooses a password; only in the answer that made one.
    var welcome_url: String?

    init(_ person: Person) {
        id = person.uuid.uuidString.lowercased()
        name = person.displayName
        email = person.email
        role = person.role.rawValue
    }
}

extension DeskTransaction {
    /// A member of staff by id, UUID or address.
    /// - Throws: `DeskError.notFound` for anybody else.
    func colleague(_ reference: String) throws -> Person {
        do { return try staffMember(reference) } catch { throw DeskError.notFound("Member of staff") }
    }
}
