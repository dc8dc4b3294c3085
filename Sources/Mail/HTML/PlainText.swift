/// Plain text as HTML.
public enum PlainText {
    /// Escaped text with line breaks, addresses of `http`, `https` and `mailto` as links, and quotes (`> `) as nested
    /// `blockquote`s. Safe to show without sanitising.
    public static func html(from text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        var depth = 0
        var isFirst = true
        for line in Array(text.utf8).split(separator: .lf, omittingEmptySubsequences: false) {
            let (quotes, rest) = quoteDepth(of: line.last == .cr ? line.dropLast() : line)
            if quotes != depth {
                for _ in quotes..<max(depth, quotes) { output += "</blockquote>".utf8 }
                for _ in depth..<max(depth, quotes) { output += "<blockquote>".utf8 }
                depth = quotes
            } else if !isFirst {
                output += "<br>\n".utf8
            }
            isFirst = false
            writeLine(rest, into: &output)
        }
        for _ in 0..<depth { output += "</blockquote>".utf8 }
        return String(decoding: output, as: UTF8.self)
    }

    /// The number of leading `>` (at most 20) and what follows them.
    private static func quoteDepth(of line: ArraySlice<UInt8>) -> (Int, ArraySlice<UInt8>) {
        var index = line.startIndex
        var depth = 0
        while index < line.endIndex, depth < 20 {
            if line[index] == .greater {
                depth += 1
                index += 1
            } else if line[index] == .space, depth > 0, index + 1 < line.endIndex, line[index + 1] == .greater {
                index += 1
            } else {
                break
            }
        }
        if depth > 0, index < line.endIndex, line[index] == .space { index += 1 }
        return (depth, line[index...])
    }

    private static func writeLine(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) {
        var index = line.startIndex
        var written = index
        while index < line.endIndex {
            guard let link = LinkScanner.link(in: line, at: index) else {
                index += 1
                continue
            }
            HTMLEscape.text(line[written..<index], into: &output)
            output += "<a href=\"".utf8
            if link.needsScheme { output += "mailto:".utf8 }
            HTMLEscape.text(line[index..<link.end], into: &output)
            output += "\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">".utf8
            HTMLEscape.text(line[index..<link.end], into: &output)
            output += "</a>".utf8
            index = link.end
            written = index
        }
        HTMLEscape.text(line[written...], into: &output)
    }
}

/// Finds addresses in text.
enum LinkScanner {
    /// The link that begins at `start`: it must stand at the beginning of a word, and what ends a sentence is not its end.
    static func link(in line: ArraySlice<UInt8>, at start: Int) -> (end: Int, needsScheme: Bool)? {
        let first = line[start].lowered
        guard first == 0x68 || first == 0x6D, start == line.startIndex || !line[start - 1].isAlphanumeric else {
            return nil
        }
        let rest = line[start...]
        let schemes: [StaticString] = ["https://", "http://", "mailto:"]
        guard let scheme = schemes.first(where: { rest.hasPrefixFolded($0) }) else { return nil }
        var end = start + scheme.utf8CodeUnitCount
        let content = end
        while end < line.endIndex, line[end] > 0x20, ![.less, .greater, .quote, 0x60].contains(line[end]) { end += 1 }
        // What a bracket ends that was opened before the address is no part of it.
        var round = balance(line[start..<end], .openParenthesis, .closeParenthesis)
        var square = balance(line[start..<end], .openBracket, .closeBracket)
        trimming: while end > content {
            switch line[end - 1] {
            case .dot, .comma, .semicolon, .colon, 0x21, .question, .apostrophe, .star, .underscore: break
            case .closeParenthesis where round < 0: round += 1
            case .closeBracket where square < 0: square += 1
            default: break trimming
            }
            end -= 1
        }
        return end > content ? (end, false) : nil
    }

    private static func balance(_ link: ArraySlice<UInt8>, _ open: UInt8, _ close: UInt8) -> Int {
        link.reduce(0) { $0 + ($1 == open ? 1 : $1 == close ? -1 : 0) }
    }
}
