import Foundation
import HelpDesk

/// A row of the mail ledger as the API shows it. Absent values are `null`, never left out.
struct APILedgerEntry: Encodable {
    let entry: LedgerEntry
    let mailbox: String?
    let ticket: String?
    let message: String?

    private enum Key: String, CodingKey {
        case id, mailbox, source, from, subject, size, outcome, because, reason, ticket, message, automatic, answered,
            attempts, failure
        case receivedAt = "received_at"
        case keptAt = "kept_at"
        case isTruncated = "is_truncated"
        case isQuiet = "is_quiet"
        case duplicateOf = "duplicate_of"
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(entry.id, forKey: .id)
        try out.encode(mailbox, forKey: .mailbox)
        try out.encode(entry.source.rawValue, forKey: .source)
        try out.encode(entry.receivedAt.rfc3339, forKey: .receivedAt)
        try out.encode(entry.keptAt.rfc3339, forKey: .keptAt)
        try out.encode(entry.sender, forKey: .from)
        try out.encode(entry.subject, forKey: .subject)
        try out.encode(entry.size, forKey: .size)
        try out.encode(entry.isTruncated, forKey: .isTruncated)
        try out.encode(entry.isQuiet, forKey: .isQuiet)
        try out.encode(entry.outcome.rawValue, forKey: .outcome)
        try out.encode(entry.because?.description, forKey: .because)
        try out.encode(entry.because?.code.rawValue, forKey: .reason)
        try out.encode(ticket, forKey: .ticket)
        try out.encode(message, forKey: .message)
        try out.encode(entry.duplicateOf, forKey: .duplicateOf)
        try out.encode(entry.isAutomatic, forKey: .automatic)
        try out.encode(entry.isAnswered, forKey: .answered)
        try out.encode(entry.attempts, forKey: .attempts)
        try out.encode(entry.failure, forKey: .failure)
    }
}

extension DeskTransaction {
    /// Rows of the ledger with the names of what they point to.
    func apiLedger(_ entries: [LedgerEntry]) throws -> [APILedgerEntry] {
        let addresses = Dictionary(try mailboxes().map { ($0.id, $0.address) }) { first, _ in first }
        return try entries.map { entry in
            APILedgerEntry(
                entry: entry, mailbox: entry.mailboxID.flatMap { addresses[$0] }, ticket: try ticketNumber(of: entry),
                message: try messagePublicID(of: entry)?.uuidString.lowercased())
        }
    }
}
