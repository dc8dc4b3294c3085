/// Reads address fields (RFC 5322 §3.4) as they are really written: commas in unquoted names, `;` between addresses,
/// missing brackets, groups, comments, routes, `mailto:`.
///
/// Addresses are found in the raw bytes and names are decoded afterwards, so that an encoded word can never become an
/// address (GHSA-mvxr-6m87-mv2q).
struct AddressParser {
    private(set) var addresses: [Address] = []
    /// What stands in the field, in order: the addresses, and as it was written what is none.
    private(set) var entries: [Address] = []
    /// Whether something in the field was no address.
    private(set) var hasJunk = false
    /// Whether `<mailto:…>` stands in the field as RFC 2369 writes a link: without a name before it.
    private(set) var hasLinks = false

    private let bytes: [UInt8]
    private let fallbackCharset: String?
    private let keepsComments: Bool
    private var position = 0
    private var entry = Entry()
    /// Whether a quote was begun that nobody ends: then none of those behind it is one.
    private var hasOpenQuote = false

    /// What has been read of one address so far.
    private struct Entry {
        /// Words outside brackets, in order, as they stand; blanks between them kept as one.
        var phrase: [UInt8] = []
        /// The same without the quotes of quoted strings: the display name.
        var name: [UInt8] = []
        var quotedStrings = 0
        var angle: [UInt8]?
        /// The comments, in order: "Ann (Sales) <ann@example.org>", or the name itself in "ann@example.org (Ann)".
        var comment: [UInt8] = []
        /// A comment behind the address: the name once more, in another script (RFC 2047 §8).
        var secondName: [UInt8] = []
    }

    /// At most so many addresses are taken from one field.
    private static let limit = 2000

    /// - Parameter keepsComments: whether a comment before the address stands beside the name: it tells people apart in a
    ///   list, but nobody is greeted with it.
    static func parse(_ bytes: [UInt8], fallbackCharset: String? = nil, keepsComments: Bool = true) -> AddressParser {
        var parser = AddressParser(bytes: bytes, fallbackCharset: fallbackCharset, keepsComments: keepsComments)
        parser.run()
        return parser
    }

    private init(bytes: [UInt8], fallbackCharset: String?, keepsComments: Bool) {
        self.bytes = bytes.filter { $0 != .cr && $0 != .lf && $0 != .nul }
        self.fallbackCharset = fallbackCharset
        self.keepsComments = keepsComments
    }

    private mutating func run() {
        while position < bytes.count, addresses.count < Self.limit {
            let byte = bytes[position]
            switch byte {
            case .quote where hasOpenQuote: position += 1
            case .quote: readQuoted()
            case .openParenthesis: readComment()
            case .less: readAngle()
            case .comma: separator(isComma: true)
            case .semicolon: separator(isComma: false)
            case .colon where isGroupName: beginGroup()
            case .greater where entry.angle != nil: position += 1
            default:
                entry.phrase.append(byte)
                entry.name.append(byte)
                position += 1
            }
        }
        finish()
    }

    /// `phrase ":"`: what stands before is the name of a group, unless it is a scheme or a part of an address.
    private var isGroupName: Bool {
        entry.angle == nil && !entry.phrase.contains(.at)
            && !entry.phrase.trimmed().suffix(6).equalsFolded("mailto")
    }

    private mutating func beginGroup() {
        entry = Entry()
        position += 1
    }

    private mutating func separator(isComma: Bool) {
        position += 1
        // "Doe, John <john@example.org>": the comma belongs to the name as long as no address has been seen.
        if isComma, entry.angle == nil, !looksLikeAddress(entry.phrase), nameGoesOn() {
            entry.phrase.append(.comma)
            entry.name.append(.comma)
        } else {
            finish()
        }
    }

    /// Whether a bracket comes before the next separator, and text before that bracket is no address of its own.
    private func nameGoesOn() -> Bool {
        guard !entry.phrase.trimmed().isEmpty else { return false }
        var index = position
        var isQuoted = false
        while index < bytes.count {
            switch bytes[index] {
            case .quote: isQuoted.toggle()
            case .less where !isQuoted: return true
            case .comma where !isQuoted, .semicolon where !isQuoted, .at where !isQuoted: return false
            default: break
            }
            index += 1
        }
        return false
    }

    private mutating func finish() {
        defer { entry = Entry() }
        let phrase = entry.phrase.trimmed()
        if let angle = entry.angle {
            if let address = Self.address(in: angle[...]) {
                add(address, name: displayName())
                if phrase.isEmpty, angle.trimmed().hasPrefixFolded("mailto:") {
                    hasLinks = true
                    entries[entries.count - 1].address = Self.text(angle.trimmed())
                }
            } else if let address = Self.address(in: phrase) {
                add(address, name: nil)
            } else if !angle.trimmed().isEmpty || !phrase.isEmpty {
                noteJunk(angle.trimmed().isEmpty ? phrase : angle.trimmed(), name: displayName())
            }
            return
        }
        guard !phrase.isEmpty else { return }
        if let list = Self.addresses(in: phrase) {
            for address in list { add(address, name: nil) }
        } else if let address = Self.address(in: phrase) {
            add(address, name: decodedName(entry.comment))
        } else if let (before, address) = Self.lastWordAddress(phrase) {
            add(address, name: decodedName(Array(before)) ?? decodedName(entry.comment))
        } else {
            noteJunk(phrase, name: decodedName(entry.comment))
        }
    }

    private mutating func add(_ address: String, name: String?) {
        let address = InternationalDomain.shown(address)
        addresses.append(Address(name: name, address: address))
        entries.append(Address(name: name, address: address))
    }

    private mutating func noteJunk(_ bytes: ArraySlice<UInt8>, name: String?) {
        hasJunk = true
        let text = EncodedWord.decode(bytes, fallbackCharset: fallbackCharset)
        if entries.count < Self.limit { entries.append(Address(name: name, address: text)) }
    }

    private func displayName() -> String? {
        guard let name = decodedName(entry.name) else { return decodedName(entry.comment) }
        let beside = keepsComments ? entry.comment : entry.secondName
        guard let comment = decodedName(beside), comment != name else { return name }
        return "\(name) (\(comment))"
    }

    private func decodedName(_ bytes: [UInt8]) -> String? {
        var collapsed: [UInt8] = []
        for byte in bytes.trimmed() where !(byte.isWhitespace && collapsed.last == .space) {
            collapsed.append(byte.isWhitespace ? .space : byte)
        }
        var name = EncodedWord.decode(collapsed, fallbackCharset: fallbackCharset).trimmed
        while name.utf8.count > 1, name.hasPrefix("\"") && name.hasSuffix("\"") || Self.isInApostrophes(name) {
            name = String(name.dropFirst().dropLast()).trimmed
        }
        return name.isEmpty ? nil : name
    }

    /// Outlook writes `'Ann Smith'`; `'Ann' via 'Desk'` is something else.
    private static func isInApostrophes(_ name: String) -> Bool {
        guard name.hasPrefix("'"), name.hasSuffix("'") else { return false }
        let inner = Array(name.utf8.dropFirst().dropLast())
        return !inner.indices.contains {
            inner[$0] == .apostrophe
                && ($0 == 0 || $0 == inner.count - 1 || inner[$0 - 1] == .space || inner[$0 + 1] == .space)
        }
    }

    private func looksLikeAddress(_ phrase: [UInt8]) -> Bool {
        let trimmed = phrase.trimmed()
        return Self.address(in: trimmed) != nil || Self.lastWordAddress(trimmed) != nil
    }

    // MARK: Tokens

    private mutating func readQuoted() {
        let start = position
        position += 1
        var content: [UInt8] = []
        while position < bytes.count, bytes[position] != .quote {
            if bytes[position] == .backslash, position + 1 < bytes.count { position += 1 }
            content.append(bytes[position])
            position += 1
        }
        // A quote that nobody ends is no quote: the address behind it counts.
        guard position < bytes.count else {
            position = start + 1
            hasOpenQuote = true
            return
        }
        position += 1
        entry.quotedStrings += 1
        entry.phrase += bytes[start..<position]
        entry.name += content
    }

    private mutating func readComment() {
        var depth = 0
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == .backslash, position < bytes.count {
                content.append(bytes[position])
                position += 1
                continue
            }
            if byte == .openParenthesis {
                depth += 1
                if depth == 1 { continue }
            }
            if byte == .closeParenthesis {
                depth -= 1
                if depth == 0 { break }
            }
            content.append(byte)
        }
        if entry.angle != nil, entry.secondName.isEmpty { entry.secondName = content }
        // What repeats itself says nothing new.
        if content != entry.comment { entry.comment += (entry.comment.isEmpty ? [] : [.space]) + content }
    }

    private mutating func readAngle() {
        position += 1
        var content: [UInt8] = []
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == .quote { isQuoted.toggle() }
            if !isQuoted, byte == .greater { break }
            if !isQuoted, byte == .openParenthesis {
                readComment()
                continue
            }
            // A missing ">" must not swallow the addresses that follow.
            if !isQuoted, byte == .less || (byte == .comma && !content.starts(with: [.at])) || byte == .semicolon {
                break
            }
            content.append(byte)
            position += 1
        }
        if position < bytes.count, bytes[position] == .greater { position += 1 }
        if entry.angle == nil || Self.address(in: entry.angle?[...] ?? []) == nil { entry.angle = content }
    }

    // MARK: What is an address

    /// `addr-spec`, tolerant: one `@` outside quotes with something on both sides, no blanks and no brackets.
    private static func address(in bytes: ArraySlice<UInt8>) -> String? {
        var spec = bytes.trimmed()
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
    private static func addresses(in phrase: ArraySlice<UInt8>) -> [String]? {
        let words = phrase.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, words.count <= 100,
            words.allSatisfy({ $0.contains(.at) && $0.first != .at && $0.last != .at })
        else { return nil }
        let found = words.compactMap { address(in: $0) }
        return found.count == words.count ? found : nil
    }

    /// "Ann Customer ann@example.org": the address without its brackets, or "Ann [ann@example.org]" with other ones.
    private static func lastWordAddress(_ phrase: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, String)? {
        guard let blank = phrase.lastIndex(where: \.isWhitespace) else { return nil }
        var word = phrase[(blank + 1)...]
        if word.first == .openBracket, word.last == .closeBracket { word = word.dropFirst().dropLast() }
        guard let address = address(in: word) else { return nil }
        return (phrase[..<blank], address)
    }

    private static func text(_ bytes: some RandomAccessCollection<UInt8>) -> String {
        HeaderText.visible(String(validating: bytes, as: UTF8.self) ?? Charset.windows1252(Array(bytes)))
    }
}
