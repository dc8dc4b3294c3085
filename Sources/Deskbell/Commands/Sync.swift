import ArgumentParser
import HelpDesk
import Logging

/// Fetches mail now.
struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Fetch mail now and print what was processed.",
        discussion:
            "Works beside a running server. Exit codes: 0 done, 1 a mailbox could not be read, 78 a wrong setting.")

    @Option(help: "Only the mailbox with this address.")
    var mailbox: String?

    func run() async throws {
        try await withDesk(isMade: false) { desk, settings in
            let accounts = MailboxAccounts(desk: desk, settings: settings)
            let isConfigured = try await desk.read { tx in try tx.mailboxes() }.contains { $0.imap != nil }
            guard settings.imap != nil || isConfigured else {
                complain("IMAP not configured: set IMAP_HOST, IMAP_USERNAME and IMAP_PASSWORD")
                throw ExitCode(78)
            }
            let address = mailbox
            let box = try await desk.read { tx in try address.map { try tx.mailbox(address: $0) } ?? nil }
            guard address == nil || box != nil else { throw DeskError.notFound("Mailbox \(address ?? "")") }
            do {
                let sync = try await MailSyncs(accounts: accounts).run(box?.id)
                if sync.mails.isEmpty, sync.failures.isEmpty { print("No unread emails") }
                for mail in sync.mails { print(Self.line(mail)) }
                for failure in sync.failures {
                    complain("Error connecting to inbox: \(failure.mailbox): \(failure.problem)")
                }
                if !sync.failures.isEmpty { throw ExitCode.failure }
            } catch let code as ExitCode {
                throw code
            } catch {
                complain("Error connecting to inbox: \(error)")
                throw ExitCode.failure
            }
        }
    }

    private static func line(_ mail: ProcessedMail) -> String {
        "\(mail.outcome.rawValue)\t\(mail.ticket ?? "-")\t\(mail.sender ?? "-")\t\(mail.failure ?? mail.because?.description ?? "")"
    }
}
