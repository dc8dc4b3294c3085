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

    /// The content folded for comparing, if the line is short enough to be a mark; else empty.
    let folded: [UInt8]

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
        folded = content.isEmpty || content.count > TextLine.longestMark ? [] : Folding.folded(content)
    }

    /// A line that no rule applies to: `>` at its start is the writer's own, and it can be no mark.
    init(verbatim bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        quoteDepth = 0
        content = bytes.trimmed()
        folded = []
    }

    var isEmpty: Bool { content.isEmpty }
    var isQuoted: Bool { quoteDepth > 0 }
    /// Whether it can be a mark at all.
    var isShort: Bool { !folded.isEmpty }
}

/// Cuts a text into lines.
enum TextLines {
    /// Most lines of one mail that are looked at. Longer texts are logs and exports, not answers.
    static let most = 4_000

    /// - Returns: the first lines, and what is left beyond `most`; empty for all but monsters.
    static func bounded(_ text: String) -> (lines: [TextLine], rest: ArraySlice<UInt8>) {
        var bytes = Array(text.utf8)
        if bytes.contains(.cr) { bytes = LineBreaks.normalized(bytes) }
        var lines: [TextLine] = []
        var start = 0
        while start <= bytes.count {
            guard lines.count < most else { return (lines, bytes[start...]) }
            var end = start
            while end < bytes.count, bytes[end] != .lf { end += 1 }
            lines.append(TextLine(bytes[start..<end]))
            start = end + 1
        }
        return (lines, [])
    }

    /// The lines alone.
    static func of(_ text: String) -> [TextLine] { bounded(text).lines }

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
