import Database
import Foundation
import Mail

extension DeskTransaction {
    struct MailedAnswer {
        let author: Facts.StaffAuthor
        let isInternal: Bool
        let isSentAlready: Bool
    }

    /// An answer of staff that came as a mail: it goes to the customer like one written in the page.
    func add(
        _ answer: MailedAnswer, _ mail: UnderstoodMail, _ entry: LedgerEntry, to id: Int64, because: Reason
    ) throws -> Applied {
        guard let ticket = try ticket(id: id) else { throw DeskError.internalInconsistency("ticket \(id) is gone") }
        let author: Person =
            switch answer.author {
            case .person(let person): person
            case .mailbox(let mailbox): try person(of: mailbox)
            }
        var new = NewMessage(mail, isFirst: false, because: because)
        new.text = withoutStaffTokens(new.text)
        new.quote = new.quote.map(withoutStaffTokens)
        new.signature = new.signature.map(withoutStaffTokens)
        new.html = nil
        new.isInternal = answer.isInternal
        new.isStaffReply = !answer.isInternal
        let withheld = answer.isInternal ? [] : filesForStaff(of: mail)
        if !withheld.isEmpty { new.files.removeAll(where: withheld.contains) }
        let id = try add(new, entry, to: ticket, by: author)
        if !withheld.isEmpty { try note(withheld, on: ticket, by: author) }
        try record(answer.isInternal ? .noted : .replied, on: ticket, by: .person(author), message: id)
        if !answer.isInternal {
            try addParticipants(mail, to: ticket)
            try ticket.setStatus(ticket.statusAfterStaffReply, by: .person(author), in: self)
            let message = try first(Message.self, "SELECT message.* FROM message WHERE id = \(id)")
            if let message, !answer.isSentAlready {
                try deliver(message, of: self.ticket(id: ticket.id) ?? ticket, by: author)
            }
        }
        return Applied(outcome: .appended, ticket: ticket, messageID: id)
    }

    /// Files of an answer that would let the customer answer as staff stand in a note instead.
    private func note(_ files: [Mail.Attachment], on ticket: Ticket, by author: Person) throws {
        let words =
            desk.settings.language == .russian
            ? "Не отправлено клиенту: в этих файлах наше письмо сотрудникам, по которому можно отвечать от имени поддержки."
            : "Not sent to the customer: these files hold our mail to staff, by which anybody could answer as staff."
        let note = try ticket.add(Draft(text: words, isInternal: true, channel: .email), by: author, in: self)
        for file in files.prefix(try limits.attachmentsPerMessage) {
            try attach(file, toMessage: note.id, of: ticket.id)
        }
        try record(.noted, on: ticket, by: .system, message: note.id)
    }

    /// Somebody at the mailbox's own mail client: a person who cannot sign in and stands in no list of staff.
    func person(of mailbox: Mailbox) throws -> Person {
        if let known = try knownPerson(of: mailbox), let person = try person(id: known) { return person }
        let person = try addPerson(name: mailbox.name ?? mailbox.address, address: nil, role: .agent)
        try run("UPDATE person SET disabled_at = \(now) WHERE id = \(person.id)")
        try run("UPDATE mailbox SET person_id = \(person.id) WHERE id = \(mailbox.id)")
        return person
    }

    func knownPerson(of mailbox: Mailbox) throws -> Int64? {
        try value(Int64.self, "SELECT person_id FROM mailbox WHERE id = \(mailbox.id)")
    }

    /// The ticket of whoever wrote the inner mail; what the member of staff wrote above it is a note.
    func openForwarded(
        _ mail: UnderstoodMail, _ entry: LedgerEntry, by staff: Person, because: Reason
    ) throws -> Applied {
        guard let inner = mail.forwarded, let address = inner.address, isPlausibleAddress(address),
            try !isOurs(address),
            try person(address: address)?.isStaff != true
        else { return try open(mail, entry, from: staff, because: Reason(.nothingPointsToATicket), linkedTo: nil) }
        let requester = try contact(Mail.Address(name: inner.name, address: address))
        let subject = oneLine(
            String((inner.subject ?? mail.email.subject).prefix(try limits.subjectCharacters)))
        let ticket = try Ticket.insert(
            NewTicket(
                subject: subject, draft: Draft(text: inner.text, channel: .email),
                mailboxID: try entry.mailboxID ?? mainMailbox()?.id, language: writtenLanguage(of: inner.text)),
            for: requester, in: self)
        var first = NewMessage(mail, isFirst: true, because: because)
        (first.text, first.quote, first.signature, first.html) = (inner.text, nil, nil, nil)
        // There is nothing of ours in such a mail that would prove the From: what the provider does not confirm is marked.
        first.isUnverified = try !isConfirmed(mail, entry)
        let message = try add(first, entry, to: ticket, by: requester)
        // What the customer writes about the mail that was forwarded belongs here too.
        if let id = inner.messageID { try learn(id, of: ticket.id, message: message) }
        try record(.opened, on: ticket, by: .person(staff), message: message)
        if isNews(mail, entry, isNewTicket: true) {
            try notifyStaff(of: .opened(message: message), on: ticket, by: staff)
        }
        let comment = inner.comment.trimmingCharacters(in: .whitespacesAndNewlines)
        if !comment.isEmpty {
            let note = try ticket.add(Draft(text: comment, isInternal: true, channel: .email), by: staff, in: self)
            if first.isUnverified { try run("UPDATE message SET is_unverified = 1 WHERE id = \(note.id)") }
            try record(.noted, on: ticket, by: .person(staff), message: note.id)
        }
        return Applied(outcome: .created, ticket: ticket, messageID: message)
    }
}
