import Foundation
import HelpDesk
import Hummingbird

/// The tokens that scripts and services come with, for owners. A secret is shown once, in the answer that made it.
struct TokenAPI {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.get("tokens", use: list)
        api.post("tokens", use: create)
        api.get("tokens/:id", use: read)
        api.patch("tokens/:id", use: rename)
        api.delete("tokens/:id", use: revoke)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let items = try await site.desk.read { tx in try tx.tokens().map { try tx.apiToken($0) } }
        return .json(APIList(items: items, next: nil, total: items.count))
    }

    @Sendable func read(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let id = try tokenID(context)
        return .json(try await site.desk.read { tx in try tx.apiToken(tx.token(id: id)) })
    }

    /// `{"name","user","scopes"}`: user by address or id, absent: myself; scopes absent: whatever the user may do.
    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let (body, _) = try await request.body(TokenBody.self)
        let answer = try await site.desk.write { tx in
            let person = try body.user.map { try tx.staffMember($0.text) } ?? owner
            let scopes = Set(try (body.scopes ?? []).map { try Token.Scope(parsing: $0) })
            let made = try tx.addToken(of: person, name: body.name ?? "", scopes: scopes)
            var token = try tx.apiToken(made.token)
            token.token = made.secret.text
            return token
        }
        return .json(answer, status: .created)
    }

    @Sendable func rename(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let id = try tokenID(context)
        let (body, _) = try await request.body(TokenBody.self)
        guard let name = body.name else { throw Refusal.invalid(["name": "is missing"]) }
        return .json(
            try await site.desk.write { tx in
                try tx.token(id: id).rename(name, by: owner, in: tx)
                return try tx.apiToken(tx.token(id: id))
            })
    }

    @Sendable func revoke(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let id = try tokenID(context)
        try await site.desk.write { tx in try tx.token(id: id).revoke(by: owner, in: tx) }
        return .done
    }

    private func tokenID(_ context: SiteContext) throws -> Int64 {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw Refusal.notFound }
        return id
    }
}

private struct TokenBody: Decodable {
    let name: String?
    let user: Reference?
    let scopes: [String]?
}

private struct APIToken: Encodable {
    let id: Int64
    let name: String
    let user: APIPerson?
    let scopes: [String]
    let created_at: String
    /// The secret; only in the answer that made it.
    var token: String?
}

extension DeskTransaction {
    fileprivate func apiToken(_ token: Token) throws -> APIToken {
        APIToken(
            id: token.id, name: token.name, user: try person(id: token.personID).map(APIPerson.init),
            scopes: token.scopes.map(\.rawValue).sorted(), created_at: token.createdAt.rfc3339)
    }
}
