import Database
import Foundation

extension Desk {
    /// What would become of a mail if it arrived now, and the number of the ticket that it would join. Changes nothing.
    public func foresee(_ mail: UnderstoodMail) async throws -> (Decision, ticket: String?) {
        try await read { tx in
            let mail = try tx.withWriter(mail, mailboxID: nil)
            let decision = decide(mail, try tx.facts(about: mail))
            guard let id = decision.ticketID else { return (decision, nil) }
            return (decision, try tx.ticket(id: id)?.number)
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
