import Foundation
import HelpDesk
import Logging
import Mail
import ServiceLifecycle
import Synchronization
import UnixSignals
import Web

/// One process of the help desk: pages and workers, started together and stopped in good order.
struct Server {
    let desk: Desk
    let settings: Settings
    var hasPages = true
    var hasWorkers = true
    var demo: DemoDesk?
    /// How mail leaves; nil: by the environment's SMTP server, if there is one.
    var carrier: (any MailCarrier)?
    /// Called with the port once pages are served.
    var started: @Sendable (Int) -> Void = { _ in }
    private let isListening = IsListening()

    func run() async throws {
        let board = SyncBoard()
        var services: [any Service] = []
        if hasWorkers { services += workers(board) }
        if hasPages { services += try await pages(board).map { StopsWithin(seconds: 10, service: $0) } }
        let logger = desk.logger
        services.append(StopNotice { logger.info("Stopping: what is under way is brought to its end.") })
        do { try await run(services) } catch  where hasPages && !isListening.value.load(ordering: .relaxed) {
            throw CannotListen(address: settings.listen, reason: "\(error)")
        }
        await desk.database.close()
        logger.info("Stopped.")
    }

    private func run(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: desk.logger)
        // A mail that is being handed over gets a minute (`OutboxSender`), everything else its ten seconds.
        configuration.maximumGracefulShutdownDuration = .seconds(75)
        configuration.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
    }

    private var accounts: MailboxAccounts { MailboxAccounts(desk: desk, settings: settings) }

    private func workers(_ board: SyncBoard) -> [any Service] {
        let sender: any Service =
            if let carrier { OutboxSender(desk: desk, carrier: carrier) } else { OutboxWatch(accounts: accounts) }
        var others: [any Service] = [MailProcessor(desk: desk), JobRunner(desk: desk)]
        if demo == nil { others.append(MailboxWatchers(accounts: accounts, board: board)) }
        return [sender] + others.map { StopsWithin(seconds: 10, service: $0) }
    }

    private func pages(_ board: SyncBoard) async throws -> [any Service] {
        if demo == nil, let link = try await desk.welcomeLink() {
            desk.logger.info("Nobody works here yet. Open this once to become the owner: \(link)")
        }
        let site = Site(
            desk: desk, siteName: desk.settings.name, sync: sync(board), testConnection: testConnection, oauth: oauth,
            demo: demo)
        let url = desk.settings.publicURL, logger = desk.logger, started = started, isListening = isListening
        return site.services(host: settings.listen.host, port: settings.listen.port) { port in
            isListening.value.store(true, ordering: .relaxed)
            logger.info("Deskbell is ready: \(url) (port \(port))")
            started(port)
        }
    }

    private var testConnection: (@Sendable (MailboxDraft, Mailbox?) -> AsyncStream<ConnectionStep>)? {
        guard demo == nil else { return nil }
        let accounts = accounts
        return { draft, existing in
            MailConnectionTest(accounts: accounts, draft: draft, existing: existing).steps()
        }
    }

    private var oauth: OAuthControl? {
        guard demo == nil else { return nil }
        let oauth = accounts.oauth
        return OAuthControl(
            begin: { mailbox, redirectURI, viewer in
                try await oauth.begin(mailbox, redirectURI: redirectURI, by: viewer).url
            },
            finish: { state, code in try await oauth.finish(state: state, code: code) })
    }

    /// By the watchers' own connections where they run here, else by ones for the purpose.
    private func sync(_ board: SyncBoard) -> (@Sendable (Int64?) async throws -> MailboxSync)? {
        guard demo == nil else { return nil }
        let syncs = MailSyncs(accounts: accounts, board: hasWorkers ? board : nil)
        return { mailboxID in try await syncs.run(mailboxID) }
    }
}

/// Whether browsers can connect by now.
private final class IsListening: Sendable {
    let value = Atomic(false)
}

/// The pages could not be served at all.
struct CannotListen: Error, CustomStringConvertible {
    let address: ListenAddress
    let reason: String

    var description: String {
        "Cannot listen on \(address): \(reason). Stop the program that uses it, or set DESKBELL_ADDRESS to another."
    }
}
