import Mail

/// What the servers that took a mail in say of its sender (RFC 8601).
///
/// Anybody may write such a field, so only those count that name a host which stands in a Received field, or come from Exchange
/// Online, which names none. The host need not be that of the topmost Received: Gmail and Exchange pass mail on between servers of
/// their own, under names of their own. A `pass` gains nothing: a missing field and a good one are worth the same, so that
/// whoever forges one gains nothing (for the one exception see `MailProvider`). A `fail` takes the sender's word away, and whoever
/// forges that has written it of himself.
struct AuthenticationResults: Equatable {
    /// DMARC failed, or it was another domain than that of the From we read: whoever wrote this is not shown to own the address
    /// in From (RFC 7489).
    let dmarcFailed: Bool

    /// - Parameters:
    ///   - from: the address that the mail is taken to be of; nil: none.
    ///   - field: where the results stand.
    init(_ headers: Headers, from: Address?, field: String = "Authentication-Results") {
        let written = headers.all(field).prefix(20)
        let hosts = written.isEmpty ? [] : Self.receivingHosts(headers)
        let fields = written.filter { Self.isWritten($0, byOneOf: hosts) }
        let domain = from.map { String($0.key.drop { $0 != "@" }.dropFirst()) } ?? ""
        // As it stands too: a bracket in what the sender has said must not hide the rest.
        dmarcFailed = fields.contains { field in
            [Self.bare(field), field].contains { Self.verdicts(in: $0, of: domain).contains(.failed) }
        }
    }

    enum Verdict { case passed, failed }

    /// `dmarc=pass (p=NONE) header.from=example.org`; of other results nothing.
    static func verdicts(in field: String, of domain: String) -> [Verdict] {
        field.split(separator: ";").compactMap { part in
            let words = part.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
                .replacing(" = ", with: "=").split(separator: " ")
            guard
                let result = words.first(where: { $0.hasPrefix("dmarc=") })?.dropFirst("dmarc=".count).prefix(
                    while: \.isLetter)
            else {
                return nil
            }
            let checked = words.first { $0.hasPrefix("header.from=") }?.dropFirst("header.from=".count)
            if result == "fail" { return .failed }
            guard result == "pass" else { return nil }
            return checked.map { isOf(domain, String($0)) } ?? true ? .passed : .failed
        }
    }

    /// Without comments and quoted strings: servers repeat in them what the sender has said (`smtp.mailfrom="x; dmarc=pass"@…`).
    static func bare(_ field: some StringProtocol) -> String {
        var depth = 0, isQuoted = false, isEscaped = false, kept: [UInt8] = []
        for byte in field.utf8 {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\\") where isQuoted || depth > 0: isEscaped = true
            case UInt8(ascii: "\"") where depth == 0: isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted && depth > 0: depth -= 1
            default: if depth == 0, !isQuoted { kept.append(byte) }
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// What was checked is the domain itself, or the one that it belongs to.
    private static func isOf(_ domain: String, _ checked: String) -> Bool {
        let checked = Address.key(of: "x@\(checked.split(separator: "@").last ?? "")").dropFirst(2)
        return domain == checked || domain.hasSuffix(".\(checked)")
    }

    private static func isWritten(_ field: String, byOneOf hosts: [String]) -> Bool {
        let authority = authority(of: field)
        // Exchange Online begins with the first result.
        guard !authority.contains("=") else {
            return hosts.contains { host in
                [".outlook.com", ".exchangelabs.com", ".office365.com"].contains { host.hasSuffix($0) }
            }
        }
        return hosts.contains { areOfOneOrganisation(authority, $0) }
    }

    /// Who says so (RFC 8601 §2.2); of Exchange Online the first result.
    static func authority(of field: String) -> String {
        let first = bare(field.prefix { $0 != ";" })
        return first.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
    }

    /// The hosts behind each `by` in the Received fields (RFC 5321 §4.4): what stands before the true one has the sender said, who may
    /// call himself `by`.
    private static func receivingHosts(_ headers: Headers) -> [String] {
        headers.all("Received").prefix(50).flatMap { received in
            let words = received.split(whereSeparator: { $0.isWhitespace || $0 == ";" }).prefix(200)
            return zip(words, words.dropFirst()).compactMap { word, next in
                word.lowercased() == "by" ? next.lowercased() : nil
            }
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
