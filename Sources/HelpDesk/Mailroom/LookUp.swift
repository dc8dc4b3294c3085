import Database
import Foundation
import Mail

extension DeskTransaction {
    /// Everything that deciding about this mail needs to know.
    func facts(about mail: UnderstoodMail) throws -> Facts {
        var facts = Facts(now: now, limits: desk.settings.limits)
        facts.sameMail = try value(
            Int64.self,
            """
            SELECT id FROM ledger WHERE identity = \(mail.identity)
                AND outcome IN ('created', 'appended', 'bounce', 'quarantined')
            """)
        guard facts.sameMail == nil else { return facts }
        facts.isOwnCopy = mail.email.messageID.flatMap { MessageIdentifier($0, keys: desk.keys) } != nil
        facts.sender = try sender(mail.author)
        (facts.evidence, facts.unknownNumbers) = try evidence(of: mail, sender: facts.sender)
        facts.reportedDelivery = try mail.report.flatMap { try reportedDelivery($0) }
        return facts
    }

    private func sender(_ author: Mail.Address?) throws -> Facts.Sender {
        var sender = Facts.Sender()
        guard let author, let person = try person(address: author.address) else { return sender }
        sender.personID = person.id
        sender.ticketsInTheLastHour = try ticketsInTheLastHour(of: person)
        return sender
    }

    private func ticketsInTheLastHour(of person: Person) throws -> Int {
        try value(
            Int.self,
            """
            SELECT count(*) FROM (
                SELECT 1 FROM ticket WHERE requester_id = \(person.id) AND active_at > \(now + -3_600)
                    AND created_at > \(now + -3_600) AND channel = \(Channel.email)
                LIMIT 100) AS recent
            """) ?? 0
    }

    // MARK: Evidence

    private func evidence(of mail: UnderstoodMail, sender: Facts.Sender) throws -> ([Facts.Evidence], [String]) {
        var evidence: [Facts.Evidence] = [], unknown: [String] = []
        let known = try ticketIDs(ofMessageIDs: mail.clues)
        for clue in mail.clues {
            let tickets = try tickets(named: clue.target, known)
            evidence += try tickets.compactMap { try self.evidence(clue, $0, mail, sender) }
            if tickets.isEmpty, case .number(let number) = clue.target, !unknown.contains(number) {
                unknown.append(number)
            }
        }
        return (evidence, unknown)
    }

    private func tickets(named target: Clue.Target, _ known: [[UInt8]: [Int64]]) throws -> [Ticket] {
        switch target {
        case .ticket(let id): try [ticket(id: id)].compactMap(\.self)
        case .number(let number): try all(Ticket.self, "SELECT * FROM ticket WHERE number = \(number)")
        case .messageID(let id): try (known[MailReference.hash(id)] ?? []).compactMap { try ticket(id: $0) }
        }
    }

    /// Nil for a reply address whose signature is nobody's: that is no evidence at all.
    private func evidence(
        _ clue: Clue, _ ticket: Ticket, _ mail: UnderstoodMail, _ sender: Facts.Sender
    ) throws -> Facts.Evidence? {
        let from = mail.author?.key ?? ""
        let isRequester = sender.personID == ticket.requesterID
        let takesPart = try isRequester || isParticipant(from, of: ticket)
        let isTheirs = clue.isMadeFor.map { $0(from) } ?? true
        if !isTheirs, let isMadeFor = clue.isMadeFor {
            guard try parties(of: ticket).contains(where: isMadeFor) else { return nil }
        }
        return Facts.Evidence(
            reason: Reason(clue.code, clue.detail), ticket: ticket, isSenderInTicket: takesPart,
            isMadeForSomebodyElse: !isTheirs,
            isStrong: [.signedMessageID, .replyAddress, .knownMessageID].contains(clue.code))
    }

    func isParticipant(_ address: String, of ticket: Ticket) throws -> Bool {
        try value(
            Int64.self, "SELECT 1 FROM participant WHERE ticket_id = \(ticket.id) AND folded = \(address)") != nil
    }

    /// The folded addresses that mail about the ticket goes to.
    private func parties(of ticket: Ticket) throws -> [String] {
        let own = try values(String.self, "SELECT folded FROM person_address WHERE person_id = \(ticket.requesterID)")
        return try own + values(String.self, "SELECT folded FROM participant WHERE ticket_id = \(ticket.id)")
    }

    private func ticketIDs(ofMessageIDs clues: [Clue]) throws -> [[UInt8]: [Int64]] {
        let hashes = clues.compactMap { clue in
            if case .messageID(let id) = clue.target { MailReference.hash(id) } else { nil }
        }
        guard !hashes.isEmpty else { return [:] }
        let rows = try sql.rows("SELECT hash, ticket_id FROM mail_reference WHERE hash IN \(hashes) LIMIT 200")
        return try rows.reduce(into: [:]) { found, row in
            found[try row["hash"], default: []].append(try row["ticket_id"])
        }
    }

    // MARK: Reports

    /// The outgoing mail that a report proves to be about: our signed id, and a recipient that it went to.
    private func reportedDelivery(_ report: DeliveryReport) throws -> Int64? {
        guard let id = report.originalMessageID, MessageIdentifier(id, keys: desk.keys) != nil else { return nil }
        let recipients = report.recipients.map { folded($0.address) }
        let found = try sql.rows("SELECT id, recipient_folded FROM delivery WHERE mail_id = \(id)")
        for delivery in found where try recipients.isEmpty || recipients.contains(delivery["recipient_folded"]) {
            return try delivery["id"]
        }
        return nil
    }

    /// Whether mail to this address comes to us, with or without a tag behind a plus.
    func isOurs(_ address: String) throws -> Bool {
        try mailbox(address: address) != nil || mailbox(address: ReplyAddress.withoutTag(address)) != nil
    }
}

/// Message-IDs by which later mail finds a ticket, kept as hashes of 16 bytes: ids of 998 characters do occur.
enum MailReference {
    static func hash(_ messageID: String) -> [UInt8] { Array(sha256(Array(messageID.utf8)).prefix(16)) }
}

extension DeskTransaction {
    /// Later mail that refers to `messageID` points to this ticket.
    func learn(_ messageID: String, of ticketID: Int64, message: Int64) throws {
        try post(
            """
            INSERT INTO mail_reference (hash, ticket_id, message_id)
            VALUES (\(MailReference.hash(messageID)), \(ticketID), \(message)) ON CONFLICT DO NOTHING
            """)
    }
}
