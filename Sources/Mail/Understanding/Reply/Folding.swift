/// Text made comparable: lower case, one kind of blank, nothing invisible. Works on bytes for the scripts of the phrase
/// lists (Latin, Greek, Cyrillic); `String.lowercased()` would cost more than all the rest of reply splitting.
enum Folding {
    static func folded(_ text: String) -> [UInt8] {
        folded(Array(text.utf8)[...])
    }

    static func folded(_ content: ArraySlice<UInt8>) -> [UInt8] {
        // Folding never makes text longer.
        [UInt8](unsafeUninitializedCapacity: content.count) { output, count in
            var writer = FoldingWriter(output: output)
            content.withUnsafeBufferPointer { writer.fold($0) }
            count = writer.count
        }
    }
}

private struct FoldingWriter {
    let output: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func fold(_ input: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < input.count {
            let byte = input[index]
            if byte < 0x80 {
                appendASCII(byte)
                index += 1
            } else if byte < 0xE0, index + 1 < input.count {
                appendPair(byte, input[index + 1])
                index += 2
            } else if byte < 0xF0, index + 2 < input.count {
                appendTriple(byte, input[index + 1], input[index + 2])
                index += 3
            } else {
                append(byte)
                index += 1
            }
        }
        while count > 0, output[count - 1] == .space { count -= 1 }
    }

    private mutating func append(_ byte: UInt8) {
        output[count] = byte
        count += 1
    }

    private mutating func append(_ first: UInt8, _ second: UInt8) {
        append(first)
        append(second)
    }

    /// White space in a row is one blank, at the start none.
    private mutating func appendASCII(_ byte: UInt8) {
        if !byte.isWhitespace {
            append(byte.lowered)
        } else if count > 0, output[count - 1] != .space {
            append(.space)
        }
    }

    private mutating func appendPair(_ lead: UInt8, _ trail: UInt8) {
        switch (lead, trail) {
        case (0xC2, 0xA0): appendASCII(.space)
        case (0xC2, 0xAD): break
        case (0xC3, 0x80...0x96), (0xC3, 0x98...0x9E), (0xCE, 0x91...0x9F), (0xD0, 0x90...0x9F):
            append(lead, trail + 0x20)
        case (0xCE, 0xA0...0xA9): append(0xCF, trail - 0x20)
        case (0xD0, 0xA0...0xAF): append(0xD1, trail - 0x20)
        case (0xD0, 0x80...0x8F): append(0xD1, trail + 0x10)
        // İ folds to i; the rest of Latin Extended-A stands in pairs, upper case first.
        case (0xC4, 0xB0): append(0x69)
        case (0xC4, 0x80...0xB7), (0xC5, 0x8A...0xB7): append(lead, trail | 1)
        case (0xC4, 0xB9), (0xC4, 0xBB), (0xC4, 0xBD), (0xC5, 0x81), (0xC5, 0x83), (0xC5, 0x85), (0xC5, 0x87),
            (0xC5, 0xB9), (0xC5, 0xBB), (0xC5, 0xBD):
            append(lead, trail + 1)
        default: append(lead, trail)
        }
    }

    private mutating func appendTriple(_ lead: UInt8, _ second: UInt8, _ third: UInt8) {
        switch (lead, second, third) {
        case (0xE2, 0x80, 0xAF), (0xE2, 0x80, 0x80...0x8A): appendASCII(.space)
        case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA0), (0xE2, 0x81, 0xA6...0xA9),
            (0xEF, 0xBB, 0xBF):
            break
        default:
            append(lead, second)
            append(third)
        }
    }
}

/// Folded phrases, found by their first two bytes.
struct PhraseList: Sendable {
    private let byFirst: [[[UInt8]]]
    /// One bit for each pair of bytes with which a phrase may begin.
    private let pairs: [UInt64]

    init(_ phrases: [String]) {
        var table = [[[UInt8]]](repeating: [], count: 256)
        var pairs = [UInt64](repeating: 0, count: 1024)
        for phrase in phrases {
            let bytes = Array(phrase.utf8)
            guard let first = bytes.first else { continue }
            table[Int(first)].append(bytes)
            for second in bytes.count > 1 ? bytes[1]...bytes[1] : 0...255 {
                let pair = Int(first) << 8 | Int(second)
                pairs[pair >> 6] |= 1 << UInt64(pair & 63)
            }
        }
        byFirst = table
        self.pairs = pairs
    }

    /// Whether the text begins with one of the phrases.
    func isPrefix(of text: some RandomAccessCollection<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        return byFirst[Int(first)].contains { text.starts(with: $0) }
    }

    /// The longest of the phrases that the text begins with.
    func prefix(of text: some RandomAccessCollection<UInt8>) -> [UInt8]? {
        guard let first = text.first else { return nil }
        return byFirst[Int(first)].filter { text.starts(with: $0) }.max { $0.count < $1.count }
    }

    /// Whether one of the phrases stands somewhere in the text.
    func occurs(in text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBufferPointer { text in
            pairs.withUnsafeBufferPointer { pairs in
                for index in 0..<text.count {
                    let second = index + 1 < text.count ? text[index + 1] : 0
                    let pair = Int(text[index]) << 8 | Int(second)
                    guard pairs[pair >> 6] >> UInt64(pair & 63) & 1 == 1 else { continue }
                    let rest = UnsafeBufferPointer(rebasing: text[index...])
                    if byFirst[Int(text[index])].contains(where: { rest.starts(with: $0) }) { return true }
                }
                return false
            }
        }
    }

    /// Whether the text is one of the phrases.
    func contains(_ text: some RandomAccessCollection<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        return byFirst[Int(first)].contains { text.count == $0.count && text.starts(with: $0) }
    }
}
