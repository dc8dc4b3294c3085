/// Plain text of a message as markup: paragraphs at blank lines, line breaks kept, web and mail addresses linked. Where the
/// sender's program broke lines at a width, and nobody meant anything by it, they flow again: on a phone they would break twice.
///
/// - Parameter text: as written; any line ending.
func paragraphs(_ text: String) -> HTML {
    var result: [HTML] = []
    var lines: [Substring] = []
    func close() {
        guard !lines.isEmpty else { return }
        result.append("<p>\(unwrapped(lines).map(linked).joined(by: "<br>"))</p>")
        lines = []
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
        if line.allSatisfy(\.isWhitespace) { close() } else { lines.append(line) }
    }
    close()
    return "\(result)"
}

/// Programs break plain text before the 80th character, most of them at 72 to 78.
private let wrappedWidth = 60...79

/// Puts lines together again that were broken at a width alone: the next word would not have fitted.
private func unwrapped(_ lines: [Substring]) -> [Substring] {
    guard lines.count > 1, lines.allSatisfy({ $0.utf8.count < 400 && $0.count <= wrappedWidth.upperBound }) else {
        return lines
    }
    // The program's own width is that of its longest line, at least.
    let width = max(70, lines.map(\.count).max() ?? 0)
    var result = [String(lines[0])]
    for (line, next) in zip(lines, lines.dropFirst()) {
        if isBroken(line, at: width, before: next) {
            result[result.count - 1] += " " + next
        } else {
            result.append(String(next))
        }
    }
    return result.map { $0[...] }
}

private func isBroken(_ line: Substring, at width: Int, before next: Substring) -> Bool {
    let line = line.last == " " ? line.dropLast() : line
    guard wrappedWidth.contains(line.count), let first = next.first, first.isLetter || "«„“\"(".contains(first),
        let start = line.first, start.isLetter || "«„“\"(".contains(start)
    else { return false }
    let word = next.prefix { !$0.isWhitespace }
    // Prose has words; a table, a path or a line of code has not.
    return line.count + 1 + word.count > width && line.count(where: { $0 == " " }) >= 4 && !line.contains("  ")
}

/// One line with its addresses linked. Only `http`, `https` and mail addresses become links.
func linked(_ line: Substring) -> HTML {
    var markup: [HTML] = []
    var plainStart = line.startIndex
    for word in words(in: line) {
        guard let address = WebAddress(word) else { continue }
        markup.append(
            """
            \(line[plainStart..<address.text.startIndex])\
            <a href="\(address.target)" rel="noopener noreferrer nofollow" target="_blank">\(address.text)</a>
            """)
        plainStart = address.text.endIndex
    }
    return "\(markup)\(line[plainStart...])"
}

private func words(in line: Substring) -> [Substring] {
    line.split { $0.isWhitespace || $0 == "<" || $0 == ">" || $0 == "\"" }
}

/// A web or mail address found in plain text.
private struct WebAddress {
    let text: Substring
    let target: String

    init?(_ word: Substring) {
        var text = word.drop { openers.contains($0) }
        while let last = text.last, Self.isTrailing(last, in: text) { text.removeLast() }
        if text.hasPrefix("https://") || text.hasPrefix("http://") {
            guard text.utf8.count > 10 else { return nil }
            self.target = String(text)
        } else if let at = text.firstIndex(of: "@"), Self.isMailAddress(text, at: at) {
            self.target = "mailto:\(text)"
        } else {
            return nil
        }
        self.text = text
    }

    /// Punctuation closes a sentence, not an address; a bracket belongs to it when it was opened in it.
    private static func isTrailing(_ last: Character, in text: Substring) -> Bool {
        if last == ")" { return text.count(where: { $0 == ")" }) > text.count(where: { $0 == "(" }) }
        return closers.contains(last)
    }

    private static func isMailAddress(_ text: Substring, at: Substring.Index) -> Bool {
        let local = text[..<at]
        let domain = text[text.index(after: at)...]
        return !local.isEmpty && local.utf8.allSatisfy(\.isAddressByte) && domain.utf8.allSatisfy(\.isAddressByte)
            && domain.dropFirst().dropLast().contains(".") && !domain.contains("..")
    }
}

private let openers: Set<Character> = ["(", "[", "{", "«", "„", "“", "‘", "'", "*"]
private let closers: Set<Character> = [
    ".", ",", ";", ":", "!", "?", "…", "»", "”", "“", "’", "'", "]", "}", "*",
]

extension UInt8 {
    fileprivate var isAddressByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
