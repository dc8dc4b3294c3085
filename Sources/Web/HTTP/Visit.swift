import Foundation
import HelpDesk
import Hummingbird
import NIOCore

/// What every request knows before any route sees it: how its pages are to look, and where it came from.
struct Visit: Sendable {
    var reader: Reader
    /// The client's IP address, behind trusted proxies the one that they name; "unknown" where there is none.
    var clientAddress: String
}

/// A request context that carries a `Visit`. The application's own context adds the person who is signed in.
protocol DeskContext: RequestContext, RemoteAddressRequestContext {
    /// Set by `VisitMiddleware`, first in the chain.
    var visit: Visit { get set }
}

/// Finds out language, theme, time zone and client address of each request.
struct VisitMiddleware<Context: DeskContext>: RouterMiddleware {
    let settings: WebSettings

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.visit = Visit(
            reader: Reader(
                language: language(of: request), zone: zone(of: request), theme: theme(of: request)),
            clientAddress: ClientAddress(trustedProxies: settings.trustedProxies)
                .of(request, peer: context.remoteAddress))
        return try await next(request, context)
    }

    private func language(of request: Request) -> Language {
        if let chosen = request.preference(.language).flatMap(Language.init) { return chosen }
        return settings.language ?? Language(acceptLanguage: request.headers[.acceptLanguage] ?? "")
    }

    private func theme(of request: Request) -> Reader.Theme {
        request.preference(.theme).flatMap(Reader.Theme.init) ?? .system
    }

    /// The script tells the browser's zone in a cookie; a name that is no zone counts as none.
    private func zone(of request: Request) -> TimeZone {
        guard let name = request.preference(.zone), name.utf8.count <= 64 else { return settings.zone }
        return TimeZone(identifier: name) ?? settings.zone
    }
}
