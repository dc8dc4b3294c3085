/// What is an address, and what only looks like one.
extension AddressParser {
    /// `addr-spec`, tolerant: one `@` outside quotes with something on both sides, no blanks and no brackets.
    static func address(in bytes: ArraySlice<UInt8>) -> String? {
        var spec = visible(bytes.trimmed())
        while let first = spec.first, first == .apostrophe || first == .less { spec = spec.dropFirst() }
        while let last = spec.last, last == .apostrophe || last == .greater || last == .dot { spec = spec.dropLast() }
        if spec.hasPrefixFolded("mailto:") {
            spec = spec.dropFirst(7)
            // RFC 6068 §2: with header fields behind, it is a link that does something, and nobody's address.
            if spec.contains(.question) { return nil }
        }
        // Obsolete route: "@one.example,@two.example:ann@example.org" (RFC 5322 §4.4).
        if spec.first == .at, let colon = spec.firstIndex(of: .colon) { spec = spec[(colon + 1)...] }
        if spec.first == .quote { return quotedAddress(spec) }
        let compact = spec.contains(where: \.isWhitespace) ? withoutBlanksAroundMarks(spec)[...] : spec
        guard let at = compact.lastIndex(of: .at), at > compact.startIndex, at + 1 < compact.endIndex,
            compact.count <= 998
        else { return nil }
        let local = compact[..<at]
        guard !isLink(local), !local.contains(.at) || !local.contains(where: \.isWhitespace) else { return nil }
        guard compact.allSatisfy({ !forbidden.contains($0) }), isDomain(compact[(at + 1)...]) else { return nil }
        return text(compact)
    }

    /// Without the characters that nobody sees, and with the dots of Japanese keyboards as dots (RFC 3490 §3.1).
    private static func visible(_ spec: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard spec.contains(where: { $0 >= 0x80 }), let text = String(validating: spec, as: UTF8.self) else {
            return spec
        }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF: break
            case 0x3002, 0xFF0E, 0xFF61: kept.append(".")
            default: kept.append(scalar)
            }
        }
        return Array(String(kept).utf8)[...].trimmed()
    }

    /// `scheme "://"`.
    private static func isLink(_ local: ArraySlice<UInt8>) -> Bool {
        local.firstIndex(of: .colon).map { local[$0...].starts(with: [.colon, .slash, .slash]) } ?? false
    }

    private static let forbidden: Set<UInt8> = [
        .space, .tab, .less, .greater, .quote, .openParenthesis, .closeParenthesis, .comma, .semicolon,
    ]

    /// `"quoted local part"@domain`.
    private static func quotedAddress(_ spec: ArraySlice<UInt8>) -> String? {
        var index = spec.startIndex + 1
        while index < spec.endIndex, spec[index] != .quote { index += spec[index] == .backslash ? 2 : 1 }
        guard index < spec.endIndex else { return nil }
        let inner = spec[(spec.startIndex + 1)..<index]
        let rest = spec[(index + 1)...].trimmed()
        if rest.isEmpty { return address(in: inner) }
        guard rest.first == .at, rest.count > 1, isDomain(rest.dropFirst().trimmed()) else { return nil }
        return text(spec[spec.startIndex...index] + rest.filter { !$0.isWhitespace })
    }

    private static func isDomain(_ domain: ArraySlice<UInt8>) -> Bool {
        if domain.first == .openBracket { return domain.last == .closeBracket }
        return !domain.isEmpty
            && domain.allSatisfy { $0.isAlphanumeric || $0 == .dot || $0 == .hyphen || $0 == .underscore || $0 >= 0x80 }
    }

    /// "ann @ example . org" (obsolete syntax) is an address; "call ann at x@y" is not.
    private static func withoutBlanksAroundMarks(_ spec: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var index = spec.startIndex
        while index < spec.endIndex {
            if spec[index].isWhitespace {
                var next = index
                while next < spec.endIndex, spec[next].isWhitespace { next += 1 }
                let before = output.last
                let after = next < spec.endIndex ? spec[next] : nil
                if !(before == .at || before == .dot || after == .at || after == .dot) { output.append(.space) }
                index = next
            } else {
                output.append(spec[index])
                index += 1
            }
        }
        return output
    }

    /// "ann@example.org ben@example.org": nothing but addresses with blanks between them. nil for everything else.
    static func addresses(in phrase: ArraySlice<UInt8>) -> [String]? {
        let words = phrase.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, words.count <= 100,
            words.allSatisfy({ $0.contains(.at) && $0.first != .at && $0.last != .at })
        else { return nil }
        let found = words.compactMap { address(in: $0) }
        return found.count == words.count ? found : nil
    }

    /// "Ann Customer ann@example.org": the address without its brackets, or "Ann [ann@example.org]" with other ones.
    static func lastWordAddress(_ phrase: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, String)? {
        guard let blank = phrase.lastIndex(where: \.isWhitespace) else { return nil }
        var word = phrase[(blank + 1)...]
        if word.first == .openBracket, word.last == .closeBracket { word = word.dropFirst().dropLast() }
        guard let address = address(in: word) else { return nil }
        return (phrase[..<blank], address)
    }

    static func text(_ bytes: some RandomAccessCollection<UInt8>) -> String {
        HeaderText.visible(String(validating: bytes, as: UTF8.self) ?? Charset.windows1252(Array(bytes)))
    }
}
