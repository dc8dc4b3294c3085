import Database
import Foundation

/// Fills a database with made-up tickets, quickly and always the same, for the benchmarks.
public struct BenchDesk: Sendable {
    private let desk: Desk

    /// Fills this desk, which must be empty.
    public init(desk: Desk) { self.desk = desk }

    /// Adds tickets in the shape that mail gives them: requester, message, answer, words, ledger row, references, events.
    /// - Throws: `DeskError.conflict` where the desk is in use.
    public func fill(tickets count: Int) async throws {
        let known = try await desk.read { tx in
            try tx.value(Int.self, "SELECT count(*) FROM (SELECT 1 FROM ledger LIMIT 1) AS counted") ?? 0
        }
        guard known == 0 else { throw DeskError.conflict("This desk has mail. Fill an empty one.") }
        for start in stride(from: 0, to: count, by: 500) {
            try await desk.write { tx in
                var words = BenchWords(seed: UInt64(start + 1))
                for index in start..<min(start + 500, count) { try tx.addBenchTicket(index, of: count, &words) }
            }
        }
        try await desk.write { tx in
            _ = try tx.run("ANALYZE")
        }
    }
}

extension DeskTransaction {
    fileprivate func addBenchTicket(_ index: Int, of count: Int, _ words: inout BenchWords) throws {
        let at = now + -Double(count - index) * 60
        let person = try benchPerson(index / 3, at)
        let status = Status.allCases[index % 25 == 0 ? 0 : index % 17 == 0 ? 2 : index % 5 == 0 ? 3 : 4]
        let ticket = try inserted(
            Ticket.self,
            """
            INSERT INTO ticket (uuid, number, subject, requester_id, mailbox_id, status, is_unresolved, priority, category_id,
                channel, snippet, is_last_word_ours, created_at, updated_at, active_at, closed_at, resolved_at, first_response_at)
            VALUES (\(newPublicID(at: at)), \(try nextTicketNumber()), \(words.sentence(6)), \(person.id), 1, \(status),
                \(status.isUnresolved), \(Priority.medium), \(Int64(1 + index % 5)), \(Channel.email), \(words.sentence(12)), 1, \(at),
                \(at), \(at), \(status == .closed ? at : nil), \(status.isUnresolved ? nil : at), \(at)) RETURNING *
            """)
        let asked = try addBenchMessage(words.sentence(120), by: person.id, isStaff: false, to: ticket, at)
        _ = try addBenchMessage(words.sentence(60), by: person.id, isStaff: true, to: ticket, at)
        let mailID = "bench.\(index)@customer.example"
        try learn(mailID, of: ticket.id, message: asked)
        try post(
            """
            INSERT INTO ledger (mailbox_id, source, received_at, kept_at, raw_hash, size, outcome, sender, subject, identity,
                ticket_id, message_id, attempts)
            VALUES (1, \(LedgerEntry.Source.ingest), \(at), \(at), \(sha256(Array(mailID.utf8))), 3000,
                \(LedgerEntry.Outcome.created), \(person.email), \(ticket.subject), \(MailReference.hash("identity \(mailID)")),
                \(ticket.id), \(asked), 1)
            """)
        for kind in [Event.Kind.opened, .replied] {
            try post(
                "INSERT INTO event (at, kind, ticket_id, message_id, actor_id) VALUES (\(at), \(kind), \(ticket.id), \(asked), \(person.id))"
            )
        }
    }

    private func benchPerson(_ index: Int, _ at: Instant) throws -> Person {
        let address = "person\(index)@customer\(index % 997).example"
        return try person(address: address) ?? addPerson(name: "Person \(index)", address: address, role: .customer)
    }

    private func addBenchMessage(_ text: String, by author: Int64, isStaff: Bool, to ticket: Ticket, _ at: Instant)
        throws -> Int64
    {
        let id = try value(
            Int64.self,
            """
            INSERT INTO message (uuid, ticket_id, author_id, text, is_internal, is_staff_reply, channel, created_at, updated_at)
            VALUES (\(newPublicID(at: at)), \(ticket.id), \(author), \(text), 0, \(isStaff), \(Channel.email), \(at), \(at)) RETURNING id
            """)
        guard let id else { throw DeskError.internalInconsistency("nothing inserted") }
        try index(messageID: id, texts: [ticket.subject, ticket.number, text])
        return id
    }
}

/// Words with the uneven frequencies of a language, from a seed.
private struct BenchWords {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func sentence(_ count: Int) -> String {
        (0..<count).map { _ in word() }.joined(separator: " ")
    }

    private mutating func word() -> String {
        // The square favours small numbers: some words are everywhere, most are rare.
        let unit = Double(next() % 1_000_000) / 1_000_000
        let number = Int(unit * unit * unit * 20_000)
        let syllables = [
            "ka", "ro", "mi", "lu", "ta", "ne", "so", "vi", "да", "по", "ле", "ни", "го", "ме", "ру", "ты",
        ]
        return
            "\(syllables[number % 16])\(syllables[number / 16 % 16])\(syllables[number / 256 % 16])\(syllables[number / 4096 % 16])"
    }

    private mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
