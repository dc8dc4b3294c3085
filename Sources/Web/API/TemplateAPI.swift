import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// The words of outgoing mail, for owners. A template's id is its kind and its language: `reply.en`.
struct TemplateAPI {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.get("templates", use: list)
        api.post("templates", use: create)
        api.get("templates/:id", use: read)
        api.patch("templates/:id", use: change)
        api.delete("templates/:id", use: reset)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let items = try await site.desk.read { tx in try tx.templates().map(APITemplate.init) }
        return .json(APIList(items: items, next: nil, total: items.count))
    }

    @Sendable func read(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let (kind, language) = try context.template()
        return .json(APITemplate(try await site.desk.read { tx in try tx.template(kind, language) }))
    }

    /// `{"kind","language","subject","body"}`: puts words of one's own in place of the standard ones.
    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let (body, _) = try await request.body(TemplateBody.self)
        guard let kind = body.kind.flatMap(MailTemplate.Kind.init(rawValue:)) else {
            let kinds = MailTemplate.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal.invalid(["kind": "must be one of \(kinds)"])
        }
        guard let language = body.language.flatMap(Language.init(rawValue:)) else {
            throw Refusal.invalid(["language": "must be en or ru"])
        }
        return .json(try await set(body, kind, language, by: owner), status: .created)
    }

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let (kind, language) = try context.template()
        let (body, _) = try await request.body(TemplateBody.self)
        return .json(try await set(body, kind, language, by: owner))
    }

    private func set(
        _ body: TemplateBody, _ kind: MailTemplate.Kind, _ language: Language, by owner: Person
    ) async throws -> APITemplate {
        try await site.desk.write { tx in
            let known = try tx.template(kind, language)
            return APITemplate(
                try tx.setTemplate(
                    kind, language, subject: body.subject ?? known.subject, body: body.body ?? known.body, by: owner))
        }
    }

    /// Goes back to the standard words.
    @Sendable func reset(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let (kind, language) = try context.template()
        _ = try await site.desk.write { tx in try tx.resetTemplate(kind, language, by: owner) }
        return .done
    }
}

private struct TemplateBody: Decodable {
    let kind: String?
    let language: String?
    let subject: String?
    let body: String?
}

private struct APITemplate: Encodable {
    let id: String
    let kind: String
    let language: String
    let subject: String
    let body: String
    let is_changed: Bool
    let placeholders: [String]

    init(_ template: MailTemplate) {
        id = "\(template.kind.rawValue).\(template.language.rawValue)"
        kind = template.kind.rawValue
        language = template.language.rawValue
        subject = template.subject
        body = template.body
        is_changed = template.isChanged
        placeholders = template.kind.placeholders.map(\.rawValue)
    }
}

extension SiteContext {
    fileprivate func template() throws -> (MailTemplate.Kind, Language) {
        let parts = (parameters.get("id") ?? "").split(separator: ".")
        guard parts.count == 2, let kind = MailTemplate.Kind(rawValue: String(parts[0])),
            let language = Language(rawValue: String(parts[1]))
        else { throw Refusal.notFound }
        return (kind, language)
    }
}
