import Database
import Foundation
import HelpDesk
import Mail
import TestKit

@testable import Deskbell

/// A desk with the machine's clock, for tests in which real mail servers date the mail.
struct FetchDesk {
    let desk: Desk
    let settings: Settings

    /// - Parameters:
    ///   - account: the environment's mailbox.
    ///   - port: where it is reached in plain text, for a proxy; nil: over TLS.
    init(_ engine: Engine, _ account: DovecotAccount?, port: Int? = nil, more: [String: String] = [:]) async throws {
        let folder = try TemporaryFolder("deskbell-fetch")
        var values = account?.environment ?? [:]
        if let port {
            values.merge(["IMAP_HOST": "127.0.0.1", "IMAP_PORT": "\(port)", "IMAP_USE_SSL": "false"]) { $1 }
        }
        values["DESKBELL_DATA"] = folder.path
        values["TLS_CA_FILE"] = try await DovecotServer.shared().imaps.caFile
        values["SUPPORT_EMAIL"] = account?.user ?? TestDesk.address
        values["EMAIL_TO_TICKET_ENABLED"] = account == nil ? "false" : "true"
        settings = try Settings(Environment(values.merging(more) { $1 }))
        let database = try await TestDatabase.make(engine, migrations: Schema.migrations)
        desk = try Desk(
            database: database, keys: Keys(secret: "a secret for tests alone, long enough"),
            settings: DeskSettings(publicURL: "https://help.desk.example"), dataFolder: settings.dataFolder,
            logger: TestDatabase.quiet)
        try await desk.setUp(supportAddress: settings.supportEmail)
        self.folder = folder
    }

    private let folder: TemporaryFolder

    var accounts: MailboxAccounts { MailboxAccounts(desk: desk, settings: settings) }

    /// One look into one mailbox, or all of them.
    @discardableResult
    func sync(_ mailboxID: Int64? = nil) async throws -> [ProcessedMail] {
        try await MailSyncs(accounts: accounts).run(mailboxID).mails
    }

    /// Adds a mailbox of the database on the tests' Dovecot.
    func add(_ account: DovecotAccount, _ change: (inout MailboxDraft) -> Void = { _ in }) async throws -> Mailbox {
        var draft = MailboxDraft()
        draft.address = account.user
        draft.imapHost = account.server.imaps.host
        draft.imapPort = account.server.imapsPort
        draft.imapPassword = account.password
        draft.importChoice = .unread
        change(&draft)
        return try await desk.write { [draft] tx in try tx.addMailbox(draft, by: .system) }
    }

    /// The ledger, oldest first.
    func ledger() async throws -> [LedgerEntry] {
        try await desk.read { tx in try tx.ledger(LedgerQuery(limit: 1_000)) }.reversed()
    }

    func mailbox(_ id: Int64) async throws -> Mailbox {
        guard let mailbox = try await desk.read({ tx in try tx.mailbox(id: id) }) else {
            throw DeskError.notFound("Mailbox")
        }
        return mailbox
    }

    /// Runs the watchers while the body runs.
    func watching(_ body: (SyncBoard) async throws -> Void) async throws {
        let board = SyncBoard(), watchers = MailboxWatchers(accounts: accounts, board: board)
        let processor = MailProcessor(desk: desk)
        let running = [Task { try? await watchers.run() }, Task { try? await processor.run() }]
        do { try await body(board) } catch {
            for task in running { task.cancel() }
            for task in running { await task.value }
            throw error
        }
        for task in running { task.cancel() }
        for task in running { await task.value }
    }

    func close() async { await desk.database.close() }
}
