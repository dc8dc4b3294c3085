import Mail

/// What the server that took a mail in says of its sender (RFC 8601).
///
/// Anybody may write such a field, so only those count that name the host which wrote the topmost Received field; one server
/// may write several, one a check. Nothing is ever gained by a `pass`: a missing field and a good one are worth the same,
/// so that whoever forges one gains nothing. A `fail` takes the sender's word away.
struct AuthenticationResults: Equatable {
    /// DMARC failed: whoever wrote this is not shown to own the address in From (RFC 7489).
    let dmarcFailed: Bool

    init(_ headers: Headers) {
        let fields = headers.all("Authentication-Results").prefix(20)
        guard !fields.isEmpty, let host = Self.receivingHost(headers) else {
            dmarcFailed = false
            return
        }
        dmarcFailed = fields.contains { Self.saysFailed($0, of: host) }
    }

    private static func saysFailed(_ field: String, of host: String) -> Bool {
        let parts = field.split(separator: ";", omittingEmptySubsequences: false)
        let authority = parts[0].split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
        guard areOfOneOrganisation(authority, host) else { return false }
        return parts.dropFirst().contains { part in
            part.filter { !$0.isWhitespace }.lowercased().hasPrefix("dmarc=fail")
        }
    }

    /// The host behind `by` in the topmost Received field (RFC 5321 §4.4).
    private static func receivingHost(_ headers: Headers) -> String? {
        guard let received = headers.first("Received") else { return nil }
        let words = received.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
        guard let by = words.firstIndex(where: { $0.lowercased() == "by" }), by + 1 < words.endIndex else { return nil }
        return words[by + 1].lowercased()
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
