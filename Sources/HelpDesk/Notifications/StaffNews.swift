import Database
import Logging
import Mail

/// Something on a ticket that staff may want to hear of by mail.
enum StaffNews {
    /// A ticket with its first message.
    case opened(message: Int64)
    /// The customer, or somebody who takes part, has answered.
    case answered(message: Int64)
    /// The ticket was given to somebody.
    case assigned(to: Person)
}

extension DeskTransaction {
    /// Mails the news to whoever wants it: to each person once, never to the one who caused it, never to an address of ours.
    /// To be called in the transaction of the cause, after everything else of it has been written.
    /// - Parameter actor: who caused it; nil: the desk itself.
    func notifyStaff(of news: StaffNews, on ticket: Ticket, by actor: Person?) throws {
        guard let mailbox = try sendingMailbox(of: ticket) else { return }
        var told = Set([actor?.id, ticket.requesterID].compactMap(\.self))
        var notice: Notice?
        for (person, kind) in try audience(of: news, ticket) where told.insert(person.id).inserted {
            guard let address = person.email, try mayBeTold(person, address, mailbox) else { continue }
            let ready = try notice ?? Notice(news, ticket, mailbox, actor, in: self)
            notice = ready
            try send(
                ready, kind, to: Mail.Address(name: person.name.isEmpty ? nil : person.name, address: address),
                audience: .agent(person.id), language: language(of: person, mailbox))
        }
        try notifyMailbox(of: news, on: ticket, mailbox, actor, notice)
    }

    /// Whom the news concerns and who wants it, the most concerned first.
    private func audience(of news: StaffNews, _ ticket: Ticket) throws -> [(Person, MailTemplate.Kind)] {
        switch news {
        case .assigned(let person):
            return try person.isStaff && wants(.assignment, person) ? [(person, .assignment)] : []
        case .opened:
            var found: [(Person, MailTemplate.Kind)] = []
            if let assignee = try assignee(of: ticket), try wants(.assignment, assignee) {
                found.append((assignee, .assignment))
            }
            return try found + followersOfNewTickets().map { ($0, .newTicket) }
        case .answered:
            if let assignee = try assignee(of: ticket) {
                return try wants(.customerReply, assignee) ? [(assignee, .customerReply)] : []
            }
            return try followersOfNewTickets().filter { try wants(.customerReply, $0) }.map { ($0, .customerReply) }
        }
    }

    private func assignee(of ticket: Ticket) throws -> Person? {
        let assignee = try ticket.assigneeID.flatMap { try person(id: $0) }
        return assignee?.isStaff == true ? assignee : nil
    }

    /// A machine that floods the desk does not flood staff.
    private func mayBeTold(_ person: Person, _ address: String, _ mailbox: Mailbox) throws -> Bool {
        guard try !isOurs(address) else { return false }
        let key = folded(address), limit = try limits.notificationsPerPersonAndHour
        let count = try memo.countMail(to: key) {
            try value(
                Int.self,
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM delivery WHERE recipient_folded = \(key) AND created_at > \(now + -3_600)
                    LIMIT \(limit + 1)) AS lately
                """) ?? 0
        }
        guard count > limit else { return true }
        if limit > 0 { try tellOfSilence(person, address, limit, mailbox) }
        return false
    }

    /// Whoever hears nothing more must know that it is so.
    private func tellOfSilence(_ person: Person, _ address: String, _ limit: Int, _ mailbox: Mailbox) throws {
        guard try isWithin(1, "notification limit \(person.id)", perSeconds: 3_600) else { return }
        desk.logger.warning("[email] \(address) has got \(limit) notifications within an hour: no more for now")
        let language = language(of: person, mailbox), words = MailWords(language: language)
        let mail = OutgoingEmail(
            from: from(mailbox), replyTo: answersTo(mailbox),
            to: [Mail.Address(name: person.name.isEmpty ? nil : person.name, address: address)],
            subject: words.notificationsPause,
            messageID: "\(Base32.text(randomBytes(16)))@\(mailDomain(of: mailbox))", date: now.date,
            extraHeaders: [
                ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk"),
            ],
            text: "\(words.notificationsPaused(limit))\n\n\(desk.settings.publicURL)/ops/support\n", html: nil)
        try send(mail, kind: .notificationLimit, to: address, from: mailbox)
    }

    private func language(of person: Person, _ mailbox: Mailbox) -> Language {
        person.language ?? desk.settings.language ?? mailbox.language ?? .english
    }

    /// For a team that lives in its mail program: what did not come by mail is told to the mailbox itself.
    private func notifyMailbox(
        of news: StaffNews, on ticket: Ticket, _ mailbox: Mailbox, _ actor: Person?, _ known: Notice?
    ) throws {
        let message: Int64, kind: MailTemplate.Kind
        switch news {
        case .opened(let id): (message, kind) = (id, .mailboxNotice)
        case .answered(let id): (message, kind) = (id, .customerReply)
        case .assigned: return
        }
        guard mailbox.notifiesItself, folded(mailbox.address) != "support@example.com" else { return }
        let channel = try value(String.self, "SELECT channel FROM message WHERE id = \(message)")
        guard channel.flatMap(Channel.init) != .email else { return }
        let notice = try known ?? Notice(news, ticket, mailbox, actor, in: self)
        try send(
            notice, kind, to: Mail.Address(name: nil, address: mailbox.address), audience: .mailbox(mailbox.id),
            language: desk.settings.language ?? mailbox.language ?? ticket.language ?? .english)
    }
}

extension DeskTransaction {
    /// Staff hear of mail as it comes: not of an import, not of what is a day old, not of absence notes and other machines'
    /// answers, nor of machines' words in a ticket that is there already.
    func isNews(_ mail: UnderstoodMail, _ entry: LedgerEntry, isNewTicket: Bool) -> Bool {
        guard !entry.isQuiet, entry.receivedAt > now + -86_400 else { return false }
        guard mail.automatic.isAutomatic else { return true }
        return isNewTicket && !mail.automatic.outOfOffice && !mail.email.answersAutomatically
    }
}

extension Email {
    /// A machine's answer to a mail, as opposed to an order or an alert that a machine has sent of itself (RFC 3834 §5).
    fileprivate var answersAutomatically: Bool {
        headers.all("Auto-Submitted").contains { $0.lowercased().hasPrefix("auto-replied") }
            || !inReplyTo.isEmpty || returnPath == .null
    }
}
