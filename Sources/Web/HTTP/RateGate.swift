import Hummingbird

/// Asks before each request whether it comes too often. The counting is the caller's: it is shared by all servers.
struct RateGate<Context: DeskContext>: RouterMiddleware {
    /// The seconds to wait for this request; `nil`: it may pass.
    let secondsToWait: @Sendable (Request, Context) async throws -> Int?

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let seconds = try await secondsToWait(request, context) {
            throw Refusal.limited(retryAfterSeconds: max(1, seconds))
        }
        return try await next(request, context)
    }
}
