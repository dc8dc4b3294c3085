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
        if let before = pending, before.charset == word.charset {
            pending?.content += word.content
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
        String(validating: bytes, as: UTF8.self) ?? Charset.decode(bytes, label: fallbackCharset).text
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
    var content: [UInt8]
    var end: Int

    init?(in bytes: [UInt8], at start: Int) {
        guard start + 1 < bytes.count, bytes[start + 1] == .question else { return nil }
        guard let charsetEnd = Word.find(.question, in: bytes, from: start + 2, within: 60) else { return nil }
        let charset = String(ascii: bytes[(start + 2)..<charsetEnd])
        guard charsetEnd + 2 < bytes.count, bytes[charsetEnd + 2] == .question else { return nil }
        guard Charset.isKnown(charset) else { return nil }
        let textStart = charsetEnd + 3
        guard let textEnd = Word.findEnd(in: bytes, from: textStart) else { return nil }
        switch bytes[charsetEnd + 1].lowered {
        case UInt8(ascii: "b"): content = bytes[textStart..<textEnd].withUnsafeBufferPointer { Base64.decode($0).bytes }
        case UInt8(ascii: "q"): content = Word.decodeQ(bytes[textStart..<textEnd])
        default: return nil
        }
        self.charset = charset
        self.end = min(textEnd + 2, bytes.count)
    }

    private static func find(_ byte: UInt8, in bytes: [UInt8], from start: Int, within limit: Int) -> Int? {
        let stop = min(bytes.count, start + limit)
        return start < stop ? bytes[start..<stop].firstIndex(of: byte) : nil
    }

    /// The index of `?=`; in Q text a `?=XX` directly after the last `?` is text.
    private static func findEnd(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == .question, bytes[index + 1] == .equals { return index }
            // "=?" begins another word, unless it is padding before the end: "cw==?=".
            let isEnd = index + 2 < bytes.count && bytes[index + 2] == .equals
            if bytes[index] == .equals, bytes[index + 1] == .question, index > start, !isEnd { return nil }
            index += 1
        }
        return nil
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
