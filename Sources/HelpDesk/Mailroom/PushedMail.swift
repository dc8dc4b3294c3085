import Database
import Mail

/// A mail that a mail service or a script hands over by HTTP.
public struct PushedMail: Sendable {
    /// The mail, byte for byte or put together from its parts.
    public var raw: [UInt8]
    /// What its envelope said.
    public var envelope: MailEnvelope
    /// By which way it came.
    public var source: LedgerEntry.Source
    /// Our address that it came to where the caller names one; it wins over the envelope.
    public var mailbox: String?
    /// Nobody is answered.
    public var isQuiet = false
    /// What may be used once, and again only for the same mail: the token of a service whose signature does not cover
    /// the mail.
    public var receipt: String?

    /// A mail from its bytes and its envelope.
    public init(raw: [UInt8], envelope: MailEnvelope = MailEnvelope(), source: LedgerEntry.Source) {
        self.raw = raw
        self.envelope = envelope
        self.source = source
    }
}

extension Desk {
    /// Longer than any service goes on trying, and than its signatures are believed.
    static let receiptSeconds = 2 * 86_400.0

    /// Writes the mail down. Once this returns it is ours.
    /// - Returns: its row of the ledger; for a post that was taken in before, the row of then.
    /// - Throws: `DeskError.invalid` for no mail or an unknown mailbox; `.forbidden` for another mail under a receipt that
    ///   was used; whatever the database or the disk says, and then nothing is kept.
    public func take(_ pushed: PushedMail) async throws -> Int64 {
        guard !pushed.raw.allSatisfy({ $0 <= 32 }) else { throw DeskError.invalid("mail", "is empty") }
        let raw = pushed.envelope.before(pushed.raw)
        let isTooLarge = raw.count > settings.limits.mailBytes
        let kept = isTooLarge ? Array(raw.prefix(1 << 20)) : raw
        let addressed = pushed.envelope.recipients.isEmpty ? Self.addressed(raw) : []
        return try await write { tx in
            if let known = try tx.taken(pushed.receipt, kept) { return known }
            let arrived = ArrivedMail(
                raw: kept, mailboxID: try tx.mailboxID(of: pushed, addressed), source: pushed.source,
                isTruncated: isTooLarge, isQuiet: pushed.isQuiet)
            guard let id = try tx.keep(arrived, tx.runningPlusTests()) else {
                throw DeskError.internalInconsistency("nothing kept")
            }
            if let receipt = pushed.receipt {
                try tx.run(
                    """
                    INSERT INTO mail_push (name, ledger_id, raw_hash, expires_at)
                    VALUES (\(receipt), \(id), \(sha256(kept)), \(tx.now + Self.receiptSeconds))
                    """)
            }
            try tx.sql.notify(Self.mailKeptChannel, "")
            return id
        }
    }

    /// To and Cc, from the first part of the mail.
    private static func addressed(_ raw: [UInt8]) -> [String] {
        let head = Email(parsing: Array(raw.prefix(64 << 10)))
        return head.envelopeRecipients + (head.to + head.cc).map(\.address)
    }

    /// What became of a kept mail, once somebody has looked at it.
    /// - Returns: its row of the ledger, still `pending` where the patience was too short.
    /// - Throws: `DeskError.notFound`.
    public func settled(_ ledgerID: Int64, patienceSeconds: Double) async throws -> LedgerEntry {
        let deadline = ContinuousClock.now + .seconds(patienceSeconds)
        while true {
            // Whoever is at it already, here or on another server, goes on undisturbed.
            if try await !processKept().isEmpty { await stopProcessing() }
            guard let entry = try await read({ tx in try tx.ledgerEntry(ledgerID) }) else {
                throw DeskError.notFound("Mail")
            }
            if entry.outcome != .pending || ContinuousClock.now > deadline { return entry }
            try await Task.sleep(for: .milliseconds(25))
        }
    }
}

extension DeskTransaction {
    fileprivate func taken(_ receipt: String?, _ raw: [UInt8]) throws -> Int64? {
        guard let receipt else { return nil }
        let row = try sql.rows("SELECT ledger_id, raw_hash FROM mail_push WHERE name = \(receipt)").first
        guard let row else { return nil }
        guard try row["raw_hash"] == sha256(raw) else {
            throw DeskError.forbidden("This signature was used before, for another message.")
        }
        return try row["ledger_id"]
    }

    fileprivate func mailboxID(of pushed: PushedMail, _ addressed: [String]) throws -> Int64? {
        guard let name = pushed.mailbox else {
            return try mailbox(of: pushed.envelope, else: addressed)?.id ?? mainMailbox()?.id
        }
        guard let found = try mailbox(address: name) ?? Int64(name).flatMap({ try mailbox(id: $0) }) else {
            throw DeskError.invalid("mailbox", "“\(name.prefix(80))” is none of our addresses")
        }
        return found.id
    }
}
