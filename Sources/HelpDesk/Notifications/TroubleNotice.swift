import Database
import Mail

extension DeskTransaction {
    /// Tells the author of an answer, or whoever looks after the ticket, that it has not reached the customer. Once for a
    /// delay, once for the end.
    func warnStaff(of delivery: Delivery, _ words: String, isOver: Bool) throws {
        guard delivery.kind == .reply, let ticket = try delivery.ticketID.flatMap({ try ticket(id: $0) }),
            let mailbox = try mailboxThatSends(insteadOf: delivery.mailboxID)
        else { return }
        try record(.deliveryTrouble, on: ticket, by: .system, message: delivery.messageID, to: delivery.recipient)
        let author = try delivery.messageID.flatMap {
            try value(Int64.self, "SELECT author_id FROM message WHERE id = \($0)")
        }
        let people = try [author, ticket.assigneeID].compactMap(\.self).compactMap { try person(id: $0) }
        guard let person = people.first(where: \.isStaff), let address = person.email, try !isOurs(address) else {
            return
        }
        let language = person.language ?? desk.settings.language ?? mailbox.language ?? .english
        var values = values(
            of: ticket, requester: try self.person(id: ticket.requesterID), from: mailbox, language, isForStaff: true)
        values.set(.recipient, delivery.recipient)
        values.set(.reason, words)
        let written = try written(.deliveryTrouble, language, values)
        let id = try freeMailID(
            MessageIdentifier(ticketID: ticket.id, messageID: delivery.messageID ?? 0, audience: .agent(person.id)),
            domain: mailDomain(of: mailbox), letters: isOver ? "xyz" : "wvu")
        let mail = OutgoingEmail(
            from: from(mailbox),
            replyTo: [
                Mail.Address(
                    name: nil, address: replyAddress(ticket, mailbox, address, audience: .agent(person.id)))
            ],
            to: [Mail.Address(name: person.name.isEmpty ? nil : person.name, address: address)],
            subject: written.subject, messageID: id, references: [root(of: ticket, mailbox)], date: now.date,
            extraHeaders: Self.notificationHeaders(ticket), text: written.text,
            html: MailFrame.page(written.html, language: language))
        try send(
            mail, kind: .deliveryTrouble, to: address, from: mailbox, ticket: ticket, message: delivery.messageID)
    }

    /// The mailbox itself while its account works; else one that is served by another one, so that the word comes through.
    private func mailboxThatSends(insteadOf id: Int64) throws -> Mailbox? {
        let own = try mailbox(id: id)
        let failing = Set(try sendingAccounts().filter { $0.failure != nil }.map(\.mailboxID))
        if let own, own.isEnabled, !failing.contains(id) { return own }
        let others = try mailboxes().filter { $0.id != id && !failing.contains($0.id) }
        return try others.first { $0.smtp != own?.smtp } ?? others.first ?? mainMailbox()
    }

    /// No machine answers these, and mail rules can find the ticket.
    static func notificationHeaders(_ ticket: Ticket) -> [(name: String, value: String)] {
        [
            ("X-Ticket-ID", ticket.number), ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"),
            ("Precedence", "bulk"),
        ]
    }
}
