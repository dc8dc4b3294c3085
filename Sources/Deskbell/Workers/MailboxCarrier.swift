import HelpDesk
import Logging
import ServiceLifecycle
import Synchronization

/// Sends each mail by the server of the mailbox that it goes out from.
struct MailboxCarrier: MailCarrier {
    let accounts: MailboxAccounts
    private let pauses = Pauses()

    init(accounts: MailboxAccounts) { self.accounts = accounts }

    /// - Returns: 0 where there are several accounts: one that is refused keeps its own mail back and nobody else's.
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async -> Double {
        if let account = accounts.settings.smtp, await !hasServersOfItsOwn() {
            return await SMTPCarrier(account: account, sender: accounts.settings.smtpFrom).carry(mails, of: desk)
        }
        for (mailboxID, own) in Dictionary(grouping: mails, by: \.delivery.mailboxID).sorted(by: { $0.key < $1.key }) {
            if let problem = pauses.problem(of: mailboxID) {
                await postpone(own, problem, desk)
                continue
            }
            do {
                let carrier = try await carrier(of: mailboxID)
                let seconds = await carrier.carry(own, of: desk)
                pauses.begin(mailboxID, seconds: seconds, "Its server was refused or busy a moment ago.")
            } catch {
                desk.logger.error("[email] \(error)")
                pauses.begin(mailboxID, seconds: 60, "\(error)")
                await postpone(own, "\(error)", desk)
            }
        }
        return 0
    }

    private func hasServersOfItsOwn() async -> Bool {
        let mailboxes = try? await accounts.desk.read { tx in try tx.mailboxes() }
        return mailboxes?.contains { $0.smtp != nil } ?? false
    }

    private func carrier(of mailboxID: Int64) async throws -> SMTPCarrier {
        guard let mailbox = try await accounts.desk.read({ tx in try tx.mailbox(id: mailboxID) }),
            let account = try await accounts.smtp(of: mailbox)
        else {
            throw SyncProblem(
                text: "SMTP not configured for this mailbox. Set SMTP_HOST, or name a server in its settings.")
        }
        // The environment's sender is for the environment's server.
        let isOwn = !mailbox.isEnvironments && mailbox.smtp != nil
        return SMTPCarrier(account: account, sender: isOwn ? nil : accounts.settings.smtpFrom)
    }

    private func postpone(_ mails: [(delivery: Delivery, mail: [UInt8])], _ problem: String, _ desk: Desk) async {
        for (delivery, _) in mails { try? await desk.note(.deferred(problem), of: delivery) }
    }
}

/// Which mailboxes are not to be sent from for a while, and why.
private final class Pauses: Sendable {
    private let until = Mutex<[Int64: (end: ContinuousClock.Instant, problem: String)]>([:])

    func problem(of mailboxID: Int64) -> String? {
        until.withLock { $0[mailboxID].flatMap { $0.end > .now ? $0.problem : nil } }
    }

    func begin(_ mailboxID: Int64, seconds: Double, _ problem: String) {
        until.withLock { $0[mailboxID] = seconds > 0 ? (.now + .seconds(seconds), problem) : nil }
    }
}

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
        try await OutboxSender(desk: accounts.desk, carrier: MailboxCarrier(accounts: accounts)).run()
    }

    private func hasServer() async -> Bool {
        if accounts.settings.smtp != nil { return true }
        let mailboxes = try? await accounts.desk.read { tx in try tx.mailboxes() }
        return mailboxes?.contains { $0.smtp != nil } ?? false
    }
}
