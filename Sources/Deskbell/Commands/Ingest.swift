import ArgumentParser
import Database
import Foundation
import Glibc
import HelpDesk

/// Takes mail from files, folders, or an MTA's pipe.
struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Take mail from raw messages, mbox files, Maildirs and folders of .eml.",
        discussion: """
            FILE may be `-` for standard input: an MTA's pipe, which is one message, whatever lines it holds; --mbox says \
            that an archive comes in there. Drafts and trash of a Maildir are left out. A mail that is \
            here already is found and counted as a duplicate, so that an import may be run again.

            Exit codes: 0 all kept and processed; 1 some could not be read or taken in; 75 (EX_TEMPFAIL) from a pipe: \
            nothing was kept, the mail server tries again. What came by a pipe and is kept is 0 even if it could not be \
            understood: it stands in the ledger, is tried again here, and its sender must not be told that it was lost.
            """)

    @Option(help: "The mailbox that the mail came to, by its address; without it by the envelope, else the first one.")
    var mailbox: String?

    @Flag(help: "An import: nobody is answered.")
    var quietImport = false

    @Flag(help: "With -: standard input is an mbox of any number of messages.")
    var mbox = false

    @Option(
        help: """
            With -: an envelope recipient, may be repeated. Without it what the mail server says in ORIGINAL_RECIPIENT or \
            RECIPIENT.
            """)
    var recipient: [String] = []

    @Option(help: "With -: the envelope sender, empty for reports. Without it what the mail server says in SENDER.")
    var sender: String?

    @Argument(help: "Files, folders, or - for standard input.")
    var files: [String]

    private var isPipe: Bool { files == ["-"] && !mbox }

    func validate() throws {
        guard isPipe || recipient.isEmpty && sender == nil else {
            throw ValidationError("--recipient and --sender are for one mail from standard input (-)")
        }
        guard !mbox || files.contains("-") else { throw ValidationError("--mbox is for standard input (-)") }
    }

    func run() async throws {
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
        let run = IngestRun(
            desk: desk, mailboxes: try await mailboxes(of: desk), envelope: isPipe ? envelope : MailEnvelope(),
            isQuiet: quietImport, isPipe: isPipe, isInputMbox: mbox)
        do { for file in files { try await run.take(file) } } catch {
            run.tally.summary()
            throw error
        }
        try await run.flush()
        run.tally.summary()
        for problem in run.problems { complain("deskbell: \(problem)") }
        let hasFailed = (run.tally.failed > 0 || run.tally.waiting > 0) && !isPipe
        if hasFailed || !run.problems.isEmpty { throw ExitCode.failure }
    }

    private func mailboxes(of desk: Desk) async throws -> IngestRun.Mailboxes {
        let address = mailbox
        return try await desk.read { tx in
            guard let address else { return IngestRun.Mailboxes(named: nil, main: try tx.mainMailbox()?.id) }
            guard let box = try tx.mailbox(address: address) else { throw DeskError.notFound("Mailbox \(address)") }
            return IngestRun.Mailboxes(named: box.id, main: box.id)
        }
    }

    /// Postfix (local) and Exim tell the envelope in the environment of the pipe.
    private var envelope: MailEnvelope {
        let environment = ProcessInfo.processInfo.environment
        let told = environment["ORIGINAL_RECIPIENT"] ?? environment["RECIPIENT"]
        var from = sender ?? environment["SENDER"]
        // How Postfix writes the empty sender for programs that cannot do with an empty argument.
        if let name = from?.uppercased(), name == "MAILER-DAEMON" || name == "<>" { from = "" }
        return MailEnvelope(sender: from, recipients: recipient.isEmpty ? [told].compactMap(\.self) : recipient)
    }
}
