import Foundation
import Mail

/// Whether receivers will believe mail of a domain: MX, SPF, DKIM and DMARC.
struct DomainCheck {
    let domain: String
    /// Where mail leaves; tells which provider must stand in SPF.
    let smtpHost: String?
    let selector: String?

    /// Domains whose owners look after their DNS themselves.
    private static let providers: Set<String> = [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "yandex.ru", "ya.ru",
        "yandex.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "icloud.com",
    ]

    private static let includes = [
        "yandex": "_spf.yandex.net", "mail.ru": "_spf.mail.ru", "gmail": "_spf.google.com", "google": "_spf.google.com",
        "office365": "spf.protection.outlook.com",
    ]

    func findings(_ resolver: DNSResolver) async -> [Finding] {
        if Self.providers.contains(domain) { return [.ok("DNS \(domain)", "is looked after by its provider")] }
        do {
            let found = try await MailDomain(domain, selector: selector, resolver: resolver)
            return [mx(found), spf(found), dkim(found), dmarc(found)]
        } catch { return [.warning("DNS \(domain)", "\(error)", "Run this again where the DNS can be reached.")] }
    }

    private func mx(_ found: MailDomain) -> Finding {
        found.mx.isEmpty
            ? .problem(
                "MX \(domain)", "no server takes mail for \(domain)",
                "Add the MX record that your mail provider names: without it no answer comes back.")
            : .ok("MX \(domain)", found.mx.joined(separator: ", "))
    }

    private func spf(_ found: MailDomain) -> Finding {
        let name = "SPF \(domain)"
        let include = smtpHost.flatMap { host in Self.includes.first { host.contains($0.key) }?.value }
        let wanted = "v=spf1 \(include.map { "include:\($0)" } ?? "mx") ~all"
        guard let record = found.spf.first else {
            return .problem(
                name, "there is no SPF record", "Add a TXT record to \(domain): \(wanted)")
        }
        guard found.spf.count == 1 else {
            return .problem(
                name, "there are \(found.spf.count) SPF records, and receivers then ignore all of them",
                "Merge them into one TXT record.")
        }
        if record.contains("+all") || record.hasSuffix(" all") {
            return .warning(name, "allows everybody to send (\(record))", "End it with ~all or -all.")
        }
        if let include, !record.lowercased().contains(include), !record.contains("redirect=") {
            return .warning(
                name, "does not name the server that mail leaves by (\(record))",
                "Add include:\(include) before its “all”.")
        }
        return .ok(name, record)
    }

    private func dkim(_ found: MailDomain) -> Finding {
        let name = "DKIM \(domain)"
        guard found.dkimSelectors.isEmpty else {
            return .ok(name, "key under \(found.dkimSelectors.joined(separator: ", "))")
        }
        let advice = "Switch DKIM on at your mail provider and add the TXT record that it shows"
        guard let selector else {
            return .warning(
                name, "no key under the common selectors",
                "\(advice). If there is one under another selector, name it with --dkim-selector.")
        }
        return .problem(name, "no key at \(selector)._domainkey.\(domain)", "\(advice).")
    }

    private func dmarc(_ found: MailDomain) -> Finding {
        let name = "DMARC \(domain)"
        guard let record = found.dmarc else {
            return .warning(
                name, "there is no DMARC record",
                "Add a TXT record to _dmarc.\(domain): v=DMARC1; p=none; rua=mailto:postmaster@\(domain)")
        }
        return .ok(name, record)
    }
}
