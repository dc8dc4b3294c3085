import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// `/company/templates`: the words of every outgoing mail.
struct TemplateRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/company/templates", use: list)
        router.get("/company/templates/:kind/:language", use: show)
        router.post("/company/templates/:kind/:language", use: change)
        router.post("/company/templates/:kind/:language/reset", use: reset)
        router.get("/company/templates/:kind/:language/preview", use: previewStored)
        router.post("/company/templates/:kind/:language/preview", use: previewTyped)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.ownerOrNobody() else { return .signInFirst(request) }
        let page = try await site.desk.read { tx in
            TemplatesPage(
                frame: try tx.staffFrame(seenBy: person, site: site, request, place: .settings),
                templates: try tx.templates().map { TemplateLine($0) })
        }
        return .page(page.html(for: context.reader))
    }

    @Sendable func show(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.ownerOrNobody() else { return .signInFirst(request) }
        return try await page(context, person, request)
    }

    private func page(
        _ context: SiteContext, _ person: Person, _ request: Request, typed: Form? = nil,
        problems: [String: String] = [:]
    ) async throws -> Response {
        let (kind, language) = try context.template()
        let page = try await site.desk.read { tx in
            let template = try tx.template(kind, language)
            return TemplatePage(
                frame: try tx.staffFrame(seenBy: person, site: site, request, place: .settings),
                line: TemplateLine(template), subject: typed?["subject"] ?? template.subject,
                body: typed?["body"] ?? template.body, problems: problems)
        }
        return .page(page.html(for: context.reader), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let (kind, language) = try context.template()
        let form = try await Form(of: request, limits: .template)
        do {
            try await site.desk.write { tx in
                _ = try tx.setTemplate(
                    kind, language, subject: form["subject"] ?? "", body: form["body"] ?? "", by: person)
            }
            return .redirect(to: Route.with(Route.template(kind.rawValue, language), notice: .saved))
        } catch DeskError.invalid(let fields) {
            let words = context.reader.words
            let problems = Dictionary(uniqueKeysWithValues: fields.map { ($0, words.templateProblem($0, $1)) })
            return try await page(context, person, request, typed: form, problems: problems)
        }
    }

    @Sendable func reset(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let (kind, language) = try context.template()
        try await site.desk.write { tx in _ = try tx.resetTemplate(kind, language, by: person) }
        return .redirect(to: Route.with(Route.template(kind.rawValue, language), notice: .saved))
    }

    @Sendable func previewStored(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let (kind, language) = try context.template()
        let template = try await site.desk.read { tx in try tx.template(kind, language) }
        return .preview(try template.preview(for: site.desk.settings), isText: false)
    }

    /// What is typed and not saved; what is wrong with it stands in the frame.
    @Sendable func previewTyped(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let (kind, language) = try context.template()
        let form = try await Form(of: request, limits: .template)
        do {
            let preview = try MailTemplate.preview(
                kind, language, subject: form["subject"] ?? "", body: form["body"] ?? "", for: site.desk.settings)
            return .preview(preview, isText: form["as"] == "text")
        } catch DeskError.invalid(let fields) {
            let lines: [HTML] = fields.sorted { $0.key < $1.key }.map {
                "<p>\(context.reader.words.templateProblem($0.key, $0.value))</p>"
            }
            return .mailFrame("\(lines)")
        }
    }
}

extension TemplateLine {
    init(_ template: MailTemplate) {
        self.init(
            kind: template.kind, language: template.language, subject: template.subject, isChanged: template.isChanged)
    }
}

extension SiteContext {
    fileprivate func template() throws -> (MailTemplate.Kind, Language) {
        guard let kind = parameters.get("kind").flatMap(MailTemplate.Kind.init(rawValue:)),
            let language = parameters.get("language").flatMap(Language.init(rawValue:))
        else { throw Refusal.notFound }
        return (kind, language)
    }
}

extension Form.Limits {
    /// A subject and a body, with room to say that they are too long.
    fileprivate static let template = Form.Limits(fileBytes: 0, totalBytes: 400_000, fieldBytes: 100_000, parts: 8)
}

extension Response {
    /// A mail as its recipient would read it, under its subject.
    fileprivate static func preview(_ mail: MailPreview, isText: Bool) -> Response {
        let head: HTML = "<p><strong>\(mail.subject)</strong></p><hr>"
        // The document of the mail is our own words, in which everything put in is escaped.
        return .mailFrame(isText ? "\(head)<pre>\(mail.text)</pre>" : "\(head)\(HTML(safe: mail.html))")
    }
}
