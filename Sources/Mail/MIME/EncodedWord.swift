/// Encoded words in header fields (RFC 2047), and raw 8-bit text there.
enum EncodedWord {
    /// The readable text of an unfolded header value. Words are found wherever they stand, in quotes and glued to other
    /// text too; controls and bidirectional overrides are removed.
    static func decode(_ value: some RandomAccessCollection<UInt8>, fallbackCharset: String? = nil) -> String {
        let bytes = Array(value)
        guard contains8BitOrWord(bytes) else { return HeaderText.visible(String(decoding: bytes, as: UTF8.self)) }
        var text = ""
        var plain: [UInt8] = []
        var pending: Word?
        var index = 0
        while index < bytes.count {
            if bytes[index] == .equals, let word = Word(in: bytes, at: index) {
                if plain.contains(where: { !$0.isWhitespace }) || pending == nil {
                    flush(&pending, into: &text)
                    text += raw(plain, fallbackCharset)
                }
                plain = []
                join(word, to: &pending, flushingInto: &text)
                index = word.end
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        flush(&pending, into: &text)
        text += raw(plain, fallbackCharset)
        return HeaderText.visible(text)
    }

    /// Broken senders split a character between two words: those of one charset are joined before they are decoded.
    private static func join(_ word: Word, to pending: inout Word?, flushingInto text: inout String) {
        if let before = pending, Charset.isSame(before.charset, word.charset) {
            pending?.append(word)
        } else {
            flush(&pending, into: &text)
            pending = word
        }
    }

    private static func flush(_ pending: inout Word?, into text: inout String) {
        guard let word = pending else { return }
        text += Charset.decode(word.content, label: word.charset).text
        pending = nil
    }

    /// RFC 6532, else the charset of the body, else windows-1252.
    private static func raw(_ bytes: [UInt8], _ fallbackCharset: String?) -> String {
        if let text = String(validating: bytes, as: UTF8.self) {
            return bytes.contains(.escape) ? Charset.decode(bytes, label: nil).text : text
        }
        return DamagedUTF8.decode(bytes) ?? Charset.decode(bytes, label: fallbackCharset).text
    }

    /// Where the encoded word ends that begins here; nil if none does. Blanks, which RFC 2047 §2 forbids, are tolerated in
    /// a word that holds no mark of an address.
    static func end(in bytes: [UInt8], at start: Int) -> Int? {
        guard start + 1 < bytes.count, bytes[start + 1] == .question else { return nil }
        let limit = min(bytes.count, start + 2000)
        let charset = bytes[(start + 2)..<limit].prefix(60).prefix { $0 != .question }
        let encoding = charset.endIndex + 1
        guard !charset.isEmpty,
            charset.allSatisfy({ $0.isAlphanumeric || [.hyphen, .underscore, .star].contains($0) }),
            encoding + 1 < limit, [0x62, 0x71].contains(bytes[encoding].lowered), bytes[encoding + 1] == .question
        else { return nil }
        let text = bytes[(encoding + 2)..<limit].prefix { $0 != .question }
        guard text.endIndex + 1 < limit, bytes[text.endIndex + 1] == .equals else { return nil }
        let hasBlank = text.contains(where: \.isWhitespace)
        guard !hasBlank || !text.contains(where: { [.less, .greater, .at, .quote].contains($0) }) else { return nil }
        return text.endIndex + 2
    }

    private static func contains8BitOrWord(_ bytes: [UInt8]) -> Bool {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte >= 0x80 || byte == .question && previous == .equals || byte < 0x20 || byte == 0x7F { return true }
            previous = byte
        }
        return false
    }
}

/// `encoded-word = "=?" charset "?" encoding "?" encoded-text "?="`, with raw blanks tolerated inside the text.
private struct Word {
    var charset: String
    var content: [UInt8] = []
    var end: Int
    /// The digits of base64 behind the last whole group, where nothing says that they are the end.
    private var open: [UInt8] = []
    /// The digits of base64; nil in Q.
    private var digits: ArraySlice<UInt8>?

    init?(in bytes: [UInt8], at start: Int) {
        guard start + 1 < bytes.count, bytes[start + 1] == .question else { return nil }
        guard let charsetEnd = Word.find(.question, in: bytes, from: start + 2, within: 60) else { return nil }
        let charset = String(ascii: bytes[(start + 2)..<charsetEnd])
        guard charsetEnd + 2 < bytes.count, bytes[charsetEnd + 2] == .question else { return nil }
        guard Charset.isKnown(charset) else { return nil }
        let textStart = charsetEnd + 3
        let isQ = bytes[charsetEnd + 1].lowered == UInt8(ascii: "q")
        guard isQ || bytes[charsetEnd + 1].lowered == UInt8(ascii: "b"),
            let textEnd = Word.findEnd(in: bytes, from: textStart, isQ: isQ)
        else { return nil }
        self.charset = charset
        self.end = min(textEnd + 2, bytes.count)
        let text = bytes[textStart..<textEnd]
        if isQ {
            content = Word.decodeQ(text)
        } else {
            digits = text
            decode(text)
        }
    }

    private mutating func decode(_ digits: ArraySlice<UInt8>) {
        content += digits.withUnsafeBufferPointer { Base64.decode($0).bytes }
        open = digits.contains(.equals) ? [] : Array(digits.suffix(digits.count % 4))
    }

    /// The word that follows. Some programs cut base64 anywhere: the digits of both are one group then.
    mutating func append(_ word: Word) {
        guard let more = word.digits, !open.isEmpty else {
            content += word.content
            (open, digits) = (word.open, word.digits)
            return
        }
        // What the incomplete group came to.
        content.removeLast(min(content.count, open.count - 1))
        decode((open + more)[...])
    }

    private static func find(_ byte: UInt8, in bytes: [UInt8], from start: Int, within limit: Int) -> Int? {
        let stop = min(bytes.count, start + limit)
        return start < stop ? bytes[start..<stop].firstIndex(of: byte) : nil
    }

    /// The index of `?=`. In Q text a `?=XX` is a question and a character, where the end stands behind it; and what fills
    /// the whole rest of the field has lost its end.
    private static func findEnd(in bytes: [UInt8], from start: Int, isQ: Bool) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == .question, bytes[index + 1] == .equals, !(isQ && isText(bytes, at: index)) {
                return index
            }
            // "=?" begins another word, unless it is padding before the end: "cw==?=".
            let isEnd = index + 2 < bytes.count && bytes[index + 2] == .equals
            if bytes[index] == .equals, bytes[index + 1] == .question, index > start, !isEnd { return nil }
            index += 1
        }
        let rest = bytes[start...]
        let isCut = rest.count >= 8 && !rest.contains { $0.isWhitespace || $0 == .question || $0 >= 0x80 }
        return isCut && (!isQ || rest.contains(.equals)) ? bytes.count : nil
    }

    /// Whether the `?=` here is text: two digits follow, and the end of the word before the next blank.
    private static func isText(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + 3 < bytes.count, bytes[index + 2].hexValue != nil, bytes[index + 3].hexValue != nil else {
            return false
        }
        let rest = bytes[(index + 4)...].prefix(80).prefix { !$0.isWhitespace }
        guard let end = rest.indices.first(where: { bytes[$0] == .question }), end + 1 < bytes.count else {
            return false
        }
        return bytes[end + 1] == .equals || bytes[end + 1] == .question
    }

    private static func decodeQ(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == .equals, index + 2 < text.endIndex, let high = text[index + 1].hexValue,
                let low = text[index + 2].hexValue
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(text[index] == .underscore ? .space : text[index])
                index += 1
            }
        }
        return output
    }
}

/// What header text may look like once it is decoded.
enum HeaderText {
    /// Without CR, LF, NUL, other controls, and the overrides that make text read backwards (U+202A–202E, U+2066–2069).
    static func visible(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\t" || scalar == "\n" {
                scalars.append(" ")
            } else if !isHidden(scalar) {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
