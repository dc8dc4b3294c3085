import HTTPTypes
import Hummingbird

/// Refuses unsafe requests that another site made a browser send. It stands for CSRF tokens: forms need none.
///
/// The rule: `Sec-Fetch-Site` must be `same-origin` or `none`; where a browser does not send it, `Origin` must be ours or
/// absent. Programs send neither and pass; what they may do is for their token to say.
struct SameOrigin<Context: RequestContext>: RouterMiddleware {
    let settings: WebSettings

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard isAllowed(request) else { throw Refusal.forbidden }
        return try await next(request, context)
    }

    func isAllowed(_ request: Request) -> Bool {
        if Self.safeMethods.contains(request.method) { return true }
        if let site = request.headers[.fetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        return origin == settings.origin
    }

    /// RFC 9110, 9.2.1.
    private static var safeMethods: Set<HTTPRequest.Method> { [.get, .head, .options, .trace] }
}
