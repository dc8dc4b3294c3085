import Foundation
import HelpDesk
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle

/// All pages and the API of a desk, as a service that listens.
public struct Site: Sendable {
    let desk: Desk
    let settings: WebSettings
    let live: LiveBoard
    /// Fetches mail now, of one mailbox or (nil) of all; nil where nothing can be fetched.
    let sync: (@Sendable (Int64?) async throws -> MailboxSync)?
    /// Tries the servers of a draft step by step; nil where nothing can be tried.
    let testConnection: (@Sendable (MailboxDraft, Mailbox?) -> AsyncStream<ConnectionStep>)?
    /// Lets Deskbell into mailboxes at Microsoft and Google; nil where that cannot be done.
    let oauth: OAuthControl?
    let demo: DemoDesk?

    /// - Parameters:
    ///   - sync: looks into the mailbox of that id, or all, and tells what came of it; throws in plain words where none
    ///     could be read.
    ///   - testConnection: tries the servers of a draft, with the stored secrets where it leaves them empty.
    ///   - demo: in demo mode, what plays the world outside.
    public init(
        desk: Desk, siteName: String, sync: (@Sendable (Int64?) async throws -> MailboxSync)? = nil,
        testConnection: (@Sendable (MailboxDraft, Mailbox?) -> AsyncStream<ConnectionStep>)? = nil,
        oauth: OAuthControl? = nil,
        demo: DemoDesk? = nil
    ) {
        self.desk = desk
        self.sync = sync
        self.testConnection = testConnection
        self.oauth = oauth
        self.demo = demo
        live = LiveBoard(desk: desk)
        settings = WebSettings(
            publicURL: URL(string: desk.settings.publicURL) ?? URL(filePath: "/"),
            language: desk.settings.language,
            zone: desk.settings.timeZone, siteName: siteName, isDemo: demo != nil)
    }

    var cookies: CookieJar { CookieJar(isSecure: settings.isSecure) }

    /// The service that feeds open pages, and the server itself.
    /// - Parameter started: called with the port once the server listens.
    public func services(
        host: String, port: Int, started: @escaping @Sendable (Int) -> Void
    ) -> [any Service] {
        // Where it listens is told by whoever starts it.
        var logger = desk.logger
        logger.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            router: router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(Connections.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Connections.limit)),
            onServerRunning: { channel in started(channel.localAddress?.port ?? port) },
            logger: logger)
        return [live, application]
    }

    /// All routes with their middlewares.
    func router() -> Router<SiteContext> {
        // HEAD is GET without its body (RFC 9110, 9.3.2).
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        addFoundation(to: router, settings: settings) { Refusal.of($0) }
        let calls = CallCounter(), limits = desk.settings.limits
        router.add(
            middleware: RateGate { request, context in
                guard Mount(path: request.uri.path) == .api else { return nil }
                return calls.count("address \(context.visit.clientAddress)", limit: limits.callsPerAddressAndMinute)
            })
        router.add(middleware: WhoIsThere(desk: desk, cookies: cookies))
        router.add(
            middleware: RateGate { request, context in
                guard Mount(path: request.uri.path) == .api else { return nil }
                guard let person = context.person ?? context.bearer?.person else { return nil }
                return calls.count("person \(person.id)", limit: limits.callsPerPersonAndMinute)
            })
        router.get("/") { _, context in
            Response.redirect(to: context.person?.isStaff == true ? Route.inbox : Route.portal)
        }
        router.get("/health") { _, _ in
            _ = try await desk.read { tx in try tx.mailboxes() }
            return Response(
                status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: .init(string: "ok\n")))
        }
        StaffAccess(site: self).add(to: router)
        StaffRoutes(site: self).add(to: router)
        LedgerRoutes(site: self).add(to: router)
        MessageRoutes(site: self).add(to: router)
        DeliveryRoutes(site: self).add(to: router)
        CompanyRoutes(site: self).add(to: router)
        OAuthRoutes(site: self).add(to: router)
        SortingRoutes(site: self).add(to: router)
        TeamRoutes(site: self).add(to: router)
        TemplateRoutes(site: self).add(to: router)
        ProfileRoutes(site: self).add(to: router)
        PortalAccess(site: self).add(to: router)
        PortalRoutes(site: self).add(to: router)
        FileRoutes(site: self).add(to: router)
        for mount in ["/api/support", "/support/api"] { addAPI(to: router.group(RouterPath(mount))) }
        router.post("/api/email-integrations/:id/sync", use: MailboxAPI(site: self).sync)
        if let demo { DemoRoutes(site: self, demo: demo).add(to: router) }
        return router
    }

    private func addAPI(to api: RouterGroup<SiteContext>) {
        TicketAPI(site: self).add(to: api)
        LedgerAPI(site: self).add(to: api)
        StaffAPI(site: self).add(to: api)
        TokenAPI(site: self).add(to: api)
        TemplateAPI(site: self).add(to: api)
        MailboxAPI(site: self).add(to: api)
        MailInRoutes(site: self).add(to: api)
    }
}
