import ArgumentParser
import Database
import Foundation
import Glibc
import HelpDesk

/// Takes mail from files, folders, or an MTA's pipe.
struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take mail from raw messages, mbox files, Maildirs and folders of .eml.",
        discussion: """
            FILE may be `-` for standard input (one message: an MTA's pipe). Exit codes: 0 all kept and processed, 1 some \
            failed, 75 (EX_TEMPFAIL) nothing could be kept from a pipe: the mail server tries again.
            """)

    @Option(help: "The mailbox that the mail came to, by its address; without it the first one.")
    var mailbox: String?

    @Flag(help: "An import: nobody is answered.")
    var quietImport = false

    @Argument(help: "Files, folders, or - for standard input.")
    var files: [String]

    func run() async throws {
        let isPipe = files == ["-"]
        do {
            try await withDesk { desk, _ in try await ingest(into: desk) }
        } catch is ExitCode where isPipe {
            // Whatever is wrong here, a setting too, the MTA keeps the mail until it is mended.
            throw ExitCode(75)
        } catch  where isPipe && !(error is ExitCode) {
            complain("deskbell: \(error)")
            throw ExitCode(75)
        }
    }

    private func ingest(into desk: Desk) async throws {
        let address = mailbox
        let box = try await desk.read { tx in try address.map { try tx.mailbox(address: $0) } ?? tx.mainMailbox() }
        guard let box else { throw DeskError.notFound("Mailbox \(address ?? "")") }
        var tally = Tally(), problems: [String] = []
        var batch: [ArrivedMail] = [], bytes = 0
        func flush() async throws {
            guard !batch.isEmpty else { return }
            let results = try await desk.outcomes(of: try await desk.keep(batch))
            tally.add(results)
            tally.progress()
            (batch, bytes) = ([], 0)
        }
        for file in files {
            do {
                for (_, message) in try MailSource(file) {
                    switch message {
                    case .success(let raw) where raw.isEmpty: break
                    case .success(let raw): batch.append(arrived(raw, in: box, desk.settings.limits))
                    case .failure(let problem): problems.append("\(problem)")
                    }
                    bytes += batch.last?.raw.count ?? 0
                    if batch.count >= 100 || bytes >= 8 << 20 { try await flush() }
                }
            } catch let problem as MailSource.Problem { problems.append("\(problem)") }
        }
        try await flush()
        tally.summary()
        for problem in problems { complain("deskbell: \(problem)") }
        // What came by a pipe and is kept is ours: it is tried again here, and the MTA must neither send it once more
        // nor tell its sender that it was lost.
        let hasFailed = tally.failed > 0 && files != ["-"]
        if hasFailed || !problems.isEmpty { throw ExitCode.failure }
    }

    private func arrived(_ raw: [UInt8], in mailbox: Mailbox, _ limits: Limits) -> ArrivedMail {
        let isTooLarge = raw.count > limits.mailBytes
        return ArrivedMail(
            raw: isTooLarge ? Array(raw.prefix(1 << 20)) : raw, mailboxID: mailbox.id, source: .ingest,
            isTruncated: isTooLarge, isQuiet: quietImport)
    }
}

/// How many came to which outcome, with progress where somebody watches.
private struct Tally {
    private var counts: [LedgerEntry.Outcome: Int] = [:]
    private var total = 0

    var failed: Int { counts[.failed, default: 0] + counts[.pending, default: 0] }

    mutating func add(_ results: [ProcessedMail]) {
        total += results.count
        for result in results { counts[result.outcome, default: 0] += 1 }
    }

    func progress() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\r\(total) mails".utf8))
    }

    func summary() {
        if isatty(STDERR_FILENO) == 1 { complain("") }
        let parts = LedgerEntry.Outcome.allCases.compactMap { outcome in
            counts[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        print("\(total) mails: \(parts.isEmpty ? "none" : parts.joined(separator: ", "))")
    }
}
