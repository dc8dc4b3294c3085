import Hummingbird
import Logging

/// One line for each request when it is answered: method, path, status, milliseconds, client. Never the query: it holds
/// what people search for and the tokens of sign-in links.
struct RequestLog<Context: DeskContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = start.duration(to: .now)
        let milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        context.logger.log(
            level: request.uri.path.hasPrefix("/assets/") ? .debug : .info, "Request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "ms": "\(milliseconds)", "client": "\(context.visit.clientAddress)",
            ])
        return response
    }
}
