/// Writes header fields: encoded where they are not ASCII (RFC 2047), folded at 78 columns, and never with a character
/// in them that could begin a field of its own.
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []
    private static let column = 76

    /// An unstructured field.
    mutating func text(_ name: String, _ value: String) throws {
        if HeaderEncoding.isOneLine(value, after: name) {
            bytes += name.utf8
            bytes += [.colon, .space]
            bytes += value.utf8
            bytes += [.cr, .lf]
            return
        }
        try check(name, value)
        write(name, HeaderEncoding.words(value))
    }

    /// A field of the caller, which may not be one of those that composing writes.
    mutating func extra(_ name: String, _ value: String) throws {
        let isName =
            !name.isEmpty && name.utf8.count <= 70 && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != .colon }
        guard isName, !Self.own.contains(name.asciiLowered) else { throw ComposeError.invalidFieldName(name) }
        try text(name, value)
    }

    /// What composing writes itself.
    private static let own: Set<String> = [
        "from", "to", "cc", "bcc", "reply-to", "subject", "message-id", "in-reply-to", "references", "date",
        "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
    ]

    /// `mailbox *("," mailbox)`.
    mutating func addresses(_ name: String, _ list: [Address]) throws {
        var words: [String] = []
        for (index, address) in list.enumerated() {
            try check(name, address.name ?? "")
            let spec = try AddressWriter.spec(address.address)
            let comma = index + 1 < list.count ? "," : ""
            guard let display = address.name else {
                words.append("\(spec)\(comma)")
                continue
            }
            words += HeaderEncoding.phrase(display)
            words.append("<\(spec)>\(comma)")
        }
        write(name, words)
    }

    /// `msg-id` in brackets.
    mutating func identifiers(_ name: String, _ list: [String]) throws {
        for id in list where ReferenceList.usable([id]).isEmpty { throw ComposeError.invalidMessageID(id) }
        if !list.isEmpty { write(name, list.map { "<\($0)>" }) }
    }

    private func check(_ name: String, _ value: String) throws {
        let hasControl = value.unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F || $0 == "\u{85}" || $0 == "\u{2028}" || $0 == "\u{2029}"
        }
        if hasControl { throw ComposeError.forbiddenCharacter(field: name) }
    }

    private mutating func write(_ name: String, _ words: [String]) {
        bytes += name.utf8
        bytes += [.colon]
        var width = name.utf8.count + 1
        for (index, word) in words.enumerated() {
            let length = word.utf8.count
            if width + 1 + length > Self.column, index > 0 {
                bytes += [.cr, .lf]
                width = 0
            }
            bytes.append(.space)
            bytes += word.utf8
            width += length + 1
        }
        bytes += [.cr, .lf]
    }
}

extension Address {
    /// Whether a mail can be composed to this address.
    public var canBeWritten: Bool { (try? AddressWriter.spec(address)) != nil }

    /// Whether it stands in a header as ASCII; else every server on the way must support SMTPUTF8 (RFC 6531 §3.4). A domain
    /// has an ASCII form, what stands before the `@` has none.
    public var isWrittenInASCII: Bool { address.prefix { $0 != "@" }.utf8.allSatisfy { $0 < 0x80 } }
}

/// Addresses as they may stand on the wire.
enum AddressWriter {
    /// `addr-spec`, with the domain in ASCII.
    /// - Throws: `ComposeError.invalidAddress`.
    static func spec(_ address: String) throws -> String {
        guard let at = address.utf8.lastIndex(of: .at), at > address.startIndex, address.utf8.count <= 320 else {
            throw ComposeError.invalidAddress(address)
        }
        let local = address.utf8[..<at]
        let domain = address[address.utf8.index(after: at)...]
        let isASCII = domain.utf8.allSatisfy { $0 < 0x80 }
        let host = isASCII ? String(domain) : Address.asciiDomain(domain.lowercased())
        let isQuoted = local.first == .quote && local.last == .quote && local.count > 2
        guard !host.isEmpty, host.utf8.allSatisfy(isOfHost),
            local.allSatisfy({ $0 > 0x20 && $0 != 0x7F && (isQuoted || !needsQuotes($0)) })
        else { throw ComposeError.invalidAddress(address) }
        return isASCII ? address : "\(address[..<at])@\(host)"
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case .dot, .hyphen, .underscore, .openBracket, .closeBracket, .colon: true
        default: byte.isAlphanumeric
        }
    }

    /// What a local part may hold in quotes alone (RFC 5322 §3.2.3).
    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case .less, .greater, .quote, .comma, .semicolon, .openParenthesis, .closeParenthesis, .colon, .backslash, .at:
            true
        default: false
        }
    }
}
