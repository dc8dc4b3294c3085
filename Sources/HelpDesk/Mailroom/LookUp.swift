import Database
import Foundation
import Mail

extension DeskTransaction {
    /// Everything that deciding about this mail needs to know.
    func facts(about mail: UnderstoodMail, _ entry: LedgerEntry? = nil) throws -> Facts {
        var facts = Facts(now: now, limits: try limits)
        let same = try sql.rows(
            """
            SELECT id, outcome FROM ledger WHERE identity = \(mail.identity)
                AND (outcome = 'created' OR outcome = 'appended' OR outcome = 'bounce' OR outcome = 'quarantined')
            """
        ).first
        if let same {
            let isWaiting = try same["outcome"] == LedgerEntry.Outcome.quarantined.rawValue
            let id: Int64 = try same["id"]
            if isWaiting { facts.waitingMail = id } else { facts.sameMail = id }
        }
        guard facts.sameMail == nil else { return facts }
        facts.isOwnCopy = try mail.email.messageID.map { try isOurMail($0, from: mail.email.from) } ?? false
        guard !facts.isOwnCopy else { return facts }
        facts.isReleased = entry?.isReleased ?? false
        facts.folderRole = entry?.folderRole
        facts.mailboxID = entry?.mailboxID
        facts.takesStaffReplies = facts.limits.staffRepliesByMail == 1
        facts.sender = try sender(of: mail)
        facts.blockedBy = try mail.author.flatMap { try blockingPattern($0.key) }
        (facts.evidence, facts.unknownNumbers) = try evidence(of: mail, facts)
        facts.reportedDelivery = try mail.report.flatMap { try reportedDelivery($0, mail) }
        facts.readDelivery = try mail.receipt.flatMap { receipt in
            try receipt.originalMessageID.flatMap { try deliveries(of: $0, to: [receipt.recipient]).first }
        }
        // Anybody can put a provider's address into From.
        let complaint = mail.isUnverified ? nil : mail.complaint
        facts.complainedDelivery = try complaint.flatMap { try complainedDelivery($0) }
        return facts
    }

    /// By our signed id, or by the one that the provider told us to have put in its place.
    private func isOurMail(_ messageID: String, from: Mail.Address?) throws -> Bool {
        if MessageIdentifier(messageID, keys: desk.keys) != nil { return true }
        guard let from, try isOurs(from.address) else { return false }
        return try value(Int64.self, "SELECT 1 FROM delivery WHERE alias = \(messageID) LIMIT 1") != nil
    }

    private func sender(of mail: UnderstoodMail) throws -> Facts.Sender {
        var sender = Facts.Sender()
        guard let author = mail.author else {
            sender.ticketsInTheLastHour = try usesLately(of: Self.ticketsOfNobody)
            return sender
        }
        sender.mailbox = try ownMailbox(author.address)
        if let mailbox = sender.mailbox, let id = try knownPerson(of: mailbox) {
            sender.ticketsInTheLastHour = try ticketsInTheLastHour(of: id)
        }
        guard let person = try person(address: author.address) else { return sender }
        sender.person = person
        if person.isStaff, mail.email.from?.key == author.key { sender.staff = person }
        sender.ticketsInTheLastHour = try ticketsInTheLastHour(of: person.id)
        return sender
    }

    private func ticketsInTheLastHour(of requester: Int64) throws -> Int {
        try value(
            Int.self,
            """
            SELECT count(*) FROM (
                SELECT 1 FROM ticket WHERE requester_id = \(requester) AND active_at > \(now + -3_600)
                    AND created_at > \(now + -3_600) AND channel = \(Channel.email)
                LIMIT \(limits.ticketsPerAddressAndHour)) AS recent
            """) ?? 0
    }

    // MARK: Evidence

    private func evidence(of mail: UnderstoodMail, _ facts: Facts) throws -> ([Facts.Evidence], [String]) {
        var evidence: [Facts.Evidence] = [], unknown: [String] = []
        let known = try ticketIDs(ofMessageIDs: mail.clues), places = try places(ofMessagesIn: mail.clues)
        for clue in mail.clues {
            let place = clue.messageID.flatMap { places[$0] }.map { Clue.Target.ticket($0) }
            let tickets = try tickets(named: place ?? clue.target, known)
            evidence += try tickets.compactMap { try self.evidence(clue, $0, mail, facts) }
            if tickets.isEmpty, case .number(let number) = clue.target, !unknown.contains(number) {
                unknown.append(number)
            }
        }
        return (evidence, unknown)
    }

    /// What has gone into another ticket is answered there.
    private func tickets(named target: Clue.Target, _ known: [[UInt8]: [Int64]]) throws -> [Ticket] {
        switch target {
        case .ticket(let id): try [livingTicket(id)].compactMap(\.self)
        case .number(let number):
            try all(Ticket.self, "SELECT * FROM ticket WHERE number = \(number)").compactMap { try living($0) }
        case .messageID(let id): try (known[MailReference.hash(id)] ?? []).compactMap { try livingTicket($0) }
        }
    }

    /// Nil for a reply address whose signature is nobody's: that is no evidence at all.
    private func evidence(
        _ clue: Clue, _ ticket: Ticket, _ mail: UnderstoodMail, _ facts: Facts
    ) throws -> Facts.Evidence? {
        let from = mail.author?.key ?? "", sender = facts.sender
        // From is no proof, and staff speak for us: theirs has to come with what was made for them (`staffAuthor`).
        let isRequester = sender.person.map { $0.id == ticket.requesterID } ?? false
        let takesPart = try isRequester || (sender.person?.isStaff != true && isParticipant(from, of: ticket))
        let isMadeForSender = clue.isMadeFor.map { $0(from) }
        var isTheirs = isMadeForSender ?? (clue.audience == .customer)
        let staffAuthor = try staffAuthor(clue, ticket, sender)
        if staffAuthor != nil { isTheirs = true }
        if !isTheirs, let isMadeFor = clue.isMadeFor {
            guard try parties(of: ticket).contains(where: isMadeFor) else { return nil }
        }
        return Facts.Evidence(
            reason: Reason(clue.code, clue.detail), ticket: ticket, isSenderInTicket: takesPart,
            isMadeForSomebodyElse: !isTheirs,
            isMadeForSender: isMadeForSender ?? false,
            isStrong: clue.code.isStrong,
            staffAuthor: staffAuthor,
            isParentInternal: try staffAuthor != nil && clue.messageID.map { try isInternal($0) } ?? false,
            isRecipientInTicket: try facts.folderRole == .sent && hasRecipient(mail, in: ticket),
            isOfAnotherMailbox: try isOfAnotherMailbox(ticket, than: facts.mailboxID)
        )
    }

    /// What came to a mailbox that was removed meanwhile goes on in the main one.
    private func isOfAnotherMailbox(_ ticket: Ticket, than mailboxID: Int64?) throws -> Bool {
        guard let mailboxID, let own = ticket.mailboxID, own != mailboxID else { return false }
        return try sendingMailbox(of: ticket)?.id != mailboxID
    }

    /// The id or address was made for a member of staff or a mailbox, and the From is theirs. Not for the requester of the
    /// ticket, who is its customer also when working here.
    private func staffAuthor(_ clue: Clue, _ ticket: Ticket, _ sender: Facts.Sender) throws -> Facts.StaffAuthor? {
        if let staff = sender.staff, staff.id == ticket.requesterID { return nil }
        switch clue.audience {
        case .customer: return nil
        case .agent(let id): return sender.staff.flatMap { $0.id == id ? .person($0) : nil }
        case .mailbox(let id):
            if let staff = sender.staff { return .person(staff) }
            return sender.mailbox.flatMap { $0.id == id ? .mailbox($0) : nil }
        }
    }

    private func isInternal(_ messageID: Int64) throws -> Bool {
        try value(Bool.self, "SELECT is_internal FROM message WHERE id = \(messageID)") ?? false
    }

    private func hasRecipient(_ mail: UnderstoodMail, in ticket: Ticket) throws -> Bool {
        let parties = try Set(parties(of: ticket))
        return (mail.email.to + mail.email.cc).contains { parties.contains($0.key) }
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

    /// Where the messages of our signed ids stand now: one that was moved takes the answers to it along.
    private func places(ofMessagesIn clues: [Clue]) throws -> [Int64: Int64] {
        let ids = Set(clues.compactMap(\.messageID)).subtracting([0]).sorted()
        guard !ids.isEmpty else { return [:] }
        let rows = try sql.rows("SELECT id, ticket_id FROM message WHERE id IN \(ids)")
        return try rows.reduce(into: [:]) { found, row in found[try row["id"]] = try row["ticket_id"] }
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

    /// The outgoing mail that a report proves to be about: our signed id, and a recipient that it went to. Of several copies
    /// the one whose marks it returns.
    private func reportedDelivery(_ report: DeliveryReport, _ mail: UnderstoodMail) throws -> Int64? {
        guard let id = report.originalMessageID else { return nil }
        let found = try deliveries(of: id, to: report.recipients.map(\.address))
        guard found.count > 1 else { return found.first }
        let marks = marksOfCopy(in: mail)
        let marked = try found.prefix(100).first {
            try delivery(id: $0).map { try isCopy($0, markedBy: marks) } ?? false
        }
        return marked ?? found.first
    }

    /// The same for a complaint. Where the provider hides who has complained, it must have gone to one recipient alone.
    private func complainedDelivery(_ complaint: ComplaintReport) throws -> Int64? {
        guard let id = complaint.originalMessageID else { return nil }
        let found = try deliveries(of: id, to: complaint.recipients)
        return complaint.recipients.isEmpty && found.count > 1 ? nil : found.first
    }

    /// Those of our signed id, or of the one that the provider told us to have put in its place; no recipients: any.
    private func deliveries(of id: String, to recipients: [String]) throws -> [Int64] {
        let named: SQL = MessageIdentifier(id, keys: desk.keys) == nil ? "alias = \(id)" : "mail_id = \(id)"
        let keys = recipients.map(folded)
        let found = try sql.rows("SELECT id, recipient_folded FROM delivery WHERE \(named) ORDER BY id LIMIT 1000")
        return try found.filter { try keys.isEmpty || keys.contains($0["recipient_folded"]) }.map { try $0["id"] }
    }

    /// Whether mail to this address comes to us, with or without a tag behind a plus.
    func isOurs(_ address: String) throws -> Bool {
        let own = try memo.mailboxes { try mailboxes() }
        let keys = ownKeys(of: address)
        return keys.contains { own.index(forKey: $0) != nil } || isSender(keys)
    }

    /// The mailbox that mail to this address comes to.
    func ownMailbox(_ address: String) throws -> Mailbox? {
        let own = try memo.mailboxes { try mailboxes() }
        let keys = ownKeys(of: address)
        return try keys.lazy.compactMap { own[$0] }.first ?? (isSender(keys) ? mailbox(id: 1) : nil)
    }

    /// Under which keys a mailbox with this address may be found: as it is, and without what plus addressing adds.
    private func ownKeys(of address: String) -> [String] {
        let key = folded(address)
        return key.utf8.contains(UInt8(ascii: "+")) ? [key, folded(ReplyAddress.withoutTag(address))] : [key]
    }

    /// The entry of the block list that an address, as `folded` writes it, matches: itself or its domain.
    private func blockingPattern(_ address: String) throws -> String? {
        let isAnybodyBlocked = try memo.isAnybodyBlocked {
            try value(Int64.self, "SELECT 1 FROM blocked_sender LIMIT 1") != nil
        }
        guard isAnybodyBlocked else { return nil }
        let domain = address.lastIndex(of: "@").map { String(address[$0...]) } ?? address
        return try value(
            String.self, "SELECT pattern FROM blocked_sender WHERE pattern IN (\(address), \(domain)) LIMIT 1")
    }
}
