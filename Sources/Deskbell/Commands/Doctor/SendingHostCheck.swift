import Foundation
import Mail

/// Whether the first IPv4 address of the server that mail leaves by has a name (PTR) that leads back to it (A): receivers
/// refuse mail of hosts where it does not. A provider's own servers are the provider's business, and a server given by its number
/// has no name to ask for.
struct SendingHostCheck {
    let host: String

    private static let providers = [
        "gmail.com", "googlemail.com", "office365.com", "outlook.com", "yahoo.com", "yandex.ru", "yandex.net",
        "mail.ru", "amazonaws.com", "mailgun.org", "sendgrid.net", "postmarkapp.com",
    ]

    /// Nothing where there is nothing to say.
    func findings(_ resolver: DNSResolver) async -> [Finding] {
        let check = "PTR \(host)", host = host.lowercased()
        guard host != "localhost", !Self.isNumber(host), !Self.isProviders(host) else { return [] }
        do {
            // IPv4 is what nearly all mail still travels by.
            guard let address = try await resolver.records(host, .a).first(where: { $0.type == .a })?.text else {
                return []
            }
            let names = try await Self.names(of: address, resolver)
            guard !names.isEmpty else {
                return [
                    .warning(
                        check, "\(address) has no PTR record",
                        "Ask whoever runs \(host) to set the reverse name of \(address): receivers refuse hosts without one."
                    )
                ]
            }
            for name in names.prefix(5) {
                guard try await Self.leads(name, to: address, resolver) else { continue }
                return [.ok(check, "\(address) is \(name), and back")]
            }
            return [
                .warning(
                    check, "\(address) is called \(names[0]), which does not lead back to it",
                    "Give \(names[0]) an A record with \(address), or \(address) a reverse name that has one.")
            ]
        } catch { return [.warning(check, "\(error)", "Run this again where the DNS can be reached.")] }
    }

    /// Whether that is an IP address, also an IPv6 one with its letters.
    static func isNumber(_ host: String) -> Bool {
        host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// Whether that is a server of a large provider.
    static func isProviders(_ host: String) -> Bool {
        providers.contains { host == $0 || host.hasSuffix(".\($0)") }
    }

    private static func names(of address: String, _ resolver: DNSResolver) async throws -> [String] {
        let reversed = address.split(separator: ".").reversed().joined(separator: ".")
        return try await resolver.records("\(reversed).in-addr.arpa", .ptr).filter { $0.type == .ptr }
            .map { $0.text.lowercased() }
    }

    private static func leads(_ name: String, to address: String, _ resolver: DNSResolver) async throws -> Bool {
        try await resolver.records(name, .a).contains { $0.type == .a && $0.text == address }
    }
}
