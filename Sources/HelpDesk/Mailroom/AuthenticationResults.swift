import Mail

/// What the servers that took a mail in say of its sender (RFC 8601).
///
/// Anybody may write such a field, so only those count that name a host which stands in a Received field, or come from Exchange
/// Online, which names none. The host need not be that of the topmost Received: Gmail and Exchange pass mail on between servers of
/// their own, under names of their own. A `pass` gains nothing but the lack of a mark: a missing field and a good one are worth the
/// same, so that whoever forges one gains nothing. A `fail` takes the sender's word away, and whoever forges that has written it of
/// himself.
struct AuthenticationResults: Equatable {
    /// DMARC failed, or it was another domain than that of the From we read: whoever wrote this is not shown to own the address
    /// in From (RFC 7489).
    let dmarcFailed: Bool
    /// The topmost field that counts says that DMARC passed for the domain in From.
    let dmarcPassed: Bool

    /// - Parameters:
    ///   - from: the address that the mail is taken to be of; nil: none.
    ///   - field: where the results stand.
    init(_ headers: Headers, from: Address?, field: String = "Authentication-Results") {
        let written = headers.all(field).prefix(20)
        let hosts = written.isEmpty ? [] : Self.receivingHosts(headers)
        let fields = written.filter { Self.isWritten($0, byOneOf: hosts) }
        let domain = from.map { String($0.key.drop { $0 != "@" }.dropFirst()) } ?? ""
        let verdicts = fields.map { Self.verdicts(in: $0, of: domain) }
        dmarcFailed = verdicts.contains { $0.contains(.failed) }
        dmarcPassed = !dmarcFailed && verdicts.first { !$0.isEmpty }?.contains(.passed) ?? false
    }

    private enum Verdict { case passed, failed }

    /// `dmarc=pass (p=NONE) header.from=example.org`; of other results nothing.
    private static func verdicts(in field: String, of domain: String) -> [Verdict] {
        field.split(separator: ";").compactMap { part in
            let words = withoutComments(part).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
                .replacing(" = ", with: "=").split(separator: " ")
            guard let result = words.first(where: { $0.hasPrefix("dmarc=") })?.dropFirst("dmarc=".count) else {
                return nil
            }
            let checked = words.first { $0.hasPrefix("header.from=") }?.dropFirst("header.from=".count)
            if result == "fail" { return .failed }
            guard result == "pass" else { return nil }
            return checked.map { isOf(domain, String($0)) } ?? true ? .passed : .failed
        }
    }

    private static func withoutComments(_ text: Substring) -> String {
        var depth = 0
        return String(
            text.filter { character in
                if character == "(" { depth += 1 }
                defer { if character == ")", depth > 0 { depth -= 1 } }
                return depth == 0
            })
    }

    /// What was checked is the domain itself, or the one that it belongs to.
    private static func isOf(_ domain: String, _ checked: String) -> Bool {
        let checked = Address.key(of: "x@\(checked.split(separator: "@").last ?? "")").dropFirst(2)
        return domain == checked || domain.hasSuffix(".\(checked)") || checked.hasSuffix(".\(domain)")
    }

    private static func isWritten(_ field: String, byOneOf hosts: [String]) -> Bool {
        let first = field.prefix { $0 != ";" }
        let authority = withoutComments(first).split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
        // Exchange Online begins with the first result.
        guard !authority.contains("=") else {
            return hosts.contains { host in
                [".outlook.com", ".exchangelabs.com", ".office365.com"].contains { host.hasSuffix($0) }
            }
        }
        return hosts.contains { areOfOneOrganisation(authority, $0) }
    }

    /// The hosts behind `by` in the Received fields (RFC 5321 §4.4).
    private static func receivingHosts(_ headers: Headers) -> [String] {
        headers.all("Received").prefix(50).compactMap { received in
            let words = received.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
            guard let by = words.firstIndex(where: { $0.lowercased() == "by" }), by + 1 < words.endIndex else {
                return nil
            }
            return words[by + 1].lowercased()
        }
    }

    /// `mx.google.com` and `mail-1.google.com` are: their last two labels are the same.
    private static func areOfOneOrganisation(_ one: String, _ other: String) -> Bool {
        func end(_ host: String) -> ArraySlice<Substring> { host.split(separator: ".").suffix(2) }
        return one == other || (end(one).count == 2 && end(one) == end(other))
    }
}

/// What the server that took a mail in takes for spam; written by others it harms nobody but its writer.
func spamVerdict(_ headers: Headers) -> String? {
    if headers.first("X-Spam-Flag")?.lowercased() == "yes" { return "X-Spam-Flag" }
    if headers.first("X-Spam-Status")?.lowercased().hasPrefix("yes") == true { return "X-Spam-Status" }
    if let level = headers.first("X-MS-Exchange-Organization-SCL").flatMap({ Int($0) }), level >= 5 {
        return "X-MS-Exchange-Organization-SCL"
    }
    return nil
}
