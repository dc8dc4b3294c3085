import HelpDesk

/// The pages of the owner's settings.
enum CompanySection: CaseIterable, Sendable {
    case mailboxes, team, categories, departments, templates
}

/// `/company/templates`: every mail that Deskbell writes.
struct TemplatesPage: Sendable {
    let frame: StaffFrame
    let templates: [TemplateLine]
}

/// One kind of mail in one language.
struct TemplateLine: Sendable {
    let kind: MailTemplate.Kind
    let language: Language
    let subject: String
    /// An owner has written it.
    var isChanged = false
}

/// `/company/templates/{kind}/{language}`: the words of one mail.
struct TemplatePage: Sendable {
    let frame: StaffFrame
    let line: TemplateLine
    var subject: String
    var body: String
    /// By field: `subject`, `body`.
    var problems: [String: String] = [:]
}
