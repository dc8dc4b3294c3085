/// Plain text of a message as markup: paragraphs at blank lines, line breaks kept, web and mail addresses linked.
///
/// - Parameter text: as written; any line ending.
func paragraphs(_ text: String) -> HTML {
    var result: [HTML] = []
    var lines: [Substring] = []
    func close() {
        guard !lines.isEmpty else { return }
        result.append("<p>\(lines.map(linked).joined(by: "<br>"))</p>")
        lines = []
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
        if line.allSatisfy(\.isWhitespace) { close() } else { lines.append(line) }
    }
    close()
    return "\(result)"
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
