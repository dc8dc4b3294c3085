import HTTPTypes
import HelpDesk
import Hummingbird
import Logging

/// The way to Microsoft or Google and back, by which an owner lets Deskbell into a mailbox.
struct OAuthRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.post("/company/mailboxes/:id/oauth", use: begin)
        router.get("/company/oauth", use: finish)
    }

    /// A page that leads on by itself: a form may not be redirected to another site (`form-action` of our policy).
    @Sendable func begin(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }),
            let mailbox = try await site.desk.read({ tx in try tx.mailbox(id: id) })
        else { throw Refusal.notFound }
        guard let oauth = site.oauth else { throw Refusal.conflict(context.reader.words.cannotTest) }
        let address = try await oauth.begin(
            mailbox, site.desk.settings.publicURL + Route.oauthReturn, .person(person))
        let page = LeavingPage(provider: mailbox.provider, address: address, back: Route.mailbox(String(id)))
        var response = Response.page(page.html(for: context.reader))
        response.headers[.cacheControl] = "no-store"
        if let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "0; url=\(address)" }
        return response
    }

    @Sendable func finish(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard try context.ownerOrNobody() != nil else { return .signInFirst(request) }
        let query = request.query
        guard let oauth = site.oauth, let state = query["state"], let code = query["code"] else {
            return .redirect(to: Route.with(Route.mailboxes, notice: .notSignedInThere))
        }
        do {
            let mailbox = try await oauth.finish(state, code)
            return .redirect(to: Route.with(Route.mailbox(String(mailbox.id)), notice: .signedInThere))
        } catch {
            context.logger.warning("Signing in to a mailbox failed: \(error)")
            return .redirect(to: Route.with(Route.mailboxes, notice: .notSignedInThere))
        }
    }
}
