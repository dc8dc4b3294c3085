/// Text of header fields as words that may be folded between.
enum HeaderEncoding {
    /// RFC 2047 §2: an encoded word has at most 75 characters. 39 bytes of text make 52 of base64, so that the first word of a
    /// Subject fits into its line.
    private static let bytesPerWord = 39
    private static let longestPlainWord = 70

    /// Whether a value can be written as it is, on the line of its name.
    static func isOneLine(_ value: String, after name: String) -> Bool {
        var previous = UInt8.space
        for byte in value.utf8 {
            let isWord = previous == .equals && byte == .question
            guard byte >= 0x20, byte < 0x7F, !isWord, byte != .space || previous != .space else { return false }
            previous = byte
        }
        return previous != .space && name.utf8.count + 2 + value.utf8.count <= 76
    }

    /// The value as it is if it is short ASCII, else encoded words.
    static func words(_ value: String) -> [String] {
        let plain = value.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let isPlain =
            value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !has(.equals, .question, value)
            && !value.hasPrefix(" ")
            && !value.hasSuffix(" ")
        if isPlain, !plain.contains(where: { $0.utf8.count > longestPlainWord }), !has(.space, .space, value) {
            return plain
        }
        return encoded(value)
    }

    /// A display name: atoms as they are, other ASCII in quotes, the rest encoded.
    static func phrase(_ name: String) -> [String] {
        let isASCII = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isASCII, name.utf8.count <= longestPlainWord, !has(.equals, .question, name) else { return encoded(name) }
        let isAtoms = name.utf8.allSatisfy {
            $0.isAlphanumeric || $0 == .space || $0 == .hyphen || $0 == .underscore || $0 == .apostrophe
        }
        if isAtoms, !name.hasPrefix(" "), !name.hasSuffix(" "), !has(.space, .space, name) {
            return name.split(separator: " ").map(String.init)
        }
        let escaped = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return ["\"\(String(escaped))\""]
    }

    /// Whether two ASCII characters stand there side by side.
    private static func has(_ first: UInt8, _ second: UInt8, _ text: String) -> Bool {
        zip(text.utf8, text.utf8.dropFirst()).contains { $0 == first && $1 == second }
    }

    /// base64 words, cut between characters.
    private static func encoded(_ value: String) -> [String] {
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in value.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > bytesPerWord {
                words.append(word(chunk))
                chunk = []
            }
            chunk += bytes
        }
        if !chunk.isEmpty { words.append(word(chunk)) }
        return words
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(String(decoding: BodyEncoding.base64(bytes, lineLength: .max), as: UTF8.self))?="
    }

    /// A parameter of Content-Type or Content-Disposition: plain ASCII for everybody, and the real name by RFC 2231.
    static func parameter(_ name: String, _ value: String) -> [String] {
        let clean = String(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        let ascii = String(clean.unicodeScalars.map { $0.isASCII && $0 != "\"" && $0 != "\\" ? Character($0) : "_" })
        let quoted = "\(name)=\"\(ascii.suffix(120))\""
        if ascii == clean, ascii.utf8.count <= 120 { return [quoted] }
        return [quoted] + extended(name, clean)
    }

    /// `name*0*=utf-8''…; name*1*=…`, each piece short enough for a line.
    private static func extended(_ name: String, _ value: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for byte in value.utf8 {
            let isPlain = byte.isAlphanumeric || byte == .dot || byte == .hyphen || byte == .underscore
            piece += isPlain ? String(UnicodeScalar(byte)) : "%\(hex(byte >> 4))\(hex(byte & 15))"
            if piece.utf8.count > 50 {
                pieces.append(piece)
                piece = ""
            }
        }
        if !piece.isEmpty { pieces.append(piece) }
        if pieces.count == 1 { return ["\(name)*=utf-8''\(pieces[0])"] }
        return pieces.enumerated().map { "\(name)*\($0.offset)*=\($0.offset == 0 ? "utf-8''" : "")\($0.element)" }
    }

    private static func hex(_ digit: UInt8) -> Character {
        Character(UnicodeScalar(digit < 10 ? 0x30 + digit : 0x41 + digit - 10))
    }
}
