import Database
import Foundation
import Mail

/// All that a decision may know beside the mail itself, looked up beforehand.
public struct Facts: Sendable {
    /// When the decision is made.
    public var now: Instant
    /// The reopen window and the governor.
    public var limits: Limits
    /// The ledger row that holds the same mail.
    public var sameMail: Int64?
    /// The mail bears a Message-ID that we signed and have sent.
    public var isOwnCopy = false
    /// Who wrote the mail.
    public var sender = Sender()
    /// Tickets that the mail points to, strongest evidence first.
    public var evidence: [Evidence] = []
    /// Numbers that the mail names and nobody knows.
    public var unknownNumbers: [String] = []
    /// The outgoing mail that a delivery report is about, where it proves to be ours.
    public var reportedDelivery: Int64?

    /// Facts of a desk that knows nothing of the mail.
    public init(now: Instant, limits: Limits) {
        self.now = now
        self.limits = limits
    }

    /// Who wrote, as far as the From can say.
    public struct Sender: Sendable {
        /// The person at the From address; nil for a stranger.
        public var personID: Int64?
        /// The From is one of our own mailboxes.
        public var isOwnAddress = false
        /// Tickets that this address has opened by mail within the last hour.
        public var ticketsInTheLastHour = 0
    }

    /// One ticket with what speaks for it.
    public struct Evidence: Sendable {
        /// How the mail points to the ticket: the reason that the message bears if this decides.
        public var reason: Reason
        /// The ticket as it stands now.
        public var ticket: Ticket
        /// The sender is the requester or takes part in the ticket.
        public var isSenderInTicket: Bool
        /// The clue was made for another address than the sender's.
        public var isMadeForSomebodyElse: Bool
        /// A signature of ours, or an id that the ticket knows; not just a number that anybody can write.
        public var isStrong: Bool
    }
}

extension DeskTransaction {
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
        facts.sender = try sender(of: mail.email)
        (facts.evidence, facts.unknownNumbers) = try evidence(of: mail, sender: facts.sender)
        facts.reportedDelivery = try mail.report.flatMap { try reportedDelivery($0) }
        return facts
    }

    private func sender(of email: Email) throws -> Facts.Sender {
        var sender = Facts.Sender()
        guard let from = email.from else { return sender }
        sender.isOwnAddress = try mailbox(address: ReplyAddress.withoutTag(from.address)) != nil
        guard let person = try person(address: from.address) else { return sender }
        sender.personID = person.id
        sender.ticketsInTheLastHour =
            try value(
                Int.self,
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM ticket WHERE requester_id = \(person.id) AND active_at > \(now + -3_600)
                        AND created_at > \(now + -3_600) AND channel = \(Channel.email)
                    LIMIT 100) AS recent
                """) ?? 0
        return sender
    }

    private func evidence(of mail: UnderstoodMail, sender: Facts.Sender) throws -> ([Facts.Evidence], [String]) {
        var evidence: [Facts.Evidence] = [], unknown: [String] = []
        let known = try ticketIDs(ofMessageIDs: mail.clues)
        for clue in mail.clues.prefix(60) {
            let ticket: Ticket? =
                switch clue.target {
                case .ticket(let id): try self.ticket(id: id)
                case .number(let number): try first(Ticket.self, "SELECT * FROM ticket WHERE number = \(number)")
                case .messageID(let id): try known[MailReference.hash(id)].flatMap { try self.ticket(id: $0) }
                }
            guard let ticket else {
                if case .number(let number) = clue.target, !unknown.contains(number) { unknown.append(number) }
                continue
            }
            evidence.append(try self.evidence(clue, ticket, mail.email, sender))
        }
        return (evidence, unknown)
    }

    private func evidence(_ clue: Clue, _ ticket: Ticket, _ email: Email, _ sender: Facts.Sender) throws
        -> Facts.Evidence
    {
        let from = email.from.map { folded($0.address) } ?? ""
        let isRequester = sender.personID == ticket.requesterID
        let takesPart = try isRequester || isParticipant(from, of: ticket)
        let isSigned = clue.code == .signedMessageID || clue.code == .replyAddress
        return Facts.Evidence(
            reason: Reason(clue.code, clue.detail), ticket: ticket, isSenderInTicket: takesPart,
            isMadeForSomebodyElse: clue.isMadeFor.map { !$0(from) } ?? false,
            isStrong: isSigned || clue.code == .knownMessageID)
    }

    func isParticipant(_ address: String, of ticket: Ticket) throws -> Bool {
        try value(
            Int64.self, "SELECT 1 FROM participant WHERE ticket_id = \(ticket.id) AND folded = \(address)") != nil
    }

    private func ticketIDs(ofMessageIDs clues: [Clue]) throws -> [[UInt8]: Int64] {
        let hashes = clues.compactMap { clue in
            if case .messageID(let id) = clue.target { MailReference.hash(id) } else { nil }
        }
        guard !hashes.isEmpty else { return [:] }
        let rows = try sql.rows("SELECT hash, ticket_id FROM mail_reference WHERE hash IN \(Array(hashes.prefix(60)))")
        return Dictionary(
            try rows.map { (try $0["hash"], try $0["ticket_id"]) }, uniquingKeysWith: { first, _ in first })
    }

    private func reportedDelivery(_ report: DeliveryReport) throws -> Int64? {
        guard let id = report.originalMessageID, MessageIdentifier(id, keys: desk.keys) != nil else { return nil }
        let recipients = report.recipients.map { folded($0.address) }
        let found = try sql.rows("SELECT id, recipient_folded FROM delivery WHERE mail_id = \(id)")
        for delivery in found where try recipients.isEmpty || recipients.contains(delivery["recipient_folded"]) {
            return try delivery["id"]
        }
        return nil
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

extension Facts {
    /// Where no desk is at hand: nothing is known, and the mail speaks for itself.
    public static var unknown: Facts { Facts(now: .now(), limits: Limits()) }
}
