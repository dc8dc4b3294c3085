import Foundation
import Glibc
import HelpDesk

/// One run of `deskbell ingest`: reads, keeps and processes in batches.
final class IngestRun {
    /// Where the mail came to: the mailbox that was named, else that of the envelope, else the main one.
    struct Mailboxes: Sendable {
        let named: Int64?
        let main: Int64?
    }

    private let desk: Desk
    private let mailboxes: Mailboxes
    private let envelope: MailEnvelope
    private let isQuiet: Bool
    private let isPipe: Bool
    private let isInputMbox: Bool
    private(set) var tally = IngestTally()
    /// What could not be read, in sentences.
    private(set) var problems: [String] = []
    private var batch: [ArrivedMail] = []
    private var batchBytes = 0

    init(
        desk: Desk, mailboxes: Mailboxes, envelope: MailEnvelope, isQuiet: Bool, isPipe: Bool, isInputMbox: Bool = false
    ) {
        self.desk = desk
        self.mailboxes = mailboxes
        self.envelope = envelope
        self.isQuiet = isQuiet
        self.isPipe = isPipe
        self.isInputMbox = isInputMbox
    }

    /// Takes everything in from a file or a folder.
    /// - Throws: where nothing can be kept: a full disk, a lost database.
    func take(_ path: String) async throws {
        let source: MailSource
        do {
            source = try MailSource(
                path, limitBytes: desk.settings.limits.mailBytes + 1, isInputMbox: isInputMbox)
        } catch {
            problems.append("\(error)")
            return
        }
        tally.skipped += source.skipped
        var messages = source.makeIterator()
        while let (_, message) = messages.next() {
            switch message {
            case .success(let raw) where raw.isEmpty: break
            case .success(let raw): try await add(raw)
            case .failure(let problem): problems.append("\(problem)")
            }
            guard batch.count >= 200 || batchBytes >= 8 << 20 else { continue }
            try await flush()
            tally.progress(of: path, bytes: messages.bytesRead, of: source.totalBytes)
        }
    }

    private func add(_ raw: [UInt8]) async throws {
        let mail = envelope.before(raw), limit = desk.settings.limits.mailBytes
        let isTooLarge = mail.count > limit
        batch.append(
            ArrivedMail(
                raw: isTooLarge ? Array(mail.prefix(1 << 20)) : mail, mailboxID: try await mailbox(), source: .ingest,
                isTruncated: isTooLarge, isQuiet: isQuiet))
        batchBytes += mail.count
    }

    private func mailbox() async throws -> Int64? {
        if let named = mailboxes.named { return named }
        guard !envelope.recipients.isEmpty else { return mailboxes.main }
        let envelope = envelope
        return try await desk.read { tx in try tx.mailbox(of: envelope)?.id } ?? mailboxes.main
    }

    /// Keeps what has been read, and processes it or waits for the server that does.
    func flush() async throws {
        guard !batch.isEmpty else { return }
        let ids = try await desk.keep(batch)
        (batch, batchBytes) = ([], 0)
        do {
            // An MTA waits for a pipe, and needs to know that the mail is kept, no more.
            let results = try await desk.outcomes(of: ids, patienceSeconds: isPipe ? 10 : 60)
            tally.add(results, waiting: ids.count - results.count)
        } catch  where isPipe {
            complain("deskbell: The mail is kept and waits: \(error)")
            tally.add([], waiting: ids.count)
        }
    }
}

/// How many came to which outcome, with progress where somebody watches.
struct IngestTally {
    private var counts: [LedgerEntry.Outcome: Int] = [:]
    private var total = 0
    private let began = ContinuousClock.now
    /// Drafts and trash, left out.
    var skipped = 0

    /// Mail that could not be taken in.
    var failed: Int { counts[.failed, default: 0] }
    /// Mail that is kept, and which nobody has looked at yet.
    var waiting: Int { counts[.pending, default: 0] }

    /// - Parameter waiting: kept, and not yet looked at.
    mutating func add(_ results: [ProcessedMail], waiting: Int) {
        total += results.count + waiting
        for result in results { counts[result.outcome, default: 0] += 1 }
        if waiting > 0 { counts[.pending, default: 0] += waiting }
    }

    func progress(of path: String, bytes: Int, of totalBytes: Int) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let elapsed = (ContinuousClock.now - began).components
        let seconds = max(0.001, Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        let part = totalBytes > 0 ? ", \(min(100, bytes * 100 / totalBytes)) % of \(path)" : ""
        let line = "\(total) mails\(part), \(Int(Double(total) / seconds)) a second"
        FileHandle.standardError.write(Data("\r\(line)\u{1b}[K".utf8))
    }

    func summary() {
        if isatty(STDERR_FILENO) == 1 { complain("") }
        var parts = LedgerEntry.Outcome.allCases.compactMap { outcome in
            counts[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        if skipped > 0 { parts.append("\(skipped) drafts or trash left out") }
        print("\(total) mails: \(parts.isEmpty ? "none" : parts.joined(separator: ", "))")
    }
}
