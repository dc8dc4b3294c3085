import HTTPTypes
import Hummingbird
import NIOCore

/// Tells whose address counts as the client's: the peer's own, unless the peer is a proxy that we trust.
struct ClientAddress: Sendable {
    let trustedProxies: Set<String>

    /// The rightmost address of `X-Forwarded-For` that no trusted proxy has; everything left of it may be invented.
    func of(_ request: Request, peer: SocketAddress?) -> String {
        guard let peerAddress = peer?.ipAddress else { return "unknown" }
        guard isTrusted(peerAddress) else { return peerAddress }
        let hops = request.headers[values: .forwardedFor]
            .flatMap { $0.split(separator: ",") }
            .suffix(32)
            .map { bare($0.trimmingWhitespace()) }
        return hops.last { !isTrusted($0) }.flatMap(valid) ?? peerAddress
    }

    private func isTrusted(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "::1" || address == "::ffff:127.0.0.1"
            || trustedProxies.contains(address)
    }

    /// `[2001:db8::1]:4711` and `192.0.2.1:4711` without port and brackets.
    private func bare(_ hop: Substring) -> String {
        if hop.hasPrefix("[") { return String(hop.dropFirst().prefix { $0 != "]" }) }
        let isIPv4WithPort = hop.count(where: { $0 == ":" }) == 1
        return String(isIPv4WithPort ? hop.prefix { $0 != ":" } : hop)
    }

    private func valid(_ address: String) -> String? {
        (try? SocketAddress(ipAddress: address, port: 0))?.ipAddress
    }
}

extension HTTPField.Name {
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let part = HTTPField.Name("X-Part")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}

extension Substring {
    /// Without blanks and tabs on both ends.
    func trimmingWhitespace() -> Substring {
        var rest = drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}
