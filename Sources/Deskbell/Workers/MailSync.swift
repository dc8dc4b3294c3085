import Foundation
import HelpDesk
import Mail

/// One look into a mailbox on a connection of its own, beside the watcher: the ledger knows what both see.
struct MailSync: Sendable {
    let desk: Desk
    let mailboxID: Int64
    let account: MailAccount

    /// - Returns: what became of the new mail.
    func run() async throws -> [ProcessedMail] { try await desk.outcomes(of: try await fetch()) }

    /// - Returns: the ledger rows of new mail.
    func fetch() async throws -> [Int64] {
        let client = try await IMAPClient.connect(to: account.server, logger: desk.logger)
        defer { client.close() }
        if let credentials = account.credentials { try await client.authenticate(credentials) }
        let folder = try await client.select("INBOX")
        let kept = try await MailboxFetch(desk: desk, mailboxID: mailboxID, client: client, folder: folder).run()
        await client.logout()
        return kept
    }
}

extension Desk {
    /// Processes what waits, or waits for the server that is at it, until each of these mails has its outcome.
    func outcomes(of ledgerIDs: [Int64], patienceSeconds: Double = 60) async throws -> [ProcessedMail] {
        guard !ledgerIDs.isEmpty else { return [] }
        let deadline = Date().addingTimeInterval(patienceSeconds)
        while true {
            let own = try await processKept()
            await stopProcessing()
            let found = try await read { tx in try tx.processed(ledgerIDs) }
            if found.count == ledgerIDs.count || Date() > deadline || Task.isCancelled { return found }
            if own.isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        }
    }
}
