import Foundation
import Hummingbird

/// Sets and reads our own cookies, as strictly as the public address allows: `HttpOnly`, `SameSite=Lax`, `Path=/`, and
/// where browsers come by https also `Secure` and the name prefix `__Host-` (RFC 6265bis, 4.1.3.2).
struct CookieJar: Sendable {
    let isSecure: Bool

    /// A cookie for `Response.setCookie`.
    /// - Parameter maxAgeSeconds: how long the browser keeps it; `nil`: until it is closed.
    func cookie(_ name: String, _ value: String, maxAgeSeconds: Int?) -> Cookie {
        Cookie(
            name: fullName(name), value: value, maxAge: maxAgeSeconds, path: "/", secure: isSecure, httpOnly: true,
            sameSite: .lax)
    }

    /// A cookie that makes the browser forget the one of this name.
    func removal(of name: String) -> Cookie {
        cookie(name, "", maxAgeSeconds: 0)
    }

    /// The value that the browser sent; one of another kind of name does not count.
    func value(_ name: String, in request: Request) -> String? {
        request.cookies[fullName(name)]?.value
    }

    private func fullName(_ name: String) -> String {
        isSecure ? "__Host-\(name)" : name
    }
}

/// What a visitor chose about the looks of pages. Harmless, so it stands in plain cookies that the script may set.
enum Preference: String, Sendable {
    case language, theme, zone
}

extension Request {
    /// The visitor's choice, as sent: unchecked.
    func preference(_ preference: Preference) -> String? {
        cookies[preference.rawValue]?.value.removingPercentEncoding
    }
}
