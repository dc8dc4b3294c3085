import Foundation
import HelpDesk
import Logging
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
        let requests = SyncRequests()
        var services: [any Service] = []
        if hasWorkers { services += workers(requests) }
        if hasPages { services += try await pages(requests) }
        do { try await run(services) } catch  where hasPages && !isListening.value.load(ordering: .relaxed) {
            throw CannotListen(address: settings.listen, reason: "\(error)")
        }
        await desk.database.close()
    }

    private func run(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: desk.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        configuration.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
    }

    private func workers(_ requests: SyncRequests) -> [any Service] {
        var workers: [any Service] = [MailProcessor(desk: desk), JobRunner(desk: desk)]
        if let carrier = carrier ?? settings.smtp.map({ SMTPCarrier(account: $0, sender: settings.smtpFrom) }) {
            workers.append(OutboxSender(desk: desk, carrier: carrier))
        } else {
            desk.logger.warning("[email] SMTP not configured: mail waits in the outbox")
        }
        if let watcher = watcher(requests) { workers.append(watcher) }
        return workers
    }

    private func watcher(_ requests: SyncRequests) -> MailboxWatcher? {
        guard demo == nil else { return nil }
        guard settings.isMailInEnabled else {
            desk.logger.info("Email-to-ticket is disabled")
            return nil
        }
        guard let account = settings.imap else {
            desk.logger.warning("IMAP not configured")
            return nil
        }
        return MailboxWatcher(
            desk: desk, mailboxID: 1, account: account, intervalSeconds: settings.checkIntervalSeconds,
            syncRequests: requests)
    }

    private func pages(_ requests: SyncRequests) async throws -> [any Service] {
        if demo == nil, let link = try await desk.welcomeLink() {
            desk.logger.info("Nobody works here yet. Open this once to become the owner: \(link)")
        }
        let site = Site(desk: desk, siteName: desk.settings.name, sync: sync(requests), demo: demo)
        let url = desk.settings.publicURL, logger = desk.logger, started = started, isListening = isListening
        return site.services(host: settings.listen.host, port: settings.listen.port) { port in
            isListening.value.store(true, ordering: .relaxed)
            logger.info("Deskbell is ready: \(url) (port \(port))")
            started(port)
        }
    }

    /// By the watcher's own connection where it runs here, else by one for the purpose.
    private func sync(_ requests: SyncRequests) -> (@Sendable () async throws -> [ProcessedMail])? {
        guard demo == nil, let account = settings.imap else { return nil }
        let desk = desk, isWatched = hasWorkers && settings.isMailInEnabled
        return {
            guard isWatched else { return try await MailSync(desk: desk, mailboxID: 1, account: account).run() }
            return try await desk.outcomes(of: try await requests.request())
        }
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
