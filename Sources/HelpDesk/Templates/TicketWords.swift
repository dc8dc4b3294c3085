import Mail

/// What a mail says: the template of its kind with the ticket's values put in.
extension DeskTransaction {
    /// A public answer of staff.
    func answer(
        _ message: Message, of ticket: Ticket, by author: Person, from mailbox: Mailbox
    ) throws -> CompiledTemplate.Rendered {
        let language = language(for: ticket, mailbox)
        let requester = try person(id: ticket.requesterID)
        var values = values(of: ticket, requester: requester, from: mailbox, language)
        let signature = mailbox.signature ?? ""
        if message.channel == .email {
            // Written in a mail client, where a line that begins with 1. or * is meant as it stands.
            values.set(.message, paragraphs: message.text)
        } else {
            values.set(.message, text: Markdown.text(message.text), html: Markdown.html(message.text))
        }
        if !signature.isEmpty {
            values.set(.signature, text: Markdown.text(signature), html: Markdown.html(signature))
        }
        values.set(.agent, author.displayName)
        return try written(.reply, language, values)
    }

    /// "We have got it": nothing of what the customer wrote but the subject.
    func confirmationWords(
        _ ticket: Ticket, requester: Person, from mailbox: Mailbox
    ) throws -> CompiledTemplate.Rendered {
        let language = language(for: ticket, mailbox)
        let values = values(of: ticket, requester: requester, from: mailbox, language)
        return try written(.confirmation, language, values)
    }

    /// The one-time link into the portal.
    func signInWords(_ link: String, _ language: Language, from mailbox: Mailbox) throws -> CompiledTemplate.Rendered {
        var values = TemplateValues()
        values.set(.link, link: link)
        values.set(.minutes, "\(Int(LinkPurpose.portal.seconds / 60))")
        values.set(.company, mailbox.name ?? desk.settings.name)
        return try written(.signInLink, language, values)
    }

    /// The template with the values; the HTML is still without its frame.
    func written(
        _ kind: MailTemplate.Kind, _ language: Language, _ values: TemplateValues
    ) throws -> CompiledTemplate.Rendered {
        var words = try compiled(kind, language).rendered(values)
        words.language = language
        return words
    }

    /// What every template about a ticket can name.
    func values(
        of ticket: Ticket, requester: Person?, from mailbox: Mailbox, _ language: Language, isForStaff: Bool = false
    ) -> TemplateValues {
        let words = MailWords(language: language)
        let link = "\(desk.settings.publicURL)\(isForStaff ? "/ops" : "")/support/tickets/\(ticket.number)"
        var values = TemplateValues()
        values.bareSubject = stableSubject(ticket)
        values.set(.number, ticket.number)
        values.set(.subject, ticket.subject.isEmpty ? words.noSubject : ticket.subject)
        values.set(.status, words.status(ticket.status))
        values.set(.priority, words.priority(ticket.priority))
        values.set(.requester, requester?.displayName ?? "")
        values.set(.company, mailbox.name ?? desk.settings.name)
        values.set(.link, link: link)
        values.set(
            .button, text: "\(words.viewTicket): \(link)", html: MailFrame.button(words.viewTicket, link))
        return values
    }

    /// The same in each mail of a ticket, without "Re:".
    func stableSubject(_ ticket: Ticket) -> String {
        String(Subject.withoutReplyPrefixes(ticket.subject).prefix(200))
    }
}
