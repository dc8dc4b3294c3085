/// What the DNS says of a domain that mail is sent from (RFC 7208, 6376, 7489).
public struct MailDomain: Sendable {
    /// The records `v=spf1`; more than one is an error (RFC 7208 §4.5).
    public var spf: [String] = []
    /// The selectors under which there is a key.
    public var dkimSelectors: [String] = []
    /// The record `v=DMARC1`, of the domain or of the one above it.
    public var dmarc: String?
    /// Servers that take mail for it, best first.
    public var mx: [String] = []

    /// Selectors that providers and mail servers use without being asked.
    public static let commonSelectors = [
        "default", "mail", "dkim", "google", "selector1", "selector2", "mailru", "yandex", "s1", "s2", "k1", "k2",
        "smtp",
        "mx", "key1", "postal", "mandrill", "mg", "pm", "zoho", "fm1", "fm2", "protonmail", "rsa",
    ]

    /// Looks everything up.
    /// - Parameter selector: of DKIM, where the owner has named one; else the common ones are tried.
    /// - Throws: `DNSError`.
    public init(_ domain: String, selector: String?, resolver: DNSResolver) async throws {
        spf = try await resolver.records(domain, .txt).map(\.text).filter { $0.lowercased().hasPrefix("v=spf1") }
        mx = try await resolver.records(domain, .mx).map(\.text)
            .sorted { Self.preference($0) < Self.preference($1) }
            .map { String($0.split(separator: " ").last ?? "") }
        dmarc = try await Self.dmarc(of: domain, resolver)
        let selectors = selector.map { [$0] } ?? Self.commonSelectors
        let found = try await withThrowingTaskGroup(of: String?.self) { group in
            for selector in selectors {
                group.addTask {
                    let records = try await resolver.records("\(selector)._domainkey.\(domain)", .txt)
                    // An empty p= is a key that was taken back (RFC 6376 §3.6.1).
                    let isKey = records.contains { record in
                        let parts = record.text.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
                        return parts.contains { $0.hasPrefix("p=") && $0.count > 2 }
                    }
                    return isKey ? selector : nil
                }
            }
            return try await group.reduce(into: [String]()) { found, selector in
                if let selector { found.append(selector) }
            }
        }
        dkimSelectors = found.sorted()
    }

    private static func preference(_ record: String) -> Int { Int(record.prefix { $0 != " " }) ?? .max }

    private static func dmarc(of domain: String, _ resolver: DNSResolver) async throws -> String? {
        var labels = domain.split(separator: ".")
        while labels.count >= 2 {
            let records = try await resolver.records("_dmarc.\(labels.joined(separator: "."))", .txt)
            if let found = records.map(\.text).first(where: { $0.lowercased().hasPrefix("v=dmarc1") }) { return found }
            labels.removeFirst()
        }
        return nil
    }
}
