/// A field of the form `value; name=value; …`: Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2183), with the
/// continued and encoded parameters of RFC 2231.
struct ContentField: Sendable {
    /// The value before the first `;`, in lower case without white space and comments.
    var value: String
    /// Parameters by lower-case name, decoded.
    var parameters: [String: String]

    /// Reads whatever bytes are there.
    init(_ bytes: [UInt8], fallbackCharset: String? = nil) {
        var scanner = ParameterScanner(bytes)
        value = scanner.readValue()
        parameters = [:]
        var pieces: [ParameterPiece] = []
        while let piece = scanner.readParameter(), pieces.count < 200 { pieces.append(piece) }
        parameters = ParameterPiece.joined(pieces, fallbackCharset)
    }
}

/// `type "/" subtype`.
struct ContentType: Sendable {
    var type: String
    var subtype: String
    var parameters: [String: String]

    /// RFC 2045 §5.2: what has no usable Content-Type is `text/plain; charset=us-ascii`.
    init(field: [UInt8]?, default defaultType: ContentType = .plain) {
        guard let field, !field.isEmpty else {
            self = defaultType
            return
        }
        let content = ContentField(field)
        let halves = content.value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        parameters = content.parameters
        type = halves.first.map(String.init) ?? ""
        subtype = halves.count > 1 ? String(halves[1]) : ""
        if type == "text", subtype.isEmpty { subtype = "plain" }
        if type == "html", subtype.isEmpty { (type, subtype) = ("text", "html") }
        if !type.isEmpty, halves.count == 1, parameters["name"] != nil {
            // "unknown; name=report.bin" is a file.
            type = "application"
            subtype = "octet-stream"
        }
        if type.isEmpty || subtype.isEmpty, type != "multipart" {
            type = "text"
            subtype = "plain"
        }
    }

    init(type: String, subtype: String) {
        self.type = type
        self.subtype = subtype
        parameters = [:]
    }

    static let plain = ContentType(type: "text", subtype: "plain")
    static let message = ContentType(type: "message", subtype: "rfc822")

    var name: String { "\(type)/\(subtype)" }
    var isMultipart: Bool { type == "multipart" }
}

/// One `name*0*=value` as it stands in the field.
struct ParameterPiece {
    var name: String
    var section: Int?
    var isEncoded: Bool
    var value: [UInt8]

    /// Puts continuations in the order of their numbers, decodes, and lets `name*` win over `name`.
    static func joined(_ pieces: [ParameterPiece], _ fallbackCharset: String?) -> [String: String] {
        var result: [String: String] = [:]
        for (name, group) in Dictionary(grouping: pieces, by: \.name) {
            let sections = group.filter { $0.section != nil }.sorted { ($0.section ?? 0) < ($1.section ?? 0) }
            let single = group.filter { $0.section == nil }
            if let encoded = single.last(where: \.isEncoded) {
                result[name] = decode([encoded], fallbackCharset)
            } else if !sections.isEmpty {
                result[name] = decode(marked(sections), fallbackCharset)
            } else if let plain = single.first, isExtended(plain.value) {
                result[name] = decode(marked([plain]), fallbackCharset)
            } else if let plain = single.first {
                result[name] = EncodedWord.decode(unescaped(plain.value), fallbackCharset: fallbackCharset)
            }
        }
        return result
    }

    /// Some programs forget the star that says `charset'language'text`.
    private static func marked(_ pieces: [ParameterPiece]) -> [ParameterPiece] {
        guard let first = pieces.first, !pieces.contains(where: \.isEncoded), isExtended(first.value) else {
            return pieces
        }
        return pieces.map { ParameterPiece(name: $0.name, section: $0.section, isEncoded: true, value: $0.value) }
    }

    /// Whether a value has the form `charset'language'%D0…`.
    private static func isExtended(_ value: [UInt8]) -> Bool {
        guard value.contains(.percent), value.isASCII else { return false }
        let parts = value.split(separator: .apostrophe, maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1].count <= 8 && !parts[0].isEmpty && Charset.isKnown(String(ascii: parts[0]))
    }

    /// `charset'language'text` stands in the first piece only; pieces may be encoded or plain, each by itself.
    private static func decode(_ pieces: [ParameterPiece], _ fallbackCharset: String?) -> String {
        var charset: String?
        var bytes: [UInt8] = []
        // Broken senders cut within "%D0": encoded pieces in a row are joined before they are decoded.
        var encoded: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            var value = piece.value[...]
            if piece.isEncoded, index == 0 {
                let parts = value.split(separator: .apostrophe, maxSplits: 2, omittingEmptySubsequences: false)
                if parts.count == 3 {
                    charset = String(ascii: parts[0])
                    value = parts[2]
                } else if parts.count == 2, Charset.isKnown(String(ascii: parts[0])) {
                    charset = String(ascii: parts[0])
                    value = parts[1]
                }
            }
            if piece.isEncoded {
                encoded += value
            } else {
                bytes += percentDecoded(encoded[...]) + value
                encoded = []
            }
        }
        bytes += percentDecoded(encoded[...])
        if charset == nil || charset == "" { return EncodedWord.decode(bytes, fallbackCharset: fallbackCharset) }
        let text = HeaderText.visible(Charset.decode(bytes, label: charset).text)
        return text.utf8.starts(with: "=?".utf8) ? EncodedWord.decode(Array(text.utf8)) : text
    }

    /// Some programs write `filename="%D0%9F…"`. It counts as encoded only if it says words that ASCII has not.
    private static func unescaped(_ value: [UInt8]) -> [UInt8] {
        guard value.contains(.percent), value.isASCII else { return value }
        let decoded = percentDecoded(value[...])
        return !decoded.isASCII && String(validating: decoded, as: UTF8.self) != nil ? decoded : value
    }

    private static func percentDecoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == .percent, index + 2 < value.endIndex, let high = value[index + 1].hexValue,
                let low = value[index + 2].hexValue
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(value[index])
                index += 1
            }
        }
        return output
    }
}

/// Walks over `value; name=value; name="quoted value" (comment)`.
struct ParameterScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func readValue() -> String {
        var value: [UInt8] = []
        var hasSlash = false
        // "filename=x": no value at all.
        if bytes.hasPrefixFolded("filename=") || bytes.hasPrefixFolded("charset=") { return "" }
        while position < bytes.count, bytes[position] != .semicolon {
            if bytes[position] == .openParenthesis {
                skipComment()
            } else {
                let isMark = bytes[position].isWhitespace || bytes[position] == .quote
                if !isMark, !isSeparator(bytes[position]) { value.append(bytes[position].lowered) }
                if bytes[position] == .slash { hasSlash = true }
                // "text/html charset=x", "text/html, charset=x": no semicolon.
                if isSeparator(bytes[position]), startsParameter(position + 1),
                    hasSlash || value.elementsEqual("attachment".utf8) || value.elementsEqual("inline".utf8)
                {
                    position += 1
                    break
                }
                position += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    mutating func readParameter() -> ParameterPiece? {
        while position < bytes.count {
            while position < bytes.count,
                bytes[position].isWhitespace || bytes[position] == .semicolon || bytes[position] == .comma
            {
                position += 1
            }
            if position < bytes.count, bytes[position] == .openParenthesis {
                skipComment()
                continue
            }
            let start = position
            while position < bytes.count, bytes[position] != .equals, bytes[position] != .semicolon { position += 1 }
            let name = String(ascii: bytes[start..<position].trimmed()).asciiLowered
            guard position < bytes.count, bytes[position] == .equals else { continue }
            position += 1
            // A value without a name is read and forgotten.
            guard !name.isEmpty else {
                _ = readParameterValue()
                continue
            }
            let isName = name.hasPrefix("name") || name.hasPrefix("filename")
            return piece(name, isName ? readNameValue() : readParameterValue())
        }
        return nil
    }

    private func isSeparator(_ byte: UInt8) -> Bool { byte.isWhitespace || byte == .comma || byte == .colon }

    private func startsParameter(_ start: Int) -> Bool {
        var index = start
        while index < bytes.count, bytes[index].isAlphanumeric || bytes[index] == .hyphen || bytes[index] == .star {
            index += 1
        }
        return index > start && index < bytes.count && bytes[index] == .equals
    }

    private func piece(_ name: String, _ value: [UInt8]) -> ParameterPiece {
        var parts = name.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return ParameterPiece(name: name, section: nil, isEncoded: false, value: value) }
        let isEncoded = parts.last?.isEmpty == true
        if isEncoded { parts.removeLast() }
        let section = parts.count > 1 ? Int(parts[1]) : nil
        return ParameterPiece(name: String(parts[0]), section: section, isEncoded: isEncoded, value: value)
    }

    private mutating func readParameterValue() -> [UInt8] {
        while position < bytes.count, bytes[position].isWhitespace { position += 1 }
        if position < bytes.count, bytes[position] == .quote { return readQuoted() }
        let start = position
        while position < bytes.count, bytes[position] != .semicolon {
            if bytes[position].isWhitespace, startsParameter(position + 1) || startsComment(position + 1) { break }
            position += 1
        }
        return Array(bytes[start..<position].trimmed())
    }

    private func startsComment(_ index: Int) -> Bool { index < bytes.count && bytes[index] == .openParenthesis }

    /// Names are written as they are, brackets and semicolons included: what has no `=` in it is no parameter.
    private mutating func readNameValue() -> [UInt8] {
        while position < bytes.count, bytes[position].isWhitespace { position += 1 }
        if position < bytes.count, bytes[position] == .quote { return readQuoted() }
        let start = position
        while position < bytes.count {
            if bytes[position] == .equals, let end = EncodedWord.end(in: bytes, at: position) {
                position = end
                continue
            }
            if bytes[position] == .semicolon {
                let next = bytes[(position + 1)...].prefix(1000).prefix { $0 != .semicolon }
                if next.contains(.equals) || next.allSatisfy(\.isWhitespace) { break }
            }
            if bytes[position].isWhitespace, startsParameter(position + 1) { break }
            position += 1
        }
        return Array(bytes[start..<position].trimmed())
    }

    /// Whether a quote ends the string: only marks follow a value, or another parameter. `"Offer "new" 2026.pdf"` has two
    /// that do not, and one that does behind them.
    private func isEnd(_ quote: Int) -> Bool {
        var index = quote + 1
        while index < bytes.count, bytes[index].isWhitespace { index += 1 }
        guard index < bytes.count else { return true }
        return [.semicolon, .comma, .openParenthesis].contains(bytes[index]) || startsParameter(index)
    }

    private func endsLater(than quote: Int) -> Bool {
        let rest = bytes[(quote + 1)...].prefix(500).prefix { $0 != .semicolon }
        return rest.indices.contains { bytes[$0] == .quote && isEnd($0) }
    }

    /// Windows paths come unescaped: a backslash escapes only `"` and itself.
    private mutating func readQuoted() -> [UInt8] {
        var value: [UInt8] = []
        position += 1
        while position < bytes.count {
            if bytes[position] == .quote, isEnd(position) || !endsLater(than: position) { break }
            if bytes[position] == .backslash, position + 1 < bytes.count,
                [.quote, .backslash].contains(bytes[position + 1])
            {
                position += 1
            }
            value.append(bytes[position])
            position += 1
        }
        position += 1
        return value
    }

    private mutating func skipComment() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case .openParenthesis: depth += 1
            case .closeParenthesis: depth -= 1
            case .backslash: position += 1
            default: break
            }
            position += 1
            if depth == 0 { return }
        }
    }
}
