import Foundation
import Mail

/// Whether the name of the server that mail leaves by stands back to back with its addresses: receivers refuse mail of
/// hosts without a PTR record. A provider's own servers are the provider's business.
struct SendingHostCheck {
    let host: String

    private static let providers = [
        "gmail.com", "googlemail.com", "office365.com", "outlook.com", "yahoo.com", "yandex.ru", "yandex.net",
        "mail.ru",
        "amazonaws.com", "mailgun.org", "sendgrid.net", "postmarkapp.com",
    ]

    func findings(_ resolver: DNSResolver) async -> [Finding] {
        let name = "PTR \(host)", host = host.lowercased()
        let isByNumber = host.allSatisfy { $0.isNumber || $0 == "." || $0 == ":" }
        guard host != "localhost", !isByNumber, !Self.providers.contains(where: { host.hasSuffix($0) }) else {
            return []
        }
        do {
            let addresses = try await resolver.records(host, .a).filter { $0.type == .a }.map(\.text)
            guard let address = addresses.first else { return [] }
            let reversed = address.split(separator: ".").reversed().joined(separator: ".")
            let names = try await resolver.records("\(reversed).in-addr.arpa", .ptr).filter { $0.type == .ptr }
                .map { $0.text.lowercased() }
            guard let first = names.first else {
                return [
                    .warning(
                        name, "\(address) has no PTR record",
                        "Ask whoever runs \(host) to set the reverse name of \(address): receivers refuse hosts without one."
                    )
                ]
            }
            return [.ok(name, "\(address) is \(first)")]
        } catch { return [.warning(name, "\(error)", "Run this again where the DNS can be reached.")] }
    }
}
