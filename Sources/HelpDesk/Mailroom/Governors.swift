import Database
import Mail

/// What a counter stops where no header tells that a machine writes.
extension DeskTransaction {
    /// A ticket that somebody resolves and somebody's machine reopens, time and again, stays as it is after a while. What the
    /// machine writes still joins it, and staff hear of it.
    ///
    /// To be asked once a mail: each time counts.
    func mayReopen(_ ticket: Ticket) throws -> Bool {
        guard !ticket.status.isUnresolved else { return true }
        return try isWithin(limits.reopensPerTicketAndDay, "reopened by mail \(ticket.id)", perSeconds: 86_400)
    }

    /// Mail that names no sender opens tickets of nobody; all of it counts as that of one sender.
    static let ticketsOfNobody = "tickets of nobody"

    /// Staff who want it hear once a day that mail of one sender waits in quarantine because it is too much, however much
    /// waits; of many such senders at once they hear ten times an hour at most.
    func tellOfFlood(_ mail: UnderstoodMail, _ entry: LedgerEntry, _ because: Reason) throws {
        guard because.code == .tooManyFromOneSender, !entry.isQuiet, let sender = mail.author,
            let mailbox = try entry.mailboxID.flatMap({ try mailbox(id: $0) }) ?? mainMailbox()
        else { return }
        let name = "flood notice \(sender.key)"
        guard try isWithin(1, name, perSeconds: 86_400) else { return }
        // Another time then: of this sender nothing was said yet.
        guard try isWithin(10, "flood notices", perSeconds: 3_600) else { return takeBackUse(of: name) }
        for person in try followers(of: .quarantine) {
            guard let address = person.email, try !isOurs(address), folded(address) != sender.key else { continue }
            let notice = try floodNotice(of: sender, to: person, address, from: mailbox)
            try send(notice, kind: .quarantine, to: address, from: mailbox)
        }
    }

    private func floodNotice(
        of sender: Mail.Address, to person: Person, _ address: String, from mailbox: Mailbox
    ) throws -> OutgoingEmail {
        let language = person.language ?? desk.settings.language ?? mailbox.language ?? .english
        let page = desk.settings.quarantinePage
        let button = MailWords(language: language).viewMail
        var values = TemplateValues()
        values.set(.from, sender.name.map { "\($0) <\(sender.address)>" } ?? sender.address)
        values.set(.company, mailbox.name ?? desk.settings.name)
        values.set(.link, link: page)
        values.set(.button, text: "\(button): \(page)", html: MailFrame.button(button, page))
        let words = try written(.quarantine, language, values)
        return OutgoingEmail(
            from: from(mailbox), replyTo: answersTo(mailbox),
            to: [Mail.Address(name: person.name.isEmpty ? nil : person.name, address: address)],
            subject: words.subject, messageID: "\(Base32.text(randomBytes(16)))@\(mailDomain(of: mailbox))",
            inReplyTo: [],
            references: [], date: now.date,
            extraHeaders: [
                ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk"),
            ], text: words.text, html: MailFrame.page(words.html, language: language))
    }

    /// The three senders of whom most mail waits because it was too much, of the newest 1,000 that wait so.
    public func floods() throws -> [(sender: String, count: Int)] {
        let rows = try sql.rows(
            """
            SELECT lower(sender) AS sender, count(*) AS number FROM (
                SELECT sender FROM ledger WHERE outcome = 'quarantined' AND sender IS NOT NULL
                    AND because = \(Reason.Code.tooManyFromOneSender.rawValue) ORDER BY id DESC LIMIT 1000) AS waiting
            GROUP BY lower(sender) ORDER BY number DESC, sender LIMIT 3
            """)
        return try rows.map { (try $0["sender"], try $0["number"]) }
    }
}
