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
        let mail = try withWriter(mail, mailboxID: entry.mailboxID, entry.folderRole)
        let facts = try facts(about: mail, entry), decision = decide(mail, facts)
        let result = try apply(decision, to: mail, entry, facts)
        // What is passed over, such as a copy in the Sent folder, says nothing of the one that waits.
        if let waiting = facts.waitingMail, [.created, .appended, .bounce].contains(result.outcome) {
            try endWaiting(of: waiting, for: entry, result)
        }
        try close(entry, mail, decision, result)
        return ProcessedMail(
            ledgerID: entry.id, mailboxID: entry.mailboxID, outcome: result.outcome,
            sender: (mail.writer ?? mail.email.from)?.address,
            ticket: result.ticket?.number, because: decision.because, failure: nil)
    }

    struct Applied {
        var outcome: LedgerEntry.Outcome
        var ticket: Ticket?
        var messageID: Int64?
        var duplicateOf: Int64?
        var isAnswered = false
    }

    private func apply(
        _ decision: Decision, to mail: UnderstoodMail, _ entry: LedgerEntry, _ facts: Facts
    ) throws -> Applied {
        switch decision.action {
        case .open(let older):
            return try open(mail, entry, from: facts.sender.person, because: decision.because, linkedTo: older)
        case .openForwarded(let staff): return try openForwarded(mail, entry, by: staff, because: decision.because)
        case .append(let id): return try append(mail, entry, from: facts, to: id, because: decision.because)
        case .answer(let author, let id, let isInternal, let isSentAlready):
            let answer = MailedAnswer(author: author, isInternal: isInternal, isSentAlready: isSentAlready)
            return try add(answer, mail, entry, to: id, because: decision.because)
        case .bounce(let delivery): return try note(mail, on: delivery)
        case .complaint(let delivery): return try noteComplaint(mail, about: delivery)
        case .receipt(let delivery): return try noteRead(mail, delivery)
        case .duplicate(let first):
            let original = try ledgerEntry(first)
            if let ticket = original?.ticketID { try show(ticket, in: entry.mailboxID) }
            return Applied(
                outcome: .duplicate, ticket: try original?.ticketID.flatMap { try ticket(id: $0) },
                messageID: original?.messageID, duplicateOf: first)
        case .ignore: return Applied(outcome: .ignored)
        case .quarantine:
            try tellOfFlood(mail, entry, decision.because)
            return Applied(outcome: .quarantined)
        }
    }

    func open(
        _ mail: UnderstoodMail, _ entry: LedgerEntry, from sender: Person?, because: Reason, linkedTo older: Int64?
    ) throws -> Applied {
        let requester = try author(of: mail, known: sender)
        if mail.author == nil { _ = try isWithin(.max, Self.ticketsOfNobody, perSeconds: 3_600) }
        let mailbox = try entry.mailboxID ?? mainMailbox()?.id
        // The number of a ticket that it does not join would only lead astray; one that does not exist goes too, so that nobody
        // learns from the answer which numbers there are.
        let bare = Subject.withoutTicketTags(mail.email.subject)
        let subject = oneLine(beginning(of: bare, try limits.subjectCharacters))
        let first = NewMessage(mail, isFirst: true, because: because)
        var new = NewTicket(
            subject: subject, draft: Draft(text: first.text, channel: .email), mailboxID: mailbox,
            language: writtenLanguage(of: mail.email.text), linkedTo: older)
        new.ownWords = mail.ownWords
        let ticket = try Ticket.insert(new, for: requester, in: self)
        // Whose word it is stands in fields that anybody can write: nobody is let in by them.
        if !mail.isUnverified, mail.writer == nil { try addParticipants(mail, to: ticket) }
        let message = try add(first, entry, to: ticket, by: requester)
        try record(.opened, on: ticket, by: .person(requester), message: message)
        if isNews(mail, entry, isNewTicket: true) {
            try notifyStaff(of: .opened(message: message), on: ticket, by: requester)
        }
        let isAnswered = try mayConfirm(mail, entry) && confirm(ticket, to: requester, answering: mail)
        return Applied(outcome: .created, ticket: ticket, messageID: message, isAnswered: isAnswered)
    }

    private func append(
        _ mail: UnderstoodMail, _ entry: LedgerEntry, from facts: Facts, to id: Int64, because: Reason
    ) throws -> Applied {
        guard let ticket = try ticket(id: id) else { throw DeskError.internalInconsistency("ticket \(id) is gone") }
        let author = try author(of: mail, known: facts.sender.person)
        var new = NewMessage(mail, isFirst: false, because: because)
        // Nobody has checked whom another field than From names, and everybody who takes part knows the ids of the conversation;
        // only what was made for them speaks for them.
        let isProven = facts.evidence.contains { $0.ticket.id == id && $0.isMadeForSender }
        if mail.writer != nil, !isProven { new.isUnverified = true }
        let message = try add(new, entry, to: ticket, by: author)
        try record(.replied, on: ticket, by: .person(author), message: message)
        // Anybody can write a number and a From: who gets our answers takes more than that.
        if author.id == ticket.requesterID, mail.writer == nil, !new.isUnverified, because.code.isStrong {
            try addParticipants(mail, to: ticket)
        }
        if !mail.automatic.isAutomatic {
            try releaseFromAbsentAssignee(ticket)
            if try mayReopen(ticket) {
                try ticket.setStatus(ticket.statusAfterCustomerReply, by: .person(author), in: self)
            }
        }
        if isNews(mail, entry, isNewTicket: false) {
            try notifyStaff(of: .answered(message: message), on: ticket, by: author)
        }
        try show(ticket.id, in: entry.mailboxID)
        return Applied(outcome: .appended, ticket: ticket, messageID: message)
    }

    /// A ticket that comes back must not wait for somebody who does not work here any more.
    private func releaseFromAbsentAssignee(_ ticket: Ticket) throws {
        guard let id = ticket.assigneeID, !ticket.status.isUnresolved, let assignee = try person(id: id),
            !assignee.isStaff
        else { return }
        try post("UPDATE ticket SET assignee_id = NULL WHERE id = \(ticket.id)")
        try record(.assigned, on: ticket, by: .system, from: assignee.displayName)
    }

    /// The ticket shows among those of this mailbox too.
    private func show(_ ticketID: Int64, in mailboxID: Int64?) throws {
        guard let mailboxID else { return }
        let main = try value(Int64.self, "SELECT mailbox_id FROM ticket WHERE id = \(ticketID)")
        guard main != mailboxID else { return }
        try run(
            """
            INSERT INTO ticket_mailbox (ticket_id, mailbox_id) VALUES (\(ticketID), \(mailboxID)) ON CONFLICT DO NOTHING
            """)
    }

    /// Whoever cannot be known by an address is a person of this mail alone.
    func author(of mail: UnderstoodMail, known sender: Person?) throws -> Person {
        if let address = mail.author {
            // Our own address in From proves nothing and belongs to no customer.
            if let mailbox = try ownMailbox(address.address) { return try person(of: mailbox) }
            return try contact(address, known: sender)
        }
        return try addPerson(name: mail.email.from?.name ?? "Unknown sender", address: nil, role: .customer)
    }

    /// Others whom the customer wrote to take part, but not our own addresses, staff, who hear of tickets in their own way,
    /// machines, or more than a handful.
    func addParticipants(_ mail: UnderstoodMail, to ticket: Ticket) throws {
        let author = mail.author?.key
        let others = try (mail.email.to + mail.email.cc).prefix(1_000).filter { other in
            try other.key != author && isPlausibleAddress(other.address) && !other.isSystem
                && !isOurs(other.address)
        }
        guard !others.isEmpty else { return }
        let known = try value(Int.self, "SELECT count(*) FROM participant WHERE ticket_id = \(ticket.id)") ?? 0
        for other in others.prefix(max(0, Ticket.participantsByMailAtMost - known)) {
            guard try person(address: other.address)?.isStaff != true else { continue }
            try post(
                """
                INSERT INTO participant (ticket_id, folded, address, name)
                VALUES (\(ticket.id), \(other.key), \(other.address), \(other.name.map { oneLine(String($0.prefix(200))) }))
                ON CONFLICT (ticket_id, folded) DO NOTHING
                """)
        }
    }

    private func note(_ mail: UnderstoodMail, on delivery: Int64?) throws -> Applied {
        guard let report = mail.report, let id = delivery, let sent = try self.delivery(id: id) else {
            return Applied(outcome: .bounce)
        }
        let status =
            report.recipients.first(where: { folded($0.address) == folded(sent.recipient) }) ?? report.recipients.first
        let isProven = try isProven(mail, about: sent)
        switch status.map({ ($0, $0.action.lowercased()) }) {
        case (let status, "failed")?: try bounce(sent, status, isProven: isProven)
        case (let status, _)? where status.isHard: try bounce(sent, status, isProven: isProven)
        case (let status, "delayed")?: try noteDelay(sent, status)
        default: break
        }
        return Applied(
            outcome: .bounce, ticket: try sent.ticketID.flatMap { try ticket(id: $0) }, messageID: sent.messageID)
    }

    private func noteRead(_ mail: UnderstoodMail, _ delivery: Int64?) throws -> Applied {
        guard let sent = try delivery.flatMap({ try self.delivery(id: $0) }) else { return Applied(outcome: .bounce) }
        if mail.receipt?.isRead == true { try noteRead(sent) }
        return Applied(
            outcome: .bounce, ticket: try sent.ticketID.flatMap { try ticket(id: $0) }, messageID: sent.messageID)
    }

    private func noteComplaint(_ mail: UnderstoodMail, about delivery: Int64) throws -> Applied {
        guard let sent = try self.delivery(id: delivery) else { return Applied(outcome: .bounce) }
        try noteComplaint(sent, isProven: isProven(mail, about: sent))
        return Applied(
            outcome: .bounce, ticket: try sent.ticketID.flatMap { try ticket(id: $0) }, messageID: sent.messageID)
    }

    /// The copy of a mail that waited for a person needs none any more.
    private func endWaiting(of waiting: Int64, for entry: LedgerEntry, _ result: Applied) throws {
        try post(
            """
            UPDATE ledger SET outcome = \(LedgerEntry.Outcome.duplicate), because = \(Reason.Code.sameMail.rawValue),
                because_detail = NULL, ticket_id = \(result.ticket?.id), message_id = \(result.messageID),
                duplicate_of = \(entry.id)
            WHERE id = \(waiting) AND outcome = \(LedgerEntry.Outcome.quarantined)
            """)
    }

    private func close(_ entry: LedgerEntry, _ mail: UnderstoodMail, _ decision: Decision, _ result: Applied) throws {
        try post(
            """
            UPDATE ledger SET outcome = \(result.outcome), because = \(decision.because.code.rawValue),
                because_detail = \(decision.because.detail), sender = \((mail.writer ?? mail.email.from).map { beginning(of: $0.address, 320) }),
                subject = \(beginning(of: mail.email.subject, 500)), identity = \(mail.identity),
                ticket_id = \(result.ticket?.id), message_id = \(result.messageID), duplicate_of = \(result.duplicateOf),
                is_automatic = \(mail.automatic.isAutomatic), is_answered = \(result.isAnswered), retry_at = NULL, failure = NULL
            WHERE id = \(entry.id)
            """)
    }

    /// No auto-reply to machines, to what a server calls spam (a person may have let it in), to imports, to what is older than a
    /// day by its server's clock, or to ourselves.
    private func mayConfirm(_ mail: UnderstoodMail, _ entry: LedgerEntry) throws -> Bool {
        guard mail.automatic.mayAnswer, mail.spamVerdict == nil, !entry.isQuiet, entry.receivedAt > now + -86_400 else {
            return false
        }
        guard let from = mail.writer ?? mail.email.from else { return false }
        return try !isOurs(from.address)
    }
}
