/// One line of a text that is to be split, as bytes and, where it is short enough to be a mark, as folded text.
struct TextLine {
    /// Marks of mail programs are never longer.
    static let longestMark = 500

    /// Without the line break.
    let bytes: ArraySlice<UInt8>
    /// The number of `>` at its start.
    let quoteDepth: Int
    /// What follows the `>`s, without white space at either end.
    let content: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        var index = bytes.startIndex
        var depth = 0
        while index < bytes.endIndex, bytes[index].isBlank || bytes[index] == .greater {
            if bytes[index] == .greater { depth += 1 }
            index += 1
        }
        quoteDepth = depth
        content = bytes[index...].trimmed()
    }

    var isEmpty: Bool { content.isEmpty }
    var isQuoted: Bool { quoteDepth > 0 }
    /// Whether it can be a mark at all.
    var isShort: Bool { !content.isEmpty && content.count <= Self.longestMark }

    /// Lower case, NBSP as blank, without direction marks, zero-width characters and stars around it.
    var folded: String { TextLine.folded(content) }

    static func folded(_ content: ArraySlice<UInt8>) -> String {
        let text = String(decoding: content, as: UTF8.self)
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xA0, 0x202F, 0x2009, 0x09: if scalars.last != " " { scalars.append(" ") }
            case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xAD: break
            default: if scalar != " " || scalars.last != " " { scalars.append(scalar) }
            }
        }
        return String(scalars).lowercased().trimmed
    }
}

/// Cuts a text into lines.
enum TextLines {
    static func of(_ text: String) -> [TextLine] {
        var bytes = Array(text.utf8)
        if bytes.contains(.cr) { bytes = LineBreaks.normalized(bytes) }
        return bytes.split(separator: .lf, omittingEmptySubsequences: false).map(TextLine.init)
    }

    /// The lines as text again, without empty ones at either end.
    static func text(_ lines: some RandomAccessCollection<TextLine>) -> String {
        var output: [UInt8] = []
        let body = lines.drop { $0.bytes.allSatisfy(\.isWhitespace) }
        for line in body {
            output += line.bytes
            output.append(.lf)
        }
        return String(decoding: output, as: UTF8.self).withoutTrailingLines
    }
}
