import HelpDesk
import Logging
import ServiceLifecycle

/// Sends once there is a server to send by: as long as there is none at all, mail waits without counting its tries.
struct OutboxWatch: Service {
    let accounts: MailboxAccounts

    func run() async throws {
        if await !hasServer() {
            accounts.desk.logger.warning("[email] SMTP not configured: mail waits in the outbox")
            while await !hasServer() {
                do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(5)) } } catch { return }
                if Task.isShuttingDownGracefully { return }
            }
        }
        try await OutboxSender(desk: accounts.desk, carrier: SMTPCarrier(accounts: accounts)).run()
    }

    private func hasServer() async -> Bool {
        if accounts.settings.smtp != nil { return true }
        let mailboxes = try? await accounts.desk.read { tx in try tx.mailboxes() }
        return mailboxes?.contains { $0.smtp != nil } ?? false
    }
}
