/// Message identifiers (RFC 5322 §3.6.4), kept byte for byte: foreign ones contain several `@`, blanks, no brackets at all.
enum MessageIDs {
    private static let limit = 998

    /// The identifier of a Message-ID field without its brackets.
    static func single(_ value: [UInt8]) -> String? {
        let value = decoded(value)
        return found(in: value).first ?? bare(value.trimmed())
    }

    /// Those of In-Reply-To and References, in their order. In-Reply-To may hold prose around them.
    static func list(_ value: [UInt8]) -> [String] { found(in: decoded(value)) }

    /// Python's `email` writes an identifier that is too long for its line as encoded words. Inside of brackets they are
    /// part of the identifier.
    private static func decoded(_ value: [UInt8]) -> [UInt8] {
        var isInside = false
        for (index, byte) in value.enumerated() {
            if byte == .less { isInside = true } else if byte == .greater { isInside = false }
            guard !isInside, byte == .question, index > 0, value[index - 1] == .equals else { continue }
            return Array(EncodedWord.decode(value).utf8)
        }
        return value
    }

    private static func found(in value: [UInt8]) -> [String] {
        var ids: [String] = []
        var index = 0
        while let open = value[index...].firstIndex(of: .less), ids.count < 1000 {
            guard let close = value[open...].firstIndex(of: .greater) else { break }
            if let id = bare(value[(open + 1)..<close].trimmed()), !ids.contains(id) { ids.append(id) }
            index = close + 1
        }
        return ids.isEmpty ? words(value) : ids
    }

    /// Some programs write the identifiers without brackets.
    private static func words(_ value: [UInt8]) -> [String] {
        value.split(whereSeparator: { $0.isWhitespace || $0 == .comma }).prefix(1000).compactMap { word in
            word.contains(.at) || value.trimmed().count == word.count ? bare(word) : nil
        }
    }

    private static func bare(_ bytes: ArraySlice<UInt8>) -> String? {
        let content = bytes.filter { $0 != .less && $0 != .greater || false }
        guard !content.isEmpty, content.count <= limit else { return nil }
        return String(validating: content, as: UTF8.self) ?? Charset.windows1252(Array(content))
    }
}
