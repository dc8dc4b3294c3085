import Foundation
import HelpDesk
import Hummingbird

/// Customers come in by a one-time link that is mailed to them.
struct PortalAccess {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.post("/support/sign-in", use: sendLink)
        router.get("/support/enter", use: showButton)
        router.post("/support/enter", use: enter)
        router.post("/support/sign-out", use: signOut)
    }

    /// Says the same for known and unknown addresses.
    @Sendable func sendLink(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await Form(of: request, limits: .small)
        let address = form.text("email"), next = localPath(form["next"])
        let frame = site.portalFrame(request, person: nil)
        let language = context.reader.language
        do {
            try await site.desk.write { tx in
                try tx.sendSignInLink(
                    to: address, leadingTo: next, language: language, clientAddress: context.visit.clientAddress)
            }
        } catch DeskError.invalid {
            let page = PortalSignInPage(frame: frame, address: address, problem: .badAddress, next: next)
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        } catch DeskError.limited(let seconds) {
            let page = PortalSignInPage(
                frame: frame, address: address, problem: .tooOften(retryAfterSeconds: seconds), next: next)
            var response = Response.page(page.html(for: context.reader), status: .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
        let page = LinkSentPage(
            frame: frame, address: address, validMinutes: 30, caughtPath: site.demo == nil ? nil : Route.caught)
        return .page(page.html(for: context.reader))
    }

    /// Looking at the link does not use it up: programs that guard mailboxes follow links.
    @Sendable func showButton(_ request: Request, _ context: SiteContext) async throws -> Response {
        let token = request.query["token"] ?? ""
        let isValid = try await site.desk.read { tx in try tx.isLinkValid(Secret(token), for: .portal) }
        let page = EnterPage(
            frame: site.portalFrame(request, person: nil), token: isValid ? token : nil,
            next: localPath(request.query["next"]))
        return .page(page.html(for: context.reader), status: isValid ? .ok : .forbidden)
    }

    @Sendable func enter(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await Form(of: request, limits: .small)
        let secret = Secret(form.text("token"))
        do {
            let person = try await site.desk.write { tx in try tx.useLink(secret, for: .portal) }
            return try await site.begin(person, request, at: localPath(form["next"]) ?? Route.portal)
        } catch DeskError.forbidden {
            let page = EnterPage(frame: site.portalFrame(request, person: nil), token: nil)
            return .page(page.html(for: context.reader), status: .forbidden)
        }
    }

    @Sendable func signOut(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await site.end(context.session, at: Route.portal)
    }
}

extension Site {
    /// What surrounds a customer's page.
    func portalFrame(_ request: Request, person: Person?) -> PortalFrame {
        PortalFrame(
            siteName: settings.siteName, me: person.map { Face(name: $0.displayName) }, isDemo: demo != nil,
            path: localPath(request.uri.string) ?? Route.portal,
            notice: request.query["notice"].flatMap(Notice.init(code:)))
    }
}
