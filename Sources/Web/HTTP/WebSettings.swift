import Foundation
import HelpDesk

/// What the web layer must know of the installation. All of it is fixed at the start.
struct WebSettings: Sendable {
    /// The address under which people reach Deskbell: scheme, host and port, without a path.
    let publicURL: URL
    /// What pages speak to a visitor who chose no language; `nil`: the browser's language.
    let language: Language?
    /// The time zone of a visitor whose browser did not tell its own.
    let zone: TimeZone
    /// Peers whose `X-Forwarded-For` counts, besides loopback: textual IP addresses.
    let trustedProxies: Set<String>
    /// The name in the head of customers' pages.
    let siteName: String
    /// Whether the demo bar and its pages are there.
    let isDemo: Bool

    init(
        publicURL: URL, language: Language? = nil, zone: TimeZone = .gmt, trustedProxies: Set<String> = [],
        siteName: String = "Deskbell", isDemo: Bool = false
    ) {
        self.publicURL = publicURL
        self.language = language
        self.zone = zone
        self.trustedProxies = trustedProxies
        self.siteName = siteName
        self.isDemo = isDemo
    }

    /// Whether browsers come by https: cookies are then `Secure`, and the connection is pinned (HSTS).
    var isSecure: Bool { publicURL.scheme == "https" }

    /// Our origin as browsers write it in `Origin` (RFC 6454, 6.2): without the scheme's own port.
    var origin: String {
        let scheme = publicURL.scheme ?? "http"
        let host = publicURL.host() ?? "localhost"
        let ownPort = scheme == "https" ? 443 : 80
        guard let port = publicURL.port, port != ownPort else { return "\(scheme)://\(host)" }
        return "\(scheme)://\(host):\(port)"
    }
}
