import Foundation
import HelpDesk
import Mail

/// One look into a mailbox on a connection of its own, beside the watcher: the ledger knows what both see.
struct MailSync: Sendable {
    let desk: Desk
    let mailbox: Mailbox
    let accounts: MailboxAccounts

    /// - Returns: what became of the new mail.
    func run() async throws -> [ProcessedMail] { try await desk.outcomes(of: try await fetch()) }

    /// Where the server closes the connection over one message, it takes some more to find which one that is.
    /// - Returns: the ledger rows of new mail.
    func fetch() async throws -> [Int64] {
        let refusals = Refusals()
        var breaks = 0, blames = 0
        for _ in 1..<Self.looksAtMost {
            do { return try await look(refusals) } catch let error as IMAPError where error.endsConnection {
                // One break of many and one of a message alone come before each that counts; more are the server's.
                breaks = refusals.blames > blames ? 0 : breaks + 1
                blames = refusals.blames
                guard refusals.hasSuspects, breaks < Self.breaksAtMost else { throw error }
            } catch is RefusedMessage {}
        }
        return try await look(refusals)
    }

    private static let looksAtMost = 40
    private static let breaksAtMost = 4

    private func look(_ refusals: Refusals) async throws -> [Int64] {
        let account = try await accounts.imap(of: mailbox)
        let client = try await IMAPClient.connect(to: account.server, logger: desk.logger)
        defer { client.close() }
        if let credentials = account.credentials { try await client.authenticate(credentials) }
        let kept = try await MailboxLook(
            desk: desk, mailbox: mailbox, client: client, account: account.name, refusals: refusals
        ).run()
        await client.logout()
        return kept
    }
}

/// A look into one mailbox or all of them, for pages, the API and `deskbell sync`.
struct MailSyncs: Sendable {
    let accounts: MailboxAccounts
    /// The watchers of this process; nil where none run here.
    var board: SyncBoard?

    /// - Parameter mailboxID: nil: all that are fetched.
    /// - Throws: `SyncProblem` in plain words: for a single mailbox, and where none of several could be read.
    func run(_ mailboxID: Int64? = nil) async throws -> MailboxSync {
        let mailboxes = try await chosen(mailboxID)
        guard !mailboxes.isEmpty else { throw SyncProblem(text: "All mailboxes are paused.") }
        let looks = await withTaskGroup(of: (address: String, result: Result<[Int64], any Error>).self) { group in
            for mailbox in mailboxes {
                group.addTask { (mailbox.address, await Result { try await look(into: mailbox) }) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.address < $1.address }
        }
        var kept: [Int64] = [], read: [String] = [], failures: [MailboxSync.Failure] = [], first: (any Error)?
        for (address, result) in looks {
            do {
                kept += try result.get()
                read.append(address)
            } catch {
                first = first ?? error
                failures.append(MailboxSync.Failure(mailbox: address, problem: "\(error)"))
            }
        }
        if let first, read.isEmpty { throw first }
        return MailboxSync(mails: try await accounts.desk.outcomes(of: kept), mailboxes: read, failures: failures)
    }

    private func chosen(_ mailboxID: Int64?) async throws -> [Mailbox] {
        guard let mailboxID else {
            let all = try await accounts.desk.read { tx in try tx.mailboxes() }
            // By hand the environment's mailbox can be read even where it is not watched.
            let chosen = all.filter { accounts.isFetched($0) || $0.isEnvironments && accounts.settings.imap != nil }
            guard !chosen.isEmpty else { throw SyncProblem.notConfigured }
            return chosen.filter { !$0.isPaused }
        }
        guard let mailbox = try await accounts.desk.read({ tx in try tx.mailbox(id: mailboxID) }), mailbox.isEnabled
        else { throw DeskError.notFound("Mailbox") }
        guard !mailbox.isPaused else { throw DeskError.conflict("The mailbox is paused. Resume it first.") }
        return [mailbox]
    }

    private func look(into mailbox: Mailbox) async throws -> [Int64] {
        if let requests = board?.requests(of: mailbox.id) { return try await requests.request() }
        return try await MailSync(desk: accounts.desk, mailbox: mailbox, accounts: accounts).fetch()
    }

}

extension Result where Failure == any Error {
    /// What an asynchronous closure returns or throws.
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

extension Desk {
    /// Processes what waits, or waits for the server that is at it, until each of these mails has its outcome.
    func outcomes(of ledgerIDs: [Int64], patienceSeconds: Double = 60) async throws -> [ProcessedMail] {
        guard !ledgerIDs.isEmpty else { return [] }
        let deadline = Date().addingTimeInterval(patienceSeconds)
        var waiting = Set(ledgerIDs), found: [ProcessedMail] = []
        while true {
            let own = try await processKept()
            await stopProcessing()
            for mail in own where waiting.remove(mail.ledgerID) != nil { found.append(mail) }
            if !waiting.isEmpty {
                let others = waiting.sorted()
                let read = try await read { tx in try tx.processed(others) }
                waiting.subtract(read.map(\.ledgerID))
                found += read
            }
            if waiting.isEmpty || Date() > deadline || Task.isCancelled { return found }
            if own.isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        }
    }
}
