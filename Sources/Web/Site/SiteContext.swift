import Foundation
import HelpDesk
import Hummingbird
import NIOCore

/// What a route of the site knows of its request: how its pages look, and who is there.
struct SiteContext: DeskContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    var visit: Visit
    /// Whoever the session's cookie or the bearer token belongs to; nil also where the token is limited to something.
    var person: Person?
    /// Who has presented a token.
    var bearer: Bearer?
    /// The session that the cookie names; to end it.
    var session: Secret?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
        visit = Visit(reader: Reader(language: .english, zone: .gmt), clientAddress: "unknown")
    }

    var reader: Reader { visit.reader }

    /// - Throws: `Refusal.signInNeeded`; `.forbidden` for a token that is made for something else.
    func requirePerson() throws -> Person {
        guard let person else { throw bearer == nil ? Refusal.signInNeeded : .forbidden }
        return person
    }

    /// - Throws: `Refusal.signInNeeded`; `.forbidden` for a customer.
    func requireStaff() throws -> Person {
        let person = try requirePerson()
        guard person.isStaff else { throw Refusal.forbidden }
        return person
    }

    /// - Throws: `Refusal.signInNeeded`; `.ownersOnly` for an agent, `.forbidden` for a customer.
    func requireOwner() throws -> Person {
        let person = try requireStaff()
        guard person.isOwner else { throw Refusal.ownersOnly }
        return person
    }

    /// For pages that lead to the sign-in: nil where nobody is there.
    /// - Throws: `.ownersOnly` for an agent, `.forbidden` for a customer.
    func ownerOrNobody() throws -> Person? { person == nil ? nil : try requireOwner() }

    /// For pages that lead to the sign-in: nil where nobody is there.
    /// - Throws: `.forbidden` for a customer.
    func staffOrNobody() throws -> Person? { person == nil ? nil : try requireStaff() }
}

extension Response {
    /// Leads to the sign-in of staff, and from there back to what was asked for.
    static func signInFirst(_ request: Request) -> Response {
        .redirect(to: Route.with(Route.staffSignIn, [("next", localPath(request.uri.string))]))
    }
}

/// Finds out who is there: `Authorization: Bearer` first, then the session's cookie. A bad token is refused, a stale cookie ignored.
struct WhoIsThere: RouterMiddleware {
    let desk: Desk
    let cookies: CookieJar

    static let cookieName = "session"

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let token = Self.bearerToken(of: request) {
            guard let bearer = try await desk.read({ tx in try tx.bearer(token) }) else {
                throw Refusal.signInNeeded
            }
            context.bearer = bearer
            context.person = bearer.scopes.isEmpty ? bearer.person : nil
        } else if let text = cookies.value(Self.cookieName, in: request), !text.isEmpty, text.utf8.count <= 200 {
            let secret = Secret(text)
            context.person = try await desk.read { tx in try tx.person(session: secret) }
            context.session = secret
        }
        return try await next(request, context)
    }

    private static func bearerToken(of request: Request) -> Secret? {
        // "Bearer" without a token is a bad token, and no reason to look for a cookie.
        guard let header = request.headers[.authorization],
            header.prefix(while: { $0 != " " }).lowercased() == "bearer"
        else { return nil }
        return Secret(header.dropFirst(7).trimmingCharacters(in: .whitespaces))
    }
}

extension Refusal {
    /// The desk's errors as the web words them; nil for what is a fault of ours.
    static func of(_ error: any Error) -> Refusal? {
        if Desk.isOutOfReach(error) { return .unavailable(retryAfterSeconds: 60) }
        guard let error = error as? DeskError else { return nil }
        return switch error {
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .invalid(let fields): .invalid(fields)
        case .conflict(let what): .conflict(what)
        case .limited(let seconds): .limited(retryAfterSeconds: seconds)
        case .notSignedIn: .signInNeeded
        case .internalInconsistency: nil
        }
    }
}
