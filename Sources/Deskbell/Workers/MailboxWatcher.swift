import Foundation
import HelpDesk
import Logging
import Mail
import ServiceLifecycle

/// Watches one mailbox: fetches what is new, waits by IDLE, and polls where that is missing or silent.
struct MailboxWatcher: Service {
    let desk: Desk
    let mailboxID: Int64
    let account: MailAccount
    let intervalSeconds: Int
    let syncRequests: SyncRequests
    private let refusals = Refusals()

    init(desk: Desk, mailboxID: Int64, account: MailAccount, intervalSeconds: Int, syncRequests: SyncRequests) {
        self.desk = desk
        self.mailboxID = mailboxID
        self.account = account
        self.intervalSeconds = intervalSeconds
        self.syncRequests = syncRequests
    }

    func run() async throws {
        desk.logger.info("[background-tasks] Starting email-to-ticket checker (interval: \(intervalSeconds)s)")
        desk.logger.info("[background-tasks] ✓ Email-to-ticket task scheduled")
        await cancelWhenGracefulShutdown { await watch() }
        syncRequests.close()
        try? await desk.write { tx in try tx.releaseLease(lease) }
    }

    private var lease: String { "mailbox \(mailboxID)" }
    private static let leaseSeconds = 30.0

    /// Connects again and again, waiting longer after each failure, up to a quarter of an hour.
    private func watch() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await connectAndFollow { failures = 0 }
            } catch is CancellationError {
                return
            } catch {
                guard !Task.isCancelled else { return }
                failures += 1
                desk.logger.error("Error connecting to inbox: \(error)")
                syncRequests.finish(.failure(SyncProblem(text: "\(error)")))
                try? await desk.write { tx in try tx.noteFetch(of: mailboxID, failure: "\(error)") }
                await syncRequests.wait(seconds: Self.backoffSeconds(failures, error))
            }
        }
    }

    private static func backoffSeconds(_ failures: Int, _ error: any Error) -> Double {
        if let problem = error as? IMAPError, let asked = problem.retryAfterSeconds { return Double(asked) }
        let isAccount = (error as? IMAPError)?.isAccountProblem == true
        let base = isAccount ? 60.0 : 1.0
        return min(900, base * Double(1 << min(failures - 1, 10))) * Double.random(in: 0.8...1.2)
    }

    private func connectAndFollow(_ succeeded: () -> Void) async throws {
        guard try await desk.write({ tx in try tx.takeLease(lease, seconds: Self.leaseSeconds) }) else {
            try await waitBesideAnotherServer()
            return
        }
        let client = try await IMAPClient.connect(to: account.server, logger: desk.logger)
        defer { client.close() }
        if let credentials = account.credentials { try await client.authenticate(credentials) }
        let folder = try await client.select("INBOX")
        let fetch = MailboxFetch(desk: desk, mailboxID: mailboxID, client: client, folder: folder, refusals: refusals)
        while !Task.isCancelled {
            syncRequests.beginLook()
            let kept = try await fetch.run()
            succeeded()
            syncRequests.finish(.success(kept))
            guard try await waitForMail(client) else { return }
        }
    }

    /// Another server watches the mailbox; whoever asks here for a look gets one on a connection of its own.
    private func waitBesideAnotherServer() async throws {
        await syncRequests.wait(seconds: 5)
        guard syncRequests.isAsked else { return }
        syncRequests.beginLook()
        syncRequests.finish(.success(try await MailSync(desk: desk, mailboxID: mailboxID, account: account).fetch()))
    }

    /// - Returns: false where another server has taken the mailbox over.
    private func waitForMail(_ client: IMAPClient) async throws -> Bool {
        let wait = Double(min(intervalSeconds, 540))
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                // The lease is renewed while the connection is quiet.
                while try await desk.write({ tx in try tx.takeLease(lease, seconds: Self.leaseSeconds) }) {
                    try await Task.sleep(for: .seconds(Self.leaseSeconds / 3))
                }
                return false
            }
            group.addTask {
                if await client.canIdle {
                    await syncRequests.whenAsked { client.stopIdling() }
                    _ = try await client.idle(renewEverySeconds: wait)
                } else {
                    await syncRequests.wait(seconds: wait)
                    try await client.noop()
                }
                return true
            }
            defer { group.cancelAll() }
            return try await group.next() ?? true
        }
    }
}
