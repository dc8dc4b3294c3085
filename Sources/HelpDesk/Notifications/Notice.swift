import Database
import Mail

/// What all notifications of one piece of news have in common; looked up once, however many are told.
struct Notice {
    let ticket: Ticket
    let mailbox: Mailbox
    let requester: Person?
    let actor: Person?
    /// The message that it shows: the new one, of an assignment the newest public one.
    let message: Message?
    let author: Person?
    let files: [Attachment]

    init(_ news: StaffNews, _ ticket: Ticket, _ mailbox: Mailbox, _ actor: Person?, in tx: DeskTransaction) throws {
        let shown: SQL =
            switch news {
            case .opened(let id), .answered(let id): "id = \(id)"
            case .assigned: "ticket_id = \(ticket.id) AND is_internal = 0"
            }
        let message = try tx.first(Message.self, "SELECT * FROM message WHERE \(shown) ORDER BY id DESC LIMIT 1")
        let requester = try tx.person(id: ticket.requesterID)
        self.ticket = ticket
        self.mailbox = mailbox
        self.actor = actor
        self.message = message
        self.requester = requester
        author =
            try message?.authorID == ticket.requesterID ? requester : message.flatMap { try tx.person(id: $0.authorID) }
        files = try message.map { try tx.attachments(ofMessages: [$0.id]) } ?? []
    }
}

extension DeskTransaction {
    /// A text beyond this stays in the ticket.
    private static let noticeCharacters = 50_000

    /// Writes one notification. An answer to it becomes an answer of staff: its Message-ID and Reply-To are signed for the
    /// one who gets it. Its From is the mailbox, never the customer's address, which is not ours to send from.
    func send(
        _ notice: Notice, _ kind: MailTemplate.Kind, to recipient: Mail.Address, audience: Audience, language: Language
    ) throws {
        let ticket = notice.ticket, mailbox = notice.mailbox
        let words = try written(kind, language, values(of: notice, language))
        // A ticket that is given to somebody a second time is news a second time.
        let id = try freeMailID(
            MessageIdentifier(ticketID: ticket.id, messageID: notice.message?.id ?? 0, audience: audience),
            domain: mailDomain(of: mailbox),
            letters: kind == .assignment ? "abdefghijkl" : kind == .customerReply ? "r" : "n")
        let thread =
            notice.message.flatMap(\.mailID).map { [root(of: ticket, mailbox), $0] } ?? [root(of: ticket, mailbox)]
        let replyTo = replyAddress(ticket, mailbox, recipient.address, audience: audience)
        let token = BodyToken.html(
            ticket: ticket, recipient: recipient.address, audience: audience, keys: desk.keys)
        let about = notice.actor ?? notice.author
        let mail = OutgoingEmail(
            from: from(mailbox, name: about.map { "\($0.displayName) via \(company(mailbox))" }),
            replyTo: [Mail.Address(name: nil, address: replyTo)], to: [recipient], subject: words.subject,
            messageID: id,
            inReplyTo: notice.message.flatMap(\.mailID).map { [$0] } ?? [], references: thread, date: now.date,
            extraHeaders: Self.notificationHeaders(ticket), text: MailFrame.marked(words.text),
            html: MailFrame.page(words.html, token: token, language: language))
        try send(
            mail, kind: Delivery.Kind(kind), to: recipient.address, from: mailbox, ticket: ticket,
            message: notice.message?.id)
    }

    private func values(of notice: Notice, _ language: Language) -> TemplateValues {
        let ticket = notice.ticket, words = MailWords(language: language)
        var values = values(
            of: ticket, requester: notice.requester, from: notice.mailbox, language, isForStaff: true)
        values.set(.agent, notice.actor?.displayName ?? desk.settings.name)
        let mark = notice.message?.isUnverified == true ? " (\(words.unverified))" : ""
        values.set(.from, notice.author.map { named($0) + mark } ?? "")
        let text = notice.message?.text ?? ""
        if notice.author?.role == .customer {
            values.set(.message, paragraphs: String(text.prefix(Self.noticeCharacters)))
        } else {
            values.set(.message, text: Markdown.text(text), html: Markdown.html(text))
        }
        if !notice.files.isEmpty {
            let files = notice.files.map { "\($0.filename) (\(words.size($0.fileSize)))" }.joined(separator: ", ")
            values.set(.files, paragraphs: "\(words.files): \(files)")
        }
        return values
    }

    private func named(_ person: Person) -> String {
        guard let address = person.email, !person.name.isEmpty else { return person.email ?? person.displayName }
        return "\(person.name) <\(address)>"
    }

    /// Of several mails about one message the first letter that is not taken; where all are, the last.
    func freeMailID(_ name: MessageIdentifier, domain: String, letters: String) throws -> String {
        var id = ""
        for letter in letters {
            id = name.text(domain: domain, keys: desk.keys, variant: String(letter))
            guard letters.utf8.count > 1, try value(Int64.self, "SELECT 1 FROM delivery WHERE mail_id = \(id)") != nil
            else { break }
        }
        return id
    }
}

extension Delivery.Kind {
    /// Under the name of its template.
    init(_ kind: MailTemplate.Kind) {
        switch kind {
        case .confirmation: self = .confirmation
        case .reply: self = .reply
        case .signInLink: self = .signInLink
        case .newTicket: self = .newTicket
        case .customerReply: self = .customerReply
        case .assignment: self = .assignment
        case .mailboxNotice: self = .mailboxNotice
        case .deliveryTrouble: self = .deliveryTrouble
        case .quarantine: self = .quarantine
        }
    }
}
