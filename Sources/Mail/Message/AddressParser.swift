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
        /// Whether an `@` stands in the phrase.
        var hasAt = false
        var angle: [UInt8]?
        /// How much of phrase and name stands before the angle.
        var phraseBefore = 0, nameBefore = 0
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
            case .equals:
                // Nothing in an encoded word is a mark, or a name could pass for an address.
                let end = EncodedWord.end(in: bytes, at: position) ?? position + 1
                entry.phrase += bytes[position..<end]
                entry.name += bytes[position..<end]
                position = end
            case _ where byte.isWhitespace && entry.phrase.isEmpty: position += 1
            default:
                entry.phrase.append(byte)
                entry.name.append(byte)
                if byte == .at { entry.hasAt = true }
                position += 1
            }
        }
        finish()
    }

    /// `phrase ":"`: what stands before is the name of a group, unless it is a scheme or a part of an address.
    private var isGroupName: Bool {
        entry.angle == nil && !entry.hasAt
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
        var commas = 0
        while index < bytes.count {
            switch bytes[index] {
            case .quote: isQuoted.toggle()
            case .less where !isQuoted: return true
            // "Ann Lee, CEO, Acme Inc. <ann@example.org>".
            case .comma where !isQuoted && commas < 3: commas += 1
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
            } else if entry.quotedStrings == 0 || angle.trimmed().isEmpty, let address = Self.address(in: phrase) {
                // Out of quotes nothing is taken: `"boss@example.org" <x>` names nobody.
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
        if content.contains(.at) { entry.hasAt = true }
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
        if let before = entry.angle.flatMap({ Self.address(in: $0[...]) }) {
            guard let second = Self.address(in: content[...]), second != before else { return }
            beginSecond()
        }
        entry.angle = content
        entry.phraseBefore = entry.phrase.count
        entry.nameBefore = entry.name.count
    }

    /// "<ann@example.org> Ben <ben@example.org>": a comma is missing, and nobody may hide behind the first of two.
    private mutating func beginSecond() {
        var second = Entry()
        second.phrase = Array(entry.phrase[entry.phraseBefore...])
        second.name = Array(entry.name[entry.nameBefore...])
        entry.phrase.removeSubrange(entry.phraseBefore...)
        entry.name.removeSubrange(entry.nameBefore...)
        finish()
        entry = second
    }
}
