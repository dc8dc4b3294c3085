import Foundation
import HelpDesk
import Hummingbird
import NIOCore

/// The mail ledger, for staff.
struct LedgerAPI {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.get("ledger", use: list)
        api.get("ledger/:id", use: read)
        api.get("ledger/:id/raw", use: raw)
        api.post("ledger/:id/retry", use: retry)
        api.post("ledger/:id/release", use: release)
        api.post("ledger/:id/move", use: move)
        api.post("ledger/:id/detach", use: detach)
    }

    /// Newest first; `?outcome=`, `?limit=` (50, at most 200), and `?after=` with what `next` said.
    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let query = request.query
        let limit = try number(query["limit"], of: "limit", in: 1...200) ?? 50
        let before = try number(query["after"], of: "after", in: 1...Int(Int64.max)).map(Int64.init)
        let outcome = try query["outcome"].map { text in
            guard let outcome = LedgerEntry.Outcome(rawValue: text) else {
                let names = LedgerEntry.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal.invalid(["outcome": "must be one of \(names)"])
            }
            return outcome
        }
        return try await site.desk.read { tx in
            let rows = try tx.ledger(LedgerQuery(outcome: outcome, before: before, limit: limit + 1))
            let page = Array(rows.prefix(limit))
            return try APIAnswer(
                APIList(
                    items: tx.apiLedger(page), next: rows.count > limit ? page.last.map { String($0.id) } : nil,
                    total: tx.ledgerTotal(outcome: outcome)))
        }.response
    }

    @Sendable func read(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let id = try context.ledgerID()
        return try await site.desk.read { tx in try APIAnswer(tx.apiLedger([tx.requiredLedgerEntry(id)])[0]) }.response
    }

    /// The mail byte for byte.
    @Sendable func raw(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let id = try context.ledgerID()
        let bytes = try await site.desk.read { tx in try tx.raw(of: tx.requiredLedgerEntry(id)) }
        return Download(filename: "mail-\(id).eml", mimeType: "message/rfc822", bytes: ByteBuffer(bytes: bytes))
            .response()
    }

    // MARK: What a person decides

    private static let patienceSeconds = 20.0

    /// Tries again what could not be taken in, and answers with what came of it.
    @Sendable func retry(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await process(context) { entry, person, tx in try entry.retry(by: person, in: tx) }
    }

    /// Takes in what waits in quarantine, and answers with what came of it.
    @Sendable func release(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await process(context) { entry, person, tx in try entry.release(by: person, in: tx) }
    }

    private func process(
        _ context: SiteContext, _ verb: @escaping @Sendable (LedgerEntry, Person, DeskTransaction) throws -> Void
    ) async throws -> Response {
        let person = try context.requireStaff(), id = try context.ledgerID()
        try await site.desk.write { tx in try verb(tx.requiredLedgerEntry(id), person, tx) }
        let entry = try await site.desk.settled(id, patienceSeconds: Self.patienceSeconds)
        return try await site.desk.read { tx in try APIAnswer(tx.apiLedger([entry])[0]) }.response
    }

    /// `{"ticket"}`: the message that the mail became goes to another ticket, by UUID, number or `seq`.
    @Sendable func move(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff(), id = try context.ledgerID()
        let (body, _) = try await request.body(MoveBody.self)
        return try await change(id) { entry, tx in
            try entry.move(to: tx.ticket(body.ticket.text, seenBy: .person(person)), by: person, in: tx)
        }
    }

    /// The message that the mail became gets a ticket of its own.
    @Sendable func detach(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff(), id = try context.ledgerID()
        return try await change(id) { entry, tx in _ = try entry.detach(by: person, in: tx) }
    }

    private func change(
        _ id: Int64, _ verb: @escaping @Sendable (LedgerEntry, DeskTransaction) throws -> Void
    ) async throws -> Response {
        try await site.desk.write { tx in
            try verb(tx.requiredLedgerEntry(id), tx)
            return try APIAnswer(tx.apiLedger([tx.requiredLedgerEntry(id)])[0])
        }.response
    }

    private func number(_ text: String?, of field: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Refusal.invalid([field: "must be \(range.lowerBound) to \(range.upperBound)"])
        }
        return number
    }
}

private struct MoveBody: Decodable, Sendable {
    let ticket: Reference
}

extension SiteContext {
    /// The row of the ledger that the address names.
    func ledgerID() throws -> Int64 {
        guard let id = parameters.get("id").flatMap({ Int64($0) }) else { throw Refusal.notFound }
        return id
    }
}

extension DeskTransaction {
    /// - Throws: `DeskError.notFound`.
    func requiredLedgerEntry(_ id: Int64) throws -> LedgerEntry {
        guard let entry = try ledgerEntry(id) else { throw DeskError.notFound("Mail") }
        return entry
    }
}
