import ArgumentParser
import HelpDesk

/// Proves that sending works.
struct SendTestEmail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-test-email", abstract: "Send a test message and print what the server says.")

    @Argument(help: "The recipient.")
    var address: String

    func run() async throws {
        try await withDesk { desk, settings in
            guard settings.smtp != nil else {
                complain("SMTP not configured: set SMTP_HOST, SMTP_USERNAME and SMTP_PASSWORD")
                throw ExitCode(78)
            }
            let address = address
            let id = try await desk.write { tx in try tx.sendTestMail(to: address) }
            // Whoever asks wants to hear the server now, also where it refused us a moment ago.
            try await desk.resumeSending()
            await SMTPCarrier(accounts: MailboxAccounts(desk: desk, settings: settings)).carry(
                try await desk.claimDeliveries(limit: 50), of: desk)
            let delivery = try await desk.read { tx in try id.flatMap { try tx.delivery(id: $0) } }
            print("\(delivery?.state.rawValue ?? "failed"): \(delivery?.serverReply ?? "no answer")")
            guard delivery?.state == .sent else { throw ExitCode.failure }
        }
    }
}
