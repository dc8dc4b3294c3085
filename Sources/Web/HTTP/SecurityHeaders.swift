import HTTPTypes
import Hummingbird

/// Adds the headers that keep a browser from doing with our answers what we never meant. A route that needs another
/// policy (the frame of a mail) sets its own; only what is missing is added.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    let settings: WebSettings

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in defaults where response.headers[name] == nil {
            response.headers[name] = value
        }
        return response
    }

    private var defaults: [(HTTPField.Name, String)] {
        var headers: [(HTTPField.Name, String)] = [
            (.contentSecurityPolicy, ContentPolicy.page),
            (.xContentTypeOptions, "nosniff"),
            // Where the policy's frame-ancestors is not understood.
            (.frameOptions, "SAMEORIGIN"),
            (.referrerPolicy, "same-origin"),
            (.openerPolicy, "same-origin"),
            (.resourcePolicy, "same-origin"),
            (.permissionsPolicy, "camera=(), microphone=(), geolocation=()"),
        ]
        if settings.isSecure { headers.append((.strictTransportSecurity, "max-age=31536000")) }
        return headers
    }
}

/// The content security policies that we send.
enum ContentPolicy {
    /// Pages: our own files and nothing inline.
    static let page = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
        frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'
        """

    /// The frame of an HTML mail: the mail's own styles, our images, no script, no form; harmless when opened alone.
    /// - Parameter allowsRemoteImages: after the reader asked for them.
    static func mailFrame(allowsRemoteImages: Bool) -> String {
        """
        sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
        img-src 'self' data:\(allowsRemoteImages ? " https: http:" : ""); style-src 'unsafe-inline'; \
        form-action 'none'; base-uri 'none'; frame-ancestors 'self'
        """
    }
}

extension Response {
    /// The page of an HTML mail, for the frame in the ticket's page.
    /// - Parameters:
    ///   - mail: the sanitised mail, a fragment.
    ///   - allowsRemoteImages: after the reader asked for them.
    static func mailFrame(_ mail: HTML, allowsRemoteImages: Bool = false) -> Response {
        let document: HTML = """
            <!doctype html>
            <html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mail</title>
            <style>
            body { margin: 16px; background: #fff; color: #222; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
            img { max-width: 100%; height: auto } table { max-width: 100% }
            blockquote { margin: 8px 0; padding-left: 12px; border-left: 2px solid #ccc }
            pre { white-space: pre-wrap }
            </style></head><body>
            \(mail)
            </body></html>
            """
        var response = Response.page(document)
        response.headers[.contentSecurityPolicy] = ContentPolicy.mailFrame(allowsRemoteImages: allowsRemoteImages)
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }
}

extension HTTPField.Name {
    static let frameOptions = HTTPField.Name("X-Frame-Options")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
}
