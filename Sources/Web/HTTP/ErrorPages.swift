import HTTPTypes
import Hummingbird
import Logging

/// Answers for everything that a route throws: JSON under the API's mounts, a page elsewhere.
///
/// What is not a `Refusal` after `translate` is a fault of ours: it is logged here, once, with the request's id, and the
/// visitor sees that id and nothing else.
struct ErrorPages<Context: DeskContext>: RouterMiddleware {
    let settings: WebSettings
    /// Turns errors of lower layers into refusals; `nil` for those that it does not know.
    let translate: @Sendable (any Error) -> Refusal?

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let refusal = error as? Refusal ?? translate(error) ?? Refusal(thrownByServer: error)
            if refusal == nil || refusal?.status == .serviceUnavailable {
                context.logger.error(
                    "Request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            }
            return answer(refusal, to: request, context: context)
        }
    }

    private func answer(_ refusal: Refusal?, to request: Request, context: Context) -> Response {
        let mount = Mount(path: request.uri.path)
        var response: Response
        if mount == .api {
            response = .refusal(refusal, requestID: context.id, words: context.visit.reader.words)
        } else {
            let page = ErrorPage(
                refusal: refusal, requestID: context.id, mount: mount, siteName: settings.siteName,
                path: request.uri.path)
            response = .page(page.html(for: context.visit.reader), status: refusal?.status ?? .internalServerError)
        }
        // An address that does not exist is answered here and not by a route, which would leave the body out by itself.
        if request.method == .head { response.body = ResponseBody() }
        switch refusal {
        case .limited(let seconds), .unavailable(let seconds): response.headers[.retryAfter] = String(seconds)
        default: break
        }
        if refusal == .signInNeeded, mount == .api { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}

extension Refusal {
    /// What the server library itself throws, for instance for unknown paths and bodies that are too long.
    fileprivate init?(thrownByServer error: any Error) {
        guard let error = error as? any HTTPResponseError else { return nil }
        switch error.status {
        case .notFound: self = .notFound
        case .methodNotAllowed: self = .wrongMethod
        case .contentTooLarge: self = .tooLarge(limitBytes: 0)
        case .unsupportedMediaType: self = .unsupportedMedia
        case .unauthorized: self = .signInNeeded
        case .forbidden: self = .forbidden
        case .badRequest, .unprocessableContent: self = .malformed("The request cannot be understood")
        default: return nil
        }
    }
}
