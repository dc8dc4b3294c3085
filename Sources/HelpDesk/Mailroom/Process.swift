import Database
import Dispatch
import Foundation
import Logging
import Synchronization

extension Desk {
    /// Works through the mail that is kept, in the order of its arrival, until none waits.
    ///
    /// One process at a time does this (a lease), so that an answer is never looked at before the mail that it answers.
    /// - Returns: what became of each; empty where another server is at it.
    @discardableResult
    public func processKept(batchBytes: Int = 8 << 20, batchCount: Int = 200) async throws -> [ProcessedMail] {
        // The lease is the process's; within it the gate lets one at a time through.
        guard processing.enter() else { return [] }
        defer { processing.leave() }
        var results: [ProcessedMail] = []
        while !Task.isCancelled {
            guard let batch = try await claimBatch(bytes: batchBytes, count: batchCount), !batch.isEmpty else { break }
            do {
                let settled = try await process(batch)
                MailLog.tell(settled, logger)
                results += settled
            } catch {
                await giveBack(batch.map(\.entry))
                throw error
            }
        }
        return results
    }

    /// Lets another server go on, unless somebody in this process is still at it: they do so at their end.
    public func stopProcessing() async {
        guard processing.enter() else { return }
        defer { processing.leave() }
        try? await write { tx in try tx.releaseLease(Self.mailroomLease) }
    }

    static let mailroomLease = "mailroom"
    private static let leaseSeconds = 20.0
    private static let attemptsAtMost = 5

    /// Counts the attempt before anything is parsed: a mail that makes the process crash is met alone the next time,
    /// and is set aside in the end instead of stopping the mailbox for ever.
    private func claimBatch(bytes: Int, count: Int) async throws -> [KeptMail]? {
        try await write { tx in
            guard try tx.takeLease(Self.mailroomLease, seconds: Self.leaseSeconds) else { return nil }
            var entries = try tx.waitingMail(limit: count)
            if let first = entries.first, first.attempts > 0 {
                entries = [first]
            } else {
                entries = Array(entries.prefix { $0.attempts == 0 })
            }
            var total = 0
            entries = entries.enumerated().prefix { index, entry in
                total += entry.size
                return index == 0 || total <= bytes
            }.map(\.element)
            guard !entries.isEmpty else { return [] }
            try tx.run("UPDATE ledger SET attempts = attempts + 1 WHERE id IN \(entries.map(\.id))")
            return entries.map { entry in
                KeptMail(entry: entry, raw: Result { try freshMail.take(entry.rawHash) ?? tx.raw(of: entry) })
            }
        }
    }

    private func process(_ batch: [KeptMail]) async throws -> [ProcessedMail] {
        if let entry = batch.first?.entry, entry.attempts >= Self.attemptsAtMost {
            return [
                try await write { tx in try tx.setAside(entry, "It made the program stop \(entry.attempts) times.") }
            ]
        }
        let keys = keys
        let understood = await offThePool {
            batch.map { kept in ReadMail(entry: kept.entry, mail: kept.raw.map { UnderstoodMail($0, keys: keys) }) }
        }
        // A mail that cannot be taken in is rare: only after one has undone the batch, each has a savepoint of its own.
        do {
            return try await settle(understood) { tx, entry, mail in try tx.settle(entry, mail.get()) }
        } catch  where isOfThisMail(error) {
            return try await settle(understood) { tx, entry, mail in
                do { return try tx.savepoint { try tx.settle(entry, mail.get()) } } catch {
                    guard isOfThisMail(error) else { throw error }
                    return try tx.setAside(entry, "\(error)")
                }
            }
        }
    }

    private func settle(
        _ batch: [ReadMail],
        _ one: @escaping @Sendable (DeskTransaction, LedgerEntry, ReadMail.Mail) throws -> ProcessedMail
    ) async throws -> [ProcessedMail] {
        try await write { tx in
            // Another server may have taken over while we were parsing.
            let ours = try tx.stillOurs(batch.map(\.entry))
            return try batch.compactMap { read in
                ours.contains(read.entry.id) ? try one(tx, read.entry, read.mail) : nil
            }
        }
    }

    /// The database, the disk or the lease failed, not the mail: this was no attempt.
    private func giveBack(_ entries: [LedgerEntry]) async {
        try? await write { tx in
            let ours = try tx.stillOurs(entries)
            for entry in entries where ours.contains(entry.id) {
                try tx.run("UPDATE ledger SET attempts = \(entry.attempts) WHERE id = \(entry.id)")
            }
        }
    }
}

/// False where another mail would have met the same: we are being stopped, or the disk is full.
private func isOfThisMail(_ error: any Error) -> Bool {
    switch error {
    case is CancellationError, ContentStoreError.cannotWrite: false
    default: true
    }
}

/// A mail on its way from the ledger into a ticket.
private struct KeptMail: Sendable {
    let entry: LedgerEntry
    /// A failure where its content cannot be read.
    let raw: Result<[UInt8], any Error>
}

/// The same once it has been parsed.
private struct ReadMail: Sendable {
    typealias Mail = Result<UnderstoodMail, any Error>
    let entry: LedgerEntry
    let mail: Mail
}

/// Lets one through at a time; whoever comes meanwhile goes away instead of waiting.
final class Gate: Sendable {
    private let isTaken = Mutex(false)

    func enter() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    func leave() { isTaken.withLock { $0 = false } }
}

extension DeskTransaction {
    /// The oldest mail that waits; mail that failed comes again when its time has come.
    fileprivate func waitingMail(limit: Int) throws -> [LedgerEntry] {
        let waiting = try all(
            LedgerEntry.self, "SELECT * FROM ledger WHERE outcome = 'pending' ORDER BY id LIMIT \(limit)")
        guard waiting.isEmpty else { return waiting }
        return try all(
            LedgerEntry.self,
            """
            SELECT * FROM ledger WHERE outcome = 'failed' AND retry_at IS NOT NULL AND retry_at <= \(now)
            ORDER BY id LIMIT 1
            """)
    }

    /// Those of which the attempt that we have counted is the last one.
    fileprivate func stillOurs(_ entries: [LedgerEntry]) throws -> Set<Int64> {
        let attempts = Dictionary(entries.map { ($0.id, $0.attempts + 1) }, uniquingKeysWith: { first, _ in first })
        let rows = try sql.rows(
            "SELECT id, attempts FROM ledger WHERE id IN \(entries.map(\.id)) AND outcome IN ('pending', 'failed')")
        return try Set(rows.compactMap { try attempts[$0["id"]] == $0["attempts"] ? $0["id"] : nil })
    }

    /// Keeps a mail that could not be taken in where staff can see it, and says when it is tried again.
    fileprivate func setAside(_ entry: LedgerEntry, _ problem: String) throws -> ProcessedMail {
        let seconds = [60.0, 600, 3_600, 21_600]
        let retry: Instant? = entry.attempts < seconds.count ? now + seconds[entry.attempts] : nil
        desk.logger.error("[email-to-ticket] Mail \(entry.id) could not be taken in: \(problem)")
        try run(
            """
            UPDATE ledger SET outcome = \(LedgerEntry.Outcome.failed), failure = \(String(problem.prefix(1_000))), retry_at = \(retry)
            WHERE id = \(entry.id)
            """)
        return ProcessedMail(
            ledgerID: entry.id, mailboxID: entry.mailboxID, outcome: .failed, sender: nil, ticket: nil, because: nil,
            failure: problem)
    }
}

private let parsing = DispatchQueue(label: "deskbell.parsing", qos: .userInitiated)

/// Parsing is work of the processor and would hold one of the few threads of the cooperative pool.
func offThePool<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in parsing.async { continuation.resume(returning: work()) } }
}
