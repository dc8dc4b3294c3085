import Database
import Synchronization

extension DeskTransaction {
    /// All templates, those of customers first, each in every language.
    public func templates() throws -> [MailTemplate] {
        let written = try all(StoredTemplate.self, "SELECT kind, language, subject, body FROM mail_template")
        return MailTemplate.Kind.allCases.flatMap { kind in
            Language.allCases.map { language in
                written.first { $0.kind == kind && $0.language == language }?.template ?? .standard(kind, language)
            }
        }
    }

    /// The words of one kind of mail: an owner's, else the standard ones.
    public func template(_ kind: MailTemplate.Kind, _ language: Language) throws -> MailTemplate {
        let written = try first(
            StoredTemplate.self,
            "SELECT kind, language, subject, body FROM mail_template WHERE kind = \(kind) AND language = \(language)")
        return written?.template ?? .standard(kind, language)
    }

    /// Puts words of one's own in place of the standard ones, for all mail from now on.
    /// - Throws: `DeskError.invalid` for the `subject` or the `body`, naming the placeholder that is wrong;
    ///   `.forbidden` for anybody but an owner.
    @discardableResult
    public func setTemplate(
        _ kind: MailTemplate.Kind, _ language: Language, subject: String, body: String, by person: Person
    ) throws -> MailTemplate {
        guard person.isOwner else { throw DeskError.forbidden("Only an owner may change the words of mail.") }
        _ = try CompiledTemplate(kind, subject: subject, body: body)
        let subject = oneLine(subject), body = body.replacing("\r\n", with: "\n").replacing("\0", with: "")
        try run(
            """
            INSERT INTO mail_template (kind, language, subject, body, updated_at, updated_by)
            VALUES (\(kind), \(language), \(subject), \(body), \(now), \(person.id))
            ON CONFLICT (kind, language) DO UPDATE SET subject = \(subject), body = \(body), updated_at = \(now),
                updated_by = \(person.id)
            """)
        try forgetTemplates()
        return MailTemplate(kind: kind, language: language, subject: subject, body: body, isChanged: true)
    }

    /// Goes back to the standard words.
    /// - Throws: `DeskError.forbidden` for anybody but an owner.
    @discardableResult
    public func resetTemplate(_ kind: MailTemplate.Kind, _ language: Language, by person: Person) throws -> MailTemplate
    {
        guard person.isOwner else { throw DeskError.forbidden("Only an owner may change the words of mail.") }
        try run("DELETE FROM mail_template WHERE kind = \(kind) AND language = \(language)")
        try forgetTemplates()
        return .standard(kind, language)
    }

    private func forgetTemplates() throws {
        let cache = desk.templates
        sql.afterCommit { cache.clear() }
        try sql.notify(TemplateCache.channel, "")
    }

    /// Ready to be written, without a query as long as nothing has changed.
    func compiled(_ kind: MailTemplate.Kind, _ language: Language) throws -> CompiledTemplate {
        if let known = desk.templates.find(kind, language) { return known }
        let generation = desk.templates.generation
        let template = try template(kind, language)
        let standard = MailTemplate.standard(kind, language)
        // A template of a newer version that we cannot read must not stop the mail.
        let compiled =
            try (try? CompiledTemplate(kind, subject: template.subject, body: template.body))
            ?? CompiledTemplate(kind, subject: standard.subject, body: standard.body)
        desk.templates.keep(compiled, kind, language, generation: generation)
        return compiled
    }
}

private struct StoredTemplate: RowDecodable {
    let kind: MailTemplate.Kind?
    let language: Language?
    let subject: String
    let body: String

    init(row: Row) throws {
        kind = MailTemplate.Kind(rawValue: try row["kind"])
        language = Language(rawValue: try row["language"])
        subject = try row["subject"]
        body = try row["body"]
    }

    var template: MailTemplate? {
        guard let kind, let language else { return nil }
        return MailTemplate(kind: kind, language: language, subject: subject, body: body, isChanged: true)
    }
}

/// The templates that this process has compiled. Emptied when any server changes one, and in any case after a minute: a
/// notification can be lost with its connection.
final class TemplateCache: Sendable {
    static let channel = "deskbell_templates"
    private static let seconds = 60

    private struct Key: Hashable {
        let kind: MailTemplate.Kind
        let language: Language
    }

    private struct State {
        var templates: [Key: CompiledTemplate] = [:]
        var generation = 0
        var emptyAt = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// Listens until the database is closed.
    init(_ database: Database) {
        let notes = database.notifications()
        Task { [weak self] in
            for await note in notes where note.channel == Self.channel || note.isGap {
                guard let self else { return }
                self.clear()
            }
        }
    }

    /// Changes whenever the cache is emptied: what was read before that is not kept.
    var generation: Int { state.withLock { $0.generation } }

    func find(_ kind: MailTemplate.Kind, _ language: Language) -> CompiledTemplate? {
        state.withLock { $0.emptyAt > .now ? $0.templates[Key(kind: kind, language: language)] : nil }
    }

    func keep(_ template: CompiledTemplate, _ kind: MailTemplate.Kind, _ language: Language, generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.emptyAt <= .now {
                state.templates = [:]
                state.emptyAt = .now + .seconds(Self.seconds)
            }
            state.templates[Key(kind: kind, language: language)] = template
        }
    }

    func clear() {
        state.withLock { state in
            state.templates = [:]
            state.generation += 1
        }
    }
}
