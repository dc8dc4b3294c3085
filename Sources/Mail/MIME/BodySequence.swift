/// Bodies that stand one after another, put together in one go at the end: a thousand parts cost no more than their text.
struct BodySequence {
    typealias Body = MessageContent.Body

    private var pieces: [Body] = []

    /// Adds what follows. An empty body adds nothing to one that says something.
    mutating func add(_ next: Body) {
        let isNothing = next.isEmpty && next.html == nil && next.plain == nil
        guard let first = pieces.first else {
            if !isNothing { pieces = [next] }
            return
        }
        if pieces.count == 1, first.isEmpty, first.html == nil || next.html != nil || next.plain == nil {
            if !isNothing { pieces = [next] }
        } else if !next.isEmpty {
            pieces.append(next)
        }
    }

    /// All of it. Where one piece is HTML and another plain text, both forms get both.
    var body: Body {
        guard pieces.count > 1 else { return pieces.first ?? Body() }
        var body = Body()
        if let first = pieces.firstIndex(where: { $0.plain != nil }) {
            // What comes before the first plain text is one piece of HTML.
            let before = pieces[..<first].compactMap(\.html).joined(separator: "\n")
            let rest = pieces[first...].map { $0.plain ?? $0.html.map(HTMLText.text(from:)) ?? "" }
            body.plain = Self.lines(first > 0 ? [HTMLText.text(from: before)] + rest : rest)
        }
        if let first = pieces.firstIndex(where: { $0.html != nil }) {
            let before = Self.lines(pieces[..<first].compactMap(\.plain))
            let rest = pieces[first...].map { $0.html ?? $0.plain.map(Self.html) ?? "" }
            body.html = (first > 0 ? [Self.html(before)] + rest : rest).joined(separator: "\n")
        }
        return body
    }

    private static func html(_ plain: String) -> String { "<div>\(PlainText.html(from: plain))</div>" }

    /// Each text begins on a line of its own.
    private static func lines(_ texts: [String]) -> String {
        var all = ""
        for text in texts {
            if !all.isEmpty, !all.hasSuffix("\n") { all += "\n" }
            all += text
        }
        return all
    }
}
