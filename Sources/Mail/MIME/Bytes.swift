#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Names for the octets that the grammars of mail speak of, and the few scans that everything else is built on.
/// Mail is bytes: `String` costs too much per character, and `"\r\n"` is a single `Character`.
extension UInt8 {
    static let nul: UInt8 = 0x00
    static let tab: UInt8 = 0x09
    static let lf: UInt8 = 0x0A
    static let cr: UInt8 = 0x0D
    static let escape: UInt8 = 0x1B
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let backslash: UInt8 = 0x5C
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let comma: UInt8 = 0x2C
    static let less: UInt8 = 0x3C
    static let equals: UInt8 = 0x3D
    static let greater: UInt8 = 0x3E
    static let question: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let hyphen: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let underscore: UInt8 = 0x5F
    static let percent: UInt8 = 0x25
    static let star: UInt8 = 0x2A
    static let openParenthesis: UInt8 = 0x28
    static let closeParenthesis: UInt8 = 0x29
    static let openBracket: UInt8 = 0x5B
    static let closeBracket: UInt8 = 0x5D
    static let ampersand: UInt8 = 0x26
    static let apostrophe: UInt8 = 0x27

    @inline(__always) var isBlank: Bool { self == .space || self == .tab }
    @inline(__always) var isWhitespace: Bool { self == .space || (self >= .tab && self <= .cr) }
    @inline(__always) var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    @inline(__always) var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    @inline(__always) var lowered: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The value of a hexadecimal digit in either case.
    @inline(__always) var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

extension RandomAccessCollection where Element == UInt8, Index == Int {
    /// The bytes without white space at either end.
    func trimmed() -> SubSequence {
        var start = startIndex
        var end = endIndex
        while start < end, self[start].isWhitespace { start += 1 }
        while end > start, self[end - 1].isWhitespace { end -= 1 }
        return self[start..<end]
    }

    /// Whether the bytes begin with `prefix`, compared without the case of ASCII letters. `prefix` must be lower case.
    func hasPrefixFolded(_ prefix: StaticString) -> Bool {
        guard count >= prefix.utf8CodeUnitCount else { return false }
        for offset in 0..<prefix.utf8CodeUnitCount where self[startIndex + offset].lowered != prefix.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Whether the bytes equal `text` without the case of ASCII letters. `text` must be lower case.
    func equalsFolded(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && hasPrefixFolded(text)
    }

    /// Whether every byte is below 0x80.
    var isASCII: Bool { allSatisfy { $0 < 0x80 } }
}

extension String {
    /// The text of bytes that are known to be ASCII; anything else becomes U+FFFD.
    init(ascii bytes: some Collection<UInt8>) {
        self = String(decoding: bytes, as: UTF8.self)
    }

    /// Lower case for ASCII letters alone: header names, MIME types, charset labels.
    var asciiLowered: String {
        var text = self
        return text.withUTF8 { bytes in
            guard bytes.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { output in
                for index in 0..<bytes.count { output[index] = bytes[index].lowered }
                return bytes.count
            }
        } ?? self
    }

    /// Whether there is nothing to see in the text.
    var isBlank: Bool {
        if utf8.contains(where: { $0 > 0x20 && $0 < 0x7F }) { return false }
        return trimmed.isEmpty
    }

    /// The text without white space (NBSP included) at either end.
    var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}

/// Finds a few bytes among many.
enum ByteSearch {
    /// Where `word` begins in the bytes, counted from their start.
    static func find(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let length = word.utf8CodeUnitCount
        var position = 0
        while position + length <= bytes.count,
            let found = memchr(base + position, Int32(word.utf8Start.pointee), bytes.count - length + 1 - position)
        {
            position = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(found, word.utf8Start, length) == 0 { return position }
            position += 1
        }
        return nil
    }

    static func contains(_ word: StaticString, in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { find(word, in: $0) != nil }
    }

    static func contains(_ word: StaticString, in text: String) -> Bool {
        var text = text
        return text.withUTF8 { find(word, in: $0) != nil }
    }
}

extension String {
    /// What stands before the first occurrence of `word`; all if there is none.
    func text(before word: StaticString) -> String {
        var text = self
        return text.withUTF8 { bytes in
            let end = ByteSearch.find(word, in: bytes) ?? bytes.count
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[..<end]), as: UTF8.self)
        }
    }
}
