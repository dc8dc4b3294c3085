import Database
import Foundation

/// What would become of a mail.
public struct Foreseen: Sendable {
    /// The mail as it is judged: without the signs of a list or form of ours.
    public let mail: UnderstoodMail
    /// What would be done.
    public let decision: Decision
    /// The number of the ticket that it would join.
    public let ticket: String?

    init(mail: UnderstoodMail, decision: Decision, ticket: String?) {
        self.mail = mail
        self.decision = decision
        self.ticket = ticket
    }

    /// By the mail alone, where no desk is at hand.
    public init(_ mail: UnderstoodMail) { self.init(mail: mail, decision: decide(mail, Facts.unknown), ticket: nil) }
}

extension Desk {
    /// What would become of a mail if it arrived now. Changes nothing.
    public func foresee(_ mail: UnderstoodMail) async throws -> Foreseen {
        try await read { tx in
            let mail = try tx.withWriter(mail, mailboxID: nil)
            let decision = decide(mail, try tx.facts(about: mail))
            let ticket = try decision.ticketID.flatMap { try tx.ticket(id: $0)?.number }
            return Foreseen(mail: mail, decision: decision, ticket: ticket)
        }
    }
}

extension DeskTransaction {
    /// What became of these rows of the ledger; those that still wait are left out.
    public func processed(_ ledgerIDs: [Int64]) throws -> [ProcessedMail] {
        var found: [ProcessedMail] = []
        for start in stride(from: 0, to: ledgerIDs.count, by: 500) {
            let ids = Array(ledgerIDs[start..<min(start + 500, ledgerIDs.count)])
            let entries = try all(
                LedgerEntry.self, "SELECT * FROM ledger WHERE id IN \(ids) AND outcome <> 'pending' ORDER BY id")
            found += try entries.map { entry in
                ProcessedMail(
                    ledgerID: entry.id, mailboxID: entry.mailboxID, outcome: entry.outcome, sender: entry.sender,
                    ticket: try ticketNumber(of: entry), because: entry.because, failure: entry.failure)
            }
        }
        return found
    }

    /// The public id of the message that a mail became, or that it reports on.
    public func messagePublicID(of entry: LedgerEntry) throws -> UUID? {
        try entry.messageID.flatMap { try value(UUID.self, "SELECT uuid FROM message WHERE id = \($0)") }
    }

    /// The number of the ticket that a mail opened or joined.
    public func ticketNumber(of entry: LedgerEntry) throws -> String? {
        try entry.ticketID.flatMap { try value(String.self, "SELECT number FROM ticket WHERE id = \($0)") }
    }
}
