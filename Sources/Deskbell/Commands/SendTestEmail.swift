import ArgumentParser
import HelpDesk
import Mail

/// Proves that sending works.
struct SendTestEmail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-test-email", abstract: "Send a test message and print what the server says.",
        discussion: """
            Sends this one mail, by the server of the main mailbox, also beside a running server. It is tried once: what \
            fails is not sent later. Exit codes: 0 sent, 1 failed, 78 no server to send by.
            """)

    @Argument(help: "The recipient.")
    var address: String

    func run() async throws {
        try await withDesk { desk, settings in
            let accounts = MailboxAccounts(desk: desk, settings: settings)
            let mailbox = try await desk.read { tx in try tx.mainMailbox() }
            var account = settings.smtp
            if let mailbox { account = try await accounts.smtp(of: mailbox) }
            guard account != nil else {
                complain("SMTP not configured: set SMTP_HOST, SMTP_USERNAME and SMTP_PASSWORD, or a server at /company")
                throw ExitCode(78)
            }
            if let mailbox, mailbox.isPlaceholder, settings.smtpFrom == nil {
                complain("SUPPORT_EMAIL is not set: the mail goes out as \(mailbox.address), which is nobody's address")
            }
            let test = try await desk.beginTestMail(to: address)
            let result = await SMTPCarrier(accounts: accounts, timeouts: .all(60)).attempt(test, of: desk)
            try await desk.note(result.asTheEnd, of: test.delivery)
            let delivery = try await desk.read { tx in try tx.delivery(id: test.delivery.id) }
            print("\(delivery?.state.rawValue ?? "failed"): \(delivery?.serverReply ?? "no answer")")
            if result.asTheEnd != result { print("The mail is not sent again by itself.") }
            guard delivery?.state == .sent else { throw ExitCode.failure }
        }
    }
}

extension DeliveryResult {
    /// The same for a mail that has one try.
    fileprivate var asTheEnd: DeliveryResult {
        switch self {
        case .deferred(let words), .notTried(let words): .refused(words)
        case .accepted, .refused, .unknown: self
        }
    }
}
