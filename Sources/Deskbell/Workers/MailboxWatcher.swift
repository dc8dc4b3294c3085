import Database
import Foundation
import HelpDesk
import Logging
import Mail

/// Watches one mailbox as it was set up: fetches what is new, waits by IDLE, and polls where that is missing or silent.
struct MailboxWatcher: Sendable {
    let desk: Desk
    let mailbox: Mailbox
    let accounts: MailboxAccounts
    let syncRequests: SyncRequests
    private let refusals = Refusals()

    init(desk: Desk, mailbox: Mailbox, accounts: MailboxAccounts, syncRequests: SyncRequests) {
        self.desk = desk
        self.mailbox = mailbox
        self.accounts = accounts
        self.syncRequests = syncRequests
    }

    private var lease: String { "mailbox \(mailbox.id)" }
    private static let leaseSeconds = 30.0

    /// Connects again and again until the task is cancelled, waiting longer after each failure.
    func run() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await connectAndFollow { failures = 0 }
            } catch is CancellationError {
                break
            } catch {
                guard !Task.isCancelled else { break }
                failures += 1
                await tell(error)
                let pause =
                    await hasNewTokenToCome(error) && failures == 1 ? 1 : MailboxBackoff.seconds(after: failures, error)
                await syncRequests.wait(seconds: MailboxBackoff.spread(pause))
            }
        }
        syncRequests.close()
        // The task is cancelled by now, and the lease must be given back all the same.
        let desk = desk, lease = lease
        await Task { try? await desk.write { tx in try tx.releaseLease(lease) } }.value
    }

    private func tell(_ error: any Error) async {
        let name = mailbox.isEnvironments ? "" : " (\(mailbox.address))"
        if error is DatabaseError {
            desk.logger.error(
                "[background-tasks] The database takes nothing in, mail waits on its server: \(error)\(name)")
        } else {
            desk.logger.error("Error connecting to inbox: \(error)\(name)")
        }
        syncRequests.finish(.failure(SyncProblem(text: "\(error)")))
        try? await desk.write { tx in try tx.noteFetch(of: mailbox.id, failure: "\(error)") }
    }

    /// A token may be refused before its time, once somebody has changed a password there: the next one is good.
    private func hasNewTokenToCome(_ error: any Error) async -> Bool {
        guard mailbox.signIn == .oauth, case IMAPError.authenticationFailed = error else { return false }
        return (try? await desk.write { tx in try tx.expireToken(of: mailbox.id) }) != nil
    }

    private func connectAndFollow(_ succeeded: () -> Void) async throws {
        guard try await desk.write({ tx in try tx.takeLease(lease, seconds: Self.leaseSeconds) }) else {
            try await waitBesideAnotherServer()
            return
        }
        let account = try await accounts.imap(of: mailbox)
        let client = try await IMAPClient.connect(to: account.server, logger: desk.logger)
        defer { client.close() }
        if let credentials = account.credentials { try await client.authenticate(credentials) }
        var look = MailboxLook(
            desk: desk, mailbox: mailbox, client: client, account: account.name, refusals: refusals)
        let isPolled = await !client.canIdle
        while !Task.isCancelled {
            if syncRequests.isAsked { look.tellsOfNothing = true }
            syncRequests.beginLook()
            let now = look
            guard let kept = try await holdingLease({ try await now.run() }) else {
                return syncRequests.finish(.failure(.takenOver))
            }
            look.tellsOfNothing = isPolled
            succeeded()
            syncRequests.finish(.success(kept))
            guard try await holdingLease({ try await waitForMail(client) }) != nil else { return }
        }
    }

    /// Renews the lease as long as the work takes: a first import takes hours.
    /// - Returns: nil where another server has taken the mailbox over; the work is cancelled then.
    private func holdingLease<Found: Sendable>(
        _ work: @escaping @Sendable () async throws -> Found
    ) async throws -> Found? {
        try await withThrowingTaskGroup(of: Found?.self) { group in
            group.addTask {
                while try await desk.write({ tx in try tx.takeLease(lease, seconds: Self.leaseSeconds) }) {
                    try await Task.sleep(for: .seconds(Self.leaseSeconds / 3))
                }
                return nil
            }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Another server watches the mailbox; whoever asks here for a look gets one on a connection of its own.
    private func waitBesideAnotherServer() async throws {
        await syncRequests.wait(seconds: 5)
        guard syncRequests.isAsked else { return }
        syncRequests.beginLook()
        syncRequests.finish(.success(try await MailSync(desk: desk, mailbox: mailbox, accounts: accounts).fetch()))
    }

    /// How long to wait for word of new mail. IDLE tells of the open folder alone: the others are looked into more often.
    private var waitSeconds: Double {
        let hasMore = mailbox.watchesSent || mailbox.copiesToSent || mailbox.junkFolder != nil
        return Double(min(accounts.settings.checkIntervalSeconds, hasMore ? 60 : 540))
    }

    private func waitForMail(_ client: IMAPClient) async throws {
        if await client.canIdle {
            await syncRequests.whenAsked { client.stopIdling() }
            _ = try await client.idle(renewEverySeconds: waitSeconds)
        } else {
            await syncRequests.wait(seconds: waitSeconds)
            try await client.noop()
        }
    }
}
