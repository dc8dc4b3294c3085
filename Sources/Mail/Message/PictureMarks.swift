/// What mail programs put into the plain text where the HTML shows a picture: Outlook `[cid:image001.png@01D9…]`, Gmail
/// `[image: photo.png]`.
enum PictureMarks {
    /// The text without the marks of pictures that came along, and without the lines that hold nothing else. Other
    /// brackets are the writer's own words.
    static func removed(from text: String, for files: [Attachment]) -> String {
        guard !files.isEmpty, marks.contains(where: { ByteSearch.contains($0, in: text) }) else { return text }
        let ids = Set(files.compactMap { $0.contentID?.lowercased() })
        let names = Set(files.lazy.filter { $0.mimeType.hasPrefix("image/") }.map { $0.filename.lowercased() })
        func isKnown(_ mark: Substring) -> Bool {
            let words = mark.dropFirst().dropLast().lowercased()
            if words.hasPrefix("cid:") { return ids.contains(String(words.dropFirst(4))) }
            return names.contains(String(words.dropFirst("image:".count)).trimmed)
        }
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.utf8.contains(.openBracket) else {
                lines.append(line)
                continue
            }
            let rest = without(line, isKnown)
            if rest == line || !String(rest).trimmed.isEmpty { lines.append(rest) }
        }
        return lines.joined(separator: "\n")
    }

    private static let marks: [StaticString] = ["[cid:", "[image:"]

    private static func without(_ line: Substring, _ isKnown: (Substring) -> Bool) -> Substring {
        var kept = ""
        var rest = line
        while let open = rest.utf8.firstIndex(of: .openBracket) {
            guard let close = rest[open...].utf8.firstIndex(of: .closeBracket) else { break }
            let end = rest.utf8.index(after: close)
            let mark = rest[open..<end]
            let isMark = mark.hasPrefix("[cid:") || mark.hasPrefix("[image:")
            kept += isMark && isKnown(mark) ? rest[..<open] : rest[..<end]
            rest = rest[end...]
        }
        return kept.isEmpty && rest.utf8.count == line.utf8.count ? line : kept + rest
    }
}

extension Email {
    /// `text` as a person reads it: without the marks that stand for pictures which came along.
    public var shownText: String { PictureMarks.removed(from: text, for: attachments) }
}
