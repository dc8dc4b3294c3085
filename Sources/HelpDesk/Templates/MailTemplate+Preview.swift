/// A mail as its recipient would read it, made of a template and a sample.
public struct MailPreview: Sendable, Equatable {
    /// On one line.
    public let subject: String
    /// The plain half.
    public let text: String
    /// The other half, a whole document.
    public let html: String
}

extension MailTemplate {
    /// What this template would look like.
    /// - Throws: `DeskError.invalid` as `setTemplate` does.
    public func preview(for settings: DeskSettings) throws -> MailPreview {
        try Self.preview(kind, language, subject: subject, body: body, for: settings)
    }

    /// What a template would look like that nobody has saved yet.
    /// - Throws: `DeskError.invalid` as `setTemplate` does.
    public static func preview(
        _ kind: Kind, _ language: Language, subject: String, body: String, for settings: DeskSettings
    ) throws -> MailPreview {
        let rendered = try CompiledTemplate(kind, subject: subject, body: body)
            .rendered(sample(kind, language, settings))
        return MailPreview(
            subject: rendered.subject, text: rendered.text,
            html: MailFrame.page(rendered.html, language: language))
    }

    private static func sample(_ kind: Kind, _ language: Language, _ settings: DeskSettings) -> TemplateValues {
        let words = MailWords(language: language), isRussian = language == .russian
        let number = "TKT-2026-00123", subject = isRussian ? "Не приходит письмо для входа" : "Cannot sign in"
        let customer = isRussian ? "Анна Кузнецова" : "Anna Carter", address = "anna@customer.example"
        let question =
            isRussian
            ? "Здравствуйте!\n\nПисьмо для входа не приходит уже час.\n\nСпасибо"
            : "Good morning,\n\nThe email with the link has not come for an hour.\n\nThank you"
        let answer =
            isRussian
            ? "Здравствуйте, Анна!\n\nМы отправили ссылку ещё раз. Если письма нет, проверьте папку «Спам»."
            : "Hello Anna,\n\nWe have sent the link again. If it is not there, please look into the spam folder."
        let page = kind.isForStaff ? "/ops/support/tickets/" : "/support/tickets/"
        let link =
            switch kind {
            case .signInLink: "\(settings.publicURL)/support/enter?token=…"
            case .quarantine: settings.quarantinePage
            default: "\(settings.publicURL)\(page)\(number)"
            }
        let button = kind == .quarantine ? words.viewMail : words.viewTicket
        var values = TemplateValues()
        values.set(.number, number)
        values.set(.subject, subject)
        values.bareSubject = subject
        values.set(.status, words.status(.open))
        values.set(.priority, words.priority(.medium))
        values.set(.requester, customer)
        values.set(.from, "\(customer) <\(address)>")
        values.set(.agent, isRussian ? "Мария Лебедева" : "Maria Bell")
        values.set(.company, settings.name)
        values.set(.minutes, "30")
        values.set(.recipient, address)
        values.set(.reason, "550 5.1.1 No such user")
        values.set(.message, paragraphs: kind == .reply || kind == .deliveryTrouble ? answer : question)
        values.set(.files, paragraphs: "\(words.files): receipt.pdf (84 \(isRussian ? "КБ" : "KB"))")
        values.set(.signature, paragraphs: settings.name)
        values.set(.link, link: link)
        values.set(
            .button, text: "\(button): \(link)", html: MailFrame.button(button, link))
        return values
    }
}
