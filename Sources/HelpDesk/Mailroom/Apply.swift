import Database
import Mail

/// What became of one kept mail.
public struct ProcessedMail: Sendable, Equatable {
    /// Its row of the ledger.
    public let ledgerID: Int64
    /// The mailbox that it came to; nil where it came by none.
    public let mailboxID: Int64?
    /// What became of it.
    public let outcome: LedgerEntry.Outcome
    /// The address of its From; nil where there is none, or nobody could read it.
    public let sender: String?
    /// The number of the ticket that it opened or joined.
    public let ticket: String?
    /// Why; nil where it could not be taken in.
    public let because: Reason?
    /// Why it could not be taken in; nil for every outcome but `failed`.
    public let failure: String?
}

extension DeskTransaction {
    /// Decides about one mail and does what was decided; the caller's savepoint undoes all of it where anything throws.
    func settle(_ entry: LedgerEntry, _ mail: UnderstoodMail) throws -> ProcessedMail {
        let facts = try facts(about: mail)
        let decision = decide(mail, facts)
        let result = try apply(decision, to: mail, entry)
        try close(entry, mail, decision, result)
        return ProcessedMail(
            ledgerID: entry.id, mailboxID: entry.mailboxID, outcome: result.outcome, sender: mail.email.from?.address,
            ticket: result.ticket?.number, because: decision.because, failure: nil)
    }

    private struct Applied {
        var outcome: LedgerEntry.Outcome
        var ticket: Ticket?
        var messageID: Int64?
        var duplicateOf: Int64?
        var isAnswered = false
    }

    private func apply(_ decision: Decision, to mail: UnderstoodMail, _ entry: LedgerEntry) throws -> Applied {
        switch decision.action {
        case .open(let older): return try open(mail, entry, because: decision.because, linkedTo: older)
        case .append(let id): return try append(mail, entry, to: id, because: decision.because)
        case .bounce(let delivery): return try note(mail.report, on: delivery)
        case .duplicate(let first):
            let original = try ledgerEntry(first)
            return Applied(
                outcome: .duplicate, ticket: try original?.ticketID.flatMap { try ticket(id: $0) },
                messageID: original?.messageID, duplicateOf: first)
        case .ignore: return Applied(outcome: .ignored)
        case .quarantine: return Applied(outcome: .quarantined)
        }
    }

    private func open(
        _ mail: UnderstoodMail, _ entry: LedgerEntry, because: Reason, linkedTo older: Int64?
    ) throws -> Applied {
        let requester = try author(of: mail)
        let mailbox = try entry.mailboxID ?? mainMailbox()?.id
        let subject = oneLine(String(mail.email.subject.prefix(desk.settings.limits.subjectCharacters)))
        let ticket = try Ticket.insert(
            NewTicket(
                subject: subject, draft: Draft(text: mail.text(isFirst: true).text, channel: .email),
                mailboxID: mailbox,
                language: writtenLanguage(of: mail.email.text), linkedTo: older),
            for: requester, in: self)
        try addParticipants(mail, to: ticket)
        let message = try add(mail, entry, to: ticket, by: requester, because: because, isFirst: true)
        try record(.opened, on: ticket, by: .person(requester), message: message)
        if isNews(mail, entry, isNewTicket: true) {
            try notifyStaff(of: .opened(message: message), on: ticket, by: requester)
        }
        let isAnswered = try mayConfirm(mail, entry) && confirm(ticket, to: requester, answering: mail)
        return Applied(outcome: .created, ticket: ticket, messageID: message, isAnswered: isAnswered)
    }

    private func append(_ mail: UnderstoodMail, _ entry: LedgerEntry, to id: Int64, because: Reason) throws -> Applied {
        guard let ticket = try ticket(id: id) else { throw DeskError.internalInconsistency("ticket \(id) is gone") }
        let author = try author(of: mail)
        let message = try add(mail, entry, to: ticket, by: author, because: because, isFirst: false)
        try record(.replied, on: ticket, by: .person(author), message: message)
        if !mail.automatic.isAutomatic {
            try ticket.setStatus(ticket.statusAfterCustomerReply, by: .person(author), in: self)
        }
        if isNews(mail, entry, isNewTicket: false) {
            try notifyStaff(of: .answered(message: message), on: ticket, by: author)
        }
        return Applied(outcome: .appended, ticket: ticket, messageID: message)
    }

    /// The message of a mail, its files, its words, and the ids by which answers to it find the ticket.
    private func add(
        _ mail: UnderstoodMail, _ entry: LedgerEntry, to ticket: Ticket, by author: Person, because: Reason,
        isFirst: Bool
    ) throws -> Int64 {
        let limit = desk.settings.limits.textBytes
        let parts = mail.text(isFirst: isFirst)
        let email = mail.email
        let references = (email.references + [email.messageID].compactMap(\.self)).suffix(30).joined(separator: " ")
        let id = try value(
            Int64.self,
            """
            INSERT INTO message (uuid, ticket_id, author_id, text, quote, signature, html, is_internal, is_staff_reply,
                is_automatic, channel, because, because_detail, ledger_id, mail_id, mail_references, created_at, updated_at)
            VALUES (\(newPublicID(at: now)), \(ticket.id), \(author.id), \(cut(parts.text, limit)),
                \(parts.quote.map { cut($0, limit) }), \(parts.signature.map { cut($0, limit) }), \(email.html.map { cut($0, 2 * limit) }), 0, 0,
                \(mail.automatic.isAutomatic), \(Channel.email), \(because.code.rawValue), \(because.detail), \(entry.id),
                \(email.messageID), \(references), \(now), \(now))
            RETURNING id
            """)
        guard let id else { throw DeskError.internalInconsistency("nothing inserted") }
        for file in email.attachments.prefix(desk.settings.limits.attachmentsPerMessage) {
            try attach(file, toMessage: id, of: ticket.id)
        }
        if let messageID = email.messageID { try learn(messageID, of: ticket.id, message: id) }
        let words = [ticket.subject, ticket.number, author.name, author.email ?? "", parts.text]
        try index(messageID: id, texts: words)
        if !isFirst { try touch(ticket, text: parts.text, isAutomatic: mail.automatic.isAutomatic) }
        return id
    }

    /// A machine's note is kept, but it is not the customer's last word and does not lift the ticket.
    private func touch(_ ticket: Ticket, text: String, isAutomatic: Bool) throws {
        guard !isAutomatic else { return try post("UPDATE ticket SET updated_at = \(now) WHERE id = \(ticket.id)") }
        try post(
            """
            UPDATE ticket SET updated_at = \(now), active_at = \(now), snippet = \(snippet(of: text)), is_last_word_ours = 0
            WHERE id = \(ticket.id)
            """)
    }

    /// Whoever cannot be known by an address is a person of this mail alone.
    private func author(of mail: UnderstoodMail) throws -> Person {
        if let address = mail.author { return try contact(address) }
        return try addPerson(name: mail.email.from?.name ?? "Unknown sender", address: nil, role: .customer)
    }

    /// Others whom the customer wrote to take part, but not our own addresses, machines, or more than a handful.
    private func addParticipants(_ mail: UnderstoodMail, to ticket: Ticket) throws {
        let author = mail.author?.key
        var added = 0
        for other in mail.email.to + mail.email.cc where other.key != author && isPlausibleAddress(other.address) {
            guard added < 20, !isMachine(other.address) else { continue }
            guard try !isOurs(other.address) else { continue }
            try post(
                """
                INSERT INTO participant (ticket_id, folded, address, name)
                VALUES (\(ticket.id), \(other.key), \(other.address), \(other.name.map { String($0.prefix(200)) }))
                ON CONFLICT (ticket_id, folded) DO NOTHING
                """)
            added += 1
        }
    }

    private func note(_ report: DeliveryReport?, on delivery: Int64?) throws -> Applied {
        guard let report, let id = delivery, let sent = try self.delivery(id: id) else {
            return Applied(outcome: .bounce)
        }
        let status =
            report.recipients.first(where: { folded($0.address) == folded(sent.recipient) }) ?? report.recipients.first
        if let status, status.action.lowercased() == "failed" || status.isHard { try bounce(sent, status) }
        return Applied(
            outcome: .bounce, ticket: try sent.ticketID.flatMap { try ticket(id: $0) }, messageID: sent.messageID)
    }

    private func close(_ entry: LedgerEntry, _ mail: UnderstoodMail, _ decision: Decision, _ result: Applied) throws {
        try post(
            """
            UPDATE ledger SET outcome = \(result.outcome), because = \(decision.because.code.rawValue),
                because_detail = \(decision.because.detail), sender = \(mail.email.from?.address),
                subject = \(String(mail.email.subject.prefix(500))), identity = \(mail.identity),
                ticket_id = \(result.ticket?.id), message_id = \(result.messageID), duplicate_of = \(result.duplicateOf),
                is_automatic = \(mail.automatic.isAutomatic), is_answered = \(result.isAnswered), retry_at = NULL, failure = NULL
            WHERE id = \(entry.id)
            """)
    }

    /// No auto-reply to machines, to imports, to what is older than a day by its server's clock, or to ourselves.
    private func mayConfirm(_ mail: UnderstoodMail, _ entry: LedgerEntry) throws -> Bool {
        guard mail.automatic.mayAnswer, !entry.isQuiet, entry.receivedAt > now + -86_400 else { return false }
        guard let from = mail.email.from else { return false }
        return try !isOurs(from.address)
    }
}

/// A text of at most `limit` bytes, cut between characters.
private func cut(_ text: String, _ limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit)
    while end.samePosition(in: text) == nil, end > text.startIndex { end = text.utf8.index(before: end) }
    return String(text[..<end])
}

private func isMachine(_ address: String) -> Bool {
    let local = address.prefix { $0 != "@" }.lowercased()
    return ["noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster"].contains(local)
}
