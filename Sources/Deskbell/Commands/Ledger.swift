import ArgumentParser
import Database
import HelpDesk

/// The mail ledger on a terminal.
struct Ledger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Show what became of each mail, newest first, and why.",
        discussion: "Outcomes: \(LedgerEntry.Outcome.allCases.map(\.rawValue).joined(separator: ", ")).")

    @Flag(help: "One JSON object a line.")
    var json = false

    @Option(help: "Only mail with this outcome.")
    var outcome: LedgerEntry.Outcome?

    @Option(help: "How many rows at the most; without it all.")
    var limit: Int?

    @Option(
        help:
            "Try again the failed mail of this number: it is taken in, or asked for at its server, with the next look.")
    var retry: Int64?

    func run() async throws {
        if let retry { return try await tryAgain(retry) }
        try await withDesk(isMade: false) { desk, _ in
            var left = limit ?? .max, before: Int64?
            while left > 0 {
                let (outcome, count, place) = (outcome, min(left, 1_000), before)
                let rows = try await desk.read { tx in
                    try tx.ledger(LedgerQuery(outcome: outcome, before: place, limit: count)).map {
                        LedgerLine($0, ticket: try tx.ticketNumber(of: $0))
                    }
                }
                for row in rows { print(json ? try JSONLine.text(row) : row.text) }
                guard rows.count == count, let last = rows.last else { return }
                (left, before) = (left - rows.count, last.id)
            }
        }
    }
}

extension Ledger {
    private func tryAgain(_ id: Int64) async throws {
        try await withDesk(isMade: false) { desk, _ in
            try await desk.write { tx in
                guard let entry = try tx.ledgerEntry(id) else { throw DeskError.notFound("Mail \(id)") }
                try entry.retry(by: Viewer.system, in: tx)
            }
            print("Mail \(id) is tried again. Without a running server: deskbell sync")
        }
    }
}

extension LedgerEntry.Outcome: ExpressibleByArgument {}

struct LedgerLine: Encodable, Sendable {
    let id: Int64
    let received_at: String
    let source: String
    let from: String?
    let subject: String?
    let outcome: String
    let because: String?
    let ticket: String?
    let automatic: Bool
    let answered: Bool
    let attempts: Int
    let failure: String?

    init(_ entry: LedgerEntry, ticket: String?) {
        id = entry.id
        received_at = entry.receivedAt.rfc3339
        source = entry.source.rawValue
        from = entry.sender
        subject = entry.subject
        outcome = entry.outcome.rawValue
        because = entry.because?.description
        self.ticket = ticket
        automatic = entry.isAutomatic
        answered = entry.isAnswered
        attempts = entry.attempts
        failure = entry.failure
    }

    var text: String {
        "\(id)\t\(received_at)\t\(outcome)\t\(ticket ?? "-")\t\(from ?? "-")\t\(subject ?? "")\t\(failure ?? because ?? "")"
    }
}
