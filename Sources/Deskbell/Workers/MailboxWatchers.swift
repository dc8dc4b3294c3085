import Database
import HelpDesk
import Logging
import ServiceLifecycle
import Synchronization

/// A watcher for each mailbox that is in use: started, stopped and begun anew as soon as the owner changes something, on
/// whichever server that was.
struct MailboxWatchers: Service {
    let accounts: MailboxAccounts
    let board: SyncBoard

    private var logger: Logger { accounts.desk.logger }

    func run() async throws {
        announce()
        let running = RunningWatchers(accounts: accounts, board: board)
        await WakeUp(accounts.desk.mailboxChanges).forEach(orEvery: 15) {
            do {
                await running.reconcile(with: try await accounts.toFetch())
                try await wakeForRefusedMail()
            } catch is CancellationError {
            } catch { accounts.desk.logger.error("[background-tasks] Cannot read the mailboxes: \(error)") }
        }
        await running.stopAll()
    }

    /// Somebody wants a message that the server has refused, or its time has come: within these seconds each mailbox is woken
    /// once or twice, and not again and again while its server is away.
    private func wakeForRefusedMail() async throws {
        let since = accounts.desk.database.currentTime + -20
        let due = try await accounts.desk.read { tx in try tx.mailboxesWithRefusedMailDue(since: since) }
        for id in due { board.requests(of: id)?.wake() }
    }

    private func announce() {
        let settings = accounts.settings
        if !settings.isMailInEnabled {
            logger.info("Email-to-ticket is disabled")
        } else if settings.imap == nil {
            logger.warning("IMAP not configured")
        }
        logger.info(
            "[background-tasks] Starting email-to-ticket checker (interval: \(settings.checkIntervalSeconds)s)")
        logger.info("[background-tasks] ✓ Email-to-ticket task scheduled")
    }
}

/// The watchers of this process.
private actor RunningWatchers {
    private struct Running {
        let revision: Int64
        let task: Task<Void, Never>
    }

    private let accounts: MailboxAccounts
    private let board: SyncBoard
    private var running: [Int64: Running] = [:]

    init(accounts: MailboxAccounts, board: SyncBoard) {
        self.accounts = accounts
        self.board = board
    }

    func reconcile(with wanted: [Mailbox]) async {
        let revisions = Dictionary(uniqueKeysWithValues: wanted.map { ($0.id, $0.revision) })
        for (id, one) in running where revisions[id] != one.revision { await stop(id) }
        for mailbox in wanted where running[mailbox.id] == nil { start(mailbox) }
    }

    func stopAll() async {
        for one in running.values { one.task.cancel() }
        for id in running.keys.sorted() { await stop(id) }
    }

    private func start(_ mailbox: Mailbox) {
        let requests = board.open(mailbox.id)
        let watcher = MailboxWatcher(
            desk: accounts.desk, mailbox: mailbox, accounts: accounts, syncRequests: requests)
        if !mailbox.isEnvironments { accounts.desk.logger.info("[email-to-ticket] Watching \(mailbox.address)") }
        running[mailbox.id] = Running(revision: mailbox.revision, task: Task { await watcher.run() })
    }

    private func stop(_ id: Int64) async {
        guard let one = running.removeValue(forKey: id) else { return }
        one.task.cancel()
        await one.task.value
    }
}

/// Where those who ask for a look find the watcher of a mailbox, if it runs in this process.
final class SyncBoard: Sendable {
    private let requests = Mutex<[Int64: SyncRequests]>([:])

    /// A new line to a watcher that is about to start.
    func open(_ mailboxID: Int64) -> SyncRequests {
        let new = SyncRequests()
        requests.withLock { $0[mailboxID] = new }
        return new
    }

    /// The line to the watcher that runs; nil where none does.
    func requests(of mailboxID: Int64) -> SyncRequests? {
        requests.withLock { $0[mailboxID] }.flatMap { $0.isOpen ? $0 : nil }
    }
}
