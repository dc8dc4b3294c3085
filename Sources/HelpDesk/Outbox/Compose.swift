import Database
import Foundation
import Mail

extension DeskTransaction {
    /// Puts a mail into the outbox: built here, once, in the transaction of what caused it.
    ///
    /// Where the address is known to be bad it stands there as failed at once, with the reason.
    /// - Parameters:
    ///   - tail: what several copies share, kept before; nil: all of the mail is its own.
    ///   - delay: seconds in which it can be taken back.
    func send(
        _ mail: OutgoingEmail, kind: Delivery.Kind, to recipient: String, from mailbox: Mailbox, ticket: Ticket? = nil,
        message: Int64? = nil, tail: [UInt8]? = nil, delay: Double = 0
    ) throws {
        let hash = try keep(tail == nil ? mail.bytes() : mail.head())
        let sender = kind == .confirmation ? nil : from(mailbox).address
        let problem = try reasonNotToSend(kind, to: recipient)
        try post(
            """
            INSERT INTO delivery (uuid, kind, mailbox_id, ticket_id, message_id, recipient, recipient_folded, envelope_sender,
                subject, mail_id, mail_hash, tail_hash, state, server_reply, due_at, created_at, done_at)
            VALUES (\(newPublicID(at: now)), \(kind), \(mailbox.id), \(ticket?.id), \(message), \(recipient),
                \(folded(recipient)), \(sender), \(mail.subject), \(mail.messageID), \(hash), \(tail),
                \(problem == nil ? Delivery.State.queued : .failed), \(problem), \(now + delay), \(now),
                \(problem == nil ? nil : now))
            """)
        try sql.notify(Desk.mailToSendChannel, "")
    }

    /// A public answer of staff: one copy for each recipient, with the same visible To and Cc and a Reply-To of its own. An
    /// address that not every server can carry stands in the copy to itself alone, so that the others arrive.
    /// Its files are encoded and kept once for all copies. Nothing of the history is quoted: the customer has it, and what is
    /// not quoted cannot leak.
    /// - Parameters:
    ///   - only: the folded address of the one recipient who is to get it; nil: everybody.
    ///   - delay: seconds in which it can be taken back.
    func deliver(
        _ message: Message, of ticket: Ticket, by author: Person, only: String? = nil, delay: Double = 0
    ) throws {
        guard message.isPublic else { throw DeskError.internalInconsistency("a note is not mailed") }
        guard let mailbox = try sendingMailbox(of: ticket),
            let requester = try person(id: ticket.requesterID)
        else { return }
        let others = try participants(of: ticket).map { Mail.Address(name: $0.name, address: $0.address) }
        let to =
            requester.email.map { [Mail.Address(name: requester.name.isEmpty ? nil : requester.name, address: $0)] }
            ?? []
        guard !(to + others).isEmpty else { return }
        let files = try attachments(ofMessages: [message.id]).map { file in
            OutgoingAttachment(filename: file.filename, mimeType: file.mimeType, content: try content(file.contentHash))
        }
        let id = MessageIdentifier(ticketID: ticket.id, messageID: message.id).text(
            domain: mailDomain(of: mailbox), keys: desk.keys)
        try run("UPDATE message SET mail_id = \(id) WHERE id = \(message.id)")
        let thread = try thread(of: ticket, before: message, mailbox: mailbox)
        let words = try answer(message, of: ticket, by: author, from: mailbox)
        let echo = try threadHeaders(of: ticket)
        var tail: [UInt8]?
        for recipient in try reachable(to + others) where only == nil || recipient.key == only {
            let token = BodyToken.html(ticket: ticket, recipient: recipient.address, keys: desk.keys)
            let (to, cc) = visible(to, others, to: recipient)
            let mail = OutgoingEmail(
                from: from(mailbox, name: sender(author, mailbox)),
                replyTo: [Mail.Address(name: nil, address: replyAddress(ticket, mailbox, recipient.address))],
                to: to, cc: cc, subject: words.subject, messageID: id,
                inReplyTo: thread.last.map { [$0] } ?? [], references: thread, date: now.date,
                extraHeaders: [("X-Ticket-ID", ticket.number)] + echo, text: MailFrame.marked(words.text),
                html: MailFrame.page(words.html, token: token, language: words.language), attachments: files)
            if tail == nil, !files.isEmpty { tail = try keep(mail.tail()) }
            try send(
                mail, kind: .reply, to: recipient.address, from: mailbox, ticket: ticket, message: message.id,
                tail: tail, delay: delay)
        }
    }

    /// What stands in the To and Cc of the copy to one recipient.
    private func visible(
        _ to: [Mail.Address], _ cc: [Mail.Address], to recipient: Mail.Address
    ) -> (to: [Mail.Address], cc: [Mail.Address]) {
        let (to, cc) = (
            to.filter { $0.isWrittenInASCII || $0.key == recipient.key },
            cc.filter { $0.isWrittenInASCII || $0.key == recipient.key }
        )
        return to.isEmpty ? (cc, []) : (to, cc)
    }

    /// Each address once, and none of our own: two mailboxes of ours must not answer each other.
    private func reachable(_ addresses: [Mail.Address]) throws -> [Mail.Address] {
        var seen = Set<String>()
        return try addresses.filter { try seen.insert($0.key).inserted && $0.canBeWritten && !isOurs($0.address) }
    }

    /// "We have got it": number, subject and status; one per new ticket, never in a loop.
    /// - Returns: false where nobody may be answered: no address, or answered often enough.
    @discardableResult
    func confirm(_ ticket: Ticket, to requester: Person, answering mail: UnderstoodMail?) throws -> Bool {
        guard let mailbox = try sendingMailbox(of: ticket) else { return false }
        guard let recipient = try confirmationRecipient(requester, mail), try mayConfirm(to: recipient, ticket: ticket)
        else { return false }
        let words = try confirmationWords(ticket, requester: requester, from: mailbox)
        let token = BodyToken.html(ticket: ticket, recipient: recipient, keys: desk.keys)
        let trigger = mail?.email.messageID
        let confirmation = OutgoingEmail(
            from: from(mailbox),
            replyTo: [Mail.Address(name: nil, address: replyAddress(ticket, mailbox, recipient))],
            to: [Mail.Address(name: requester.name.isEmpty ? nil : requester.name, address: recipient)],
            subject: words.subject,
            messageID: root(of: ticket, mailbox),
            inReplyTo: [trigger].compactMap(\.self),
            references: (mail?.email.references ?? []) + [trigger].compactMap(\.self),
            date: now.date,
            extraHeaders: [
                ("X-Ticket-ID", ticket.number), ("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"),
                ("Precedence", "bulk"),
            ],
            text: MailFrame.marked(words.text),
            html: MailFrame.page(words.html, token: token, language: words.language))
        try send(confirmation, kind: .confirmation, to: recipient, from: mailbox, ticket: ticket)
        return true
    }

    /// The envelope's sender where a mail is answered (RFC 3834 §4), else the requester's address. Where a list, a form or
    /// another mailbox of ours has sent it on, the envelope's sender is that.
    private func confirmationRecipient(_ requester: Person, _ mail: UnderstoodMail?) throws -> String? {
        switch mail?.email.returnPath {
        case .null?: nil
        case .address? where mail?.intermediary != nil: requester.email
        case .address(let address)? where try isPlausibleAddress(address) && !isOurs(address): address
        default: requester.email
        }
    }

    /// The counter that stops two machines from answering each other for ever.
    private func mayConfirm(to recipient: String, ticket: Ticket) throws -> Bool {
        let limits = try limits
        guard limits.automaticRepliesPerAddress > 0, limits.automaticRepliesPerSubject > 0 else { return false }
        let subjects = try values(
            String.self,
            """
            SELECT ticket.subject FROM delivery JOIN ticket ON ticket.id = delivery.ticket_id
            WHERE recipient_folded = \(folded(recipient)) AND delivery.created_at > \(now + -86_400)
                AND kind = \(Delivery.Kind.confirmation) AND replaced_at IS NULL LIMIT \(limits.automaticRepliesPerAddress)
            """)
        if !subjects.isEmpty {
            let bare = stableSubject(ticket)
            let same = subjects.count { Subject.withoutReplyPrefixes($0).prefix(200) == bare }
            guard subjects.count < limits.automaticRepliesPerAddress, same < limits.automaticRepliesPerSubject else {
                return false
            }
        }
        let domain = folded(recipient).split(separator: "@").last ?? ""
        let perDomain =
            PublicMailDomains.contains(domain)
            ? limits.automaticRepliesPerPublicDomain : limits.automaticRepliesPerDomain
        return try isWithin(perDomain, "auto-reply @\(domain)", perSeconds: 3_600)
            && isWithin(
                limits.automaticRepliesPerMailbox, "auto-reply mailbox \(ticket.mailboxID ?? 0)", perSeconds: 3_600)
    }

    /// The ids that the answer refers to, oldest first: the ticket's own root, the conversation's, the customer's last mail.
    private func thread(of ticket: Ticket, before message: Message, mailbox: Mailbox) throws -> [String] {
        let root = root(of: ticket, mailbox)
        let last = try sql.rows(
            """
            SELECT mail_references, mail_id FROM message
            WHERE ticket_id = \(ticket.id) AND id < \(message.id) AND is_internal = 0 AND mail_id IS NOT NULL
            ORDER BY is_staff_reply, id DESC LIMIT 1
            """
        ).first
        let references = (try last?["mail_references"] as String?) ?? ""
        let id: String? = try last?["mail_id"]
        var thread = references.split(separator: " ").map(String.init)
        if let id, thread.last != id { thread.append(id) }
        thread.removeAll { $0 == root }
        return [root] + thread
    }

    /// Where an answer to the copy of one recipient goes; never empty.
    func replyAddress(
        _ ticket: Ticket, _ mailbox: Mailbox, _ recipient: String, audience: Audience = .customer
    ) -> String {
        guard mailbox.hasPlusAddressing else { return mailbox.address }
        return ReplyAddress.text(
            ticket: ticket, mailbox: mailbox.address, recipient: recipient, audience: audience, keys: desk.keys)
    }

    /// What all mail of a ticket refers to, so that mail programs keep it together; the id of its confirmation.
    func root(of ticket: Ticket, _ mailbox: Mailbox) -> String {
        MessageIdentifier(ticketID: ticket.id, messageID: 0).text(
            domain: mailDomain(of: mailbox), keys: desk.keys, variant: "c")
    }

    private func sender(_ author: Person, _ mailbox: Mailbox) -> String {
        "\(author.displayName) (\(company(mailbox)))"
    }

    /// What the person who runs the desk has set, else what the customer writes, else the mailbox's, else English.
    func language(for ticket: Ticket, _ mailbox: Mailbox) -> Language {
        desk.settings.language ?? ticket.language ?? mailbox.language ?? .english
    }
}
