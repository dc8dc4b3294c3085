/// The per-recipient fields of `message/delivery-status` (RFC 3464 §2.3).
enum StatusFields {
    private static let limit = 500
    /// What is read of a report: room for twice as many recipients.
    private static let mostBytes = 1 << 20

    /// One status for each group of fields that names a recipient. `words` is the part for people, which often knows more
    /// than the fields.
    static func recipients(in report: [UInt8], words: ArraySlice<UInt8>) -> [DeliveryStatus] {
        let groups = groups(report)
        let named = groups.filter {
            $0.contains("Final-Recipient") || $0.contains("Original-Recipient")
                || $0.contains("Action") && $0.contains("Status")
        }
        let spoken = named.count > 1 ? BounceText.named(in: words, except: []) : []
        return named.prefix(limit).map { fields in
            var address = address(of: fields)
            if address.isEmpty, named.count == 1 { address = onlyAddress(in: words) }
            let own = spoken.first { Address.key(of: $0.address) == Address.key(of: address) }?.words
            return status(
                fields, address,
                words: named.count == 1 ? String(decoding: words.prefix(6000), as: UTF8.self) : own ?? "")
        }
    }

    /// Some servers name the recipient in their words alone.
    private static func onlyAddress(in words: ArraySlice<UInt8>) -> String {
        let spoken = BounceText.named(in: words, except: [])
        return spoken.count == 1 ? spoken[0].address : ""
    }

    /// Groups are separated by blank lines; the first is about the whole message.
    private static func groups(_ report: [UInt8]) -> [Headers] {
        let bytes = regrouped(LineBreaks.normalized(Array(report.prefix(mostBytes))))
        return bytes.withUnsafeBufferPointer { buffer in
            var groups: [Headers] = []
            var position = 0
            while position < buffer.count, groups.count <= limit {
                if buffer[position] == .lf {
                    position += 1
                    continue
                }
                let scan = HeaderScanner.scan(
                    buffer, from: position, to: buffer.count, isPart: false, limits: .standard)
                if scan.headers.count > 0 { groups.append(scan.headers) }
                guard scan.bodyStart > position else { break }
                position = scan.bodyStart
            }
            return groups
        }
    }

    /// Some servers put blank lines within the fields of one recipient, others none between two recipients.
    private static func regrouped(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64)
        var seen: Set<String> = []
        var isAfterBlank = false
        for line in bytes.split(separator: .lf, omittingEmptySubsequences: false) {
            if line.isEmpty {
                isAfterBlank = true
                continue
            }
            let name = String(decoding: line.prefix(40).prefix { $0 != .colon }, as: UTF8.self).asciiLowered
            let isKnown = beginning.contains(name) || continuing.contains(name)
            let hasRecipient = seen.contains("final-recipient") || seen.contains("original-recipient")
            let goesOn = hasRecipient && continuing.contains(name) && !seen.contains(name)
            let isNext = hasRecipient && seen.contains(name) && (beginning.contains(name) || name == "action")
            if isAfterBlank && !goesOn || isNext {
                output.append(.lf)
                seen = []
            }
            isAfterBlank = false
            if isKnown { seen.insert(name) }
            output += line
            output.append(.lf)
        }
        return output
    }

    private static let beginning: Set<String> = ["final-recipient", "original-recipient"]
    private static let continuing: Set<String> = [
        "action", "status", "diagnostic-code", "remote-mta", "last-attempt-date", "will-retry-until", "final-log-id",
    ]

    private static func address(of fields: Headers) -> String {
        let names = ["Final-Recipient", "Original-Recipient", "X-Actual-Recipient"]
        return names.lazy.compactMap { address(fields.first($0)) }.first ?? ""
    }

    private static func status(_ fields: Headers, _ address: String, words text: String) -> DeliveryStatus {
        let diagnostic = withoutType(fields.first("Diagnostic-Code") ?? "")
        let action = fields.first("Action").map { $0.prefix { $0.isLetter }.lowercased() } ?? "failed"
        let code = StatusCode.best(status: fields.first("Status") ?? "", diagnostic: diagnostic, text: text)
        let known = ["failed", "delayed", "delivered", "relayed", "expanded"].contains(action) ? action : "failed"
        return DeliveryStatus(
            address: address, action: known, status: code,
            isHard: known == "failed" && BounceReason.isHard(address, status: code, diagnostic: diagnostic, text: text),
            diagnostic: diagnostic.isEmpty ? BounceDiagnostic.find(in: text, address: address) : diagnostic)
    }

    /// `rfc822; ann@example.org`, maybe in brackets, maybe in xtext (`+2B`, RFC 3461 §4).
    private static func address(_ value: String?) -> String? {
        guard let value else { return nil }
        let bare = withoutType(value)
        guard let address = Address.list(parsing: bare).first?.address ?? (bare.contains("@") ? bare : nil) else {
            return nil
        }
        return xtextDecoded(address)
    }

    static func withoutType(_ value: String) -> String {
        guard let semicolon = value.firstIndex(of: ";"), value[..<semicolon].utf8.count < 30,
            !value[..<semicolon].contains("@")
        else { return value.trimmed }
        return String(value[value.index(after: semicolon)...]).trimmed
    }

    private static func xtextDecoded(_ address: String) -> String {
        if address.contains("\\x{") { return withoutEscapes(address) }
        guard address.contains("+3D") || address.contains("+2B") else { return address }
        return address.replacing("+3D", with: "=").replacing("+2B", with: "+")
    }

    /// `\x{E9}` in an address of `utf-8;` (RFC 6533 §3).
    private static func withoutEscapes(_ address: String) -> String {
        var output = ""
        var rest = address[...]
        while let escape = rest.firstRange(of: "\\x{") {
            output += rest[..<escape.lowerBound]
            let digits = rest[escape.upperBound...].prefix(6).prefix { $0 != "}" }
            guard rest[digits.endIndex...].first == "}", let code = UInt32(digits, radix: 16),
                let scalar = Unicode.Scalar(code), code > 0x20
            else { return address }
            output.unicodeScalars.append(scalar)
            rest = rest[digits.endIndex...].dropFirst()
        }
        return output + rest
    }
}
