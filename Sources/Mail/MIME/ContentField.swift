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
                result[name] = decode(sections, fallbackCharset)
            } else if let plain = single.first {
                result[name] = EncodedWord.decode(unescaped(plain.value), fallbackCharset: fallbackCharset)
            }
        }
        return result
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
        return HeaderText.visible(Charset.decode(bytes, label: charset).text)
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
        while position < bytes.count, bytes[position] != .semicolon {
            if bytes[position] == .openParenthesis {
                skipComment()
            } else {
                if !bytes[position].isWhitespace, bytes[position] != .quote { value.append(bytes[position].lowered) }
                // "text/html charset=x": a missing semicolon.
                if bytes[position].isWhitespace, value.contains(.slash), startsParameter(position + 1) { break }
                position += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    mutating func readParameter() -> ParameterPiece? {
        while position < bytes.count {
            while position < bytes.count, bytes[position].isWhitespace || bytes[position] == .semicolon {
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
            return piece(name, readParameterValue())
        }
        return nil
    }

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
            if bytes[position].isWhitespace, startsParameter(position + 1) { break }
            position += 1
        }
        return Array(bytes[start..<position].trimmed())
    }

    /// Windows paths come unescaped: a backslash escapes only `"` and itself.
    private mutating func readQuoted() -> [UInt8] {
        var value: [UInt8] = []
        position += 1
        while position < bytes.count, bytes[position] != .quote {
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
