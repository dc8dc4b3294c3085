import Foundation
import Mail

/// Whether every address of the server that mail leaves by has a name (PTR) that leads back to it: receivers refuse mail of hosts
/// where it does not, and mail may leave by any of them. A provider's own servers are the provider's business, and a server given
/// by its number has no name to ask for.
struct SendingHostCheck {
    let host: String

    private static let providers = [
        "gmail.com", "googlemail.com", "office365.com", "outlook.com", "yahoo.com", "yandex.ru", "yandex.net",
        "mail.ru", "amazonaws.com", "mailgun.org", "sendgrid.net", "postmarkapp.com",
    ]
    /// A host with more is a provider's.
    private static let addressesAtMost = 8

    /// Nothing where there is nothing to say.
    func findings(_ resolver: DNSResolver) async -> [Finding] {
        let check = "PTR \(host)", host = host.lowercased()
        guard host != "localhost", !Self.isNumber(host), !Self.isProviders(host) else { return [] }
        do {
            var found: [Finding] = []
            for type in [DNSType.a, .aaaa] {
                let addresses = try await resolver.records(host, type).filter { $0.type == type }.map(\.text)
                for address in addresses.prefix(Self.addressesAtMost) {
                    found.append(try await finding(check, address, type, resolver))
                }
            }
            return found
        } catch { return [.warning(check, "\(error)", "Run this again where the DNS can be reached.")] }
    }

    private func finding(
        _ check: String, _ address: String, _ type: DNSType, _ resolver: DNSResolver
    ) async throws -> Finding {
        let names = try await Self.names(of: address, resolver)
        guard let first = names.first else {
            return .warning(
                check, "\(address) has no PTR record",
                "Ask whoever runs \(host) to set the reverse name of \(address): receivers refuse hosts without one.")
        }
        for name in names.prefix(5) where try await Self.leads(name, to: address, type, resolver) {
            return .ok(check, "\(address) is \(name), and back")
        }
        let record = type == .a ? "an A" : "an AAAA"
        return .warning(
            check, "\(address) is called \(first), which does not lead back to it",
            "Give \(first) \(record) record with \(address), or \(address) a reverse name that has one.")
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
        try await resolver.records(reverseName(of: address), .ptr).filter { $0.type == .ptr }
            .map { $0.text.lowercased() }
    }

    /// `1.2.0.192.in-addr.arpa`, or each digit of an IPv6 address under `ip6.arpa` (RFC 3596 §2.5).
    static func reverseName(of address: String) -> String {
        guard address.contains(":") else {
            return "\(address.split(separator: ".").reversed().joined(separator: ".")).in-addr.arpa"
        }
        return "\(digits(of: address).reversed().map(String.init).joined(separator: ".")).ip6.arpa"
    }

    /// The 32 digits, with what `::` leaves out (RFC 4291 §2.2).
    private static func digits(of address: String) -> [Character] {
        let halves = address.components(separatedBy: "::").map { half in
            half.split(separator: ":").flatMap { Array(String(repeating: "0", count: max(0, 4 - $0.count)) + $0) }
        }
        guard halves.count == 2 else { return halves[0] }
        let zeros = [Character](repeating: "0", count: max(0, 32 - halves[0].count - halves[1].count))
        return halves[0] + zeros + halves[1]
    }

    private static func leads(
        _ name: String, to address: String, _ type: DNSType, _ resolver: DNSResolver
    ) async throws -> Bool {
        try await resolver.records(name, type).contains {
            $0.type == type && reverseName(of: $0.text) == reverseName(of: address)
        }
    }
}
