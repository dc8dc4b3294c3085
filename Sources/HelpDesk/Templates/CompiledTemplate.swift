import Mail

/// A template cut into what stands and what is put in, once as text and once as HTML: to write a mail is then to join strings.
struct CompiledTemplate: Sendable {
    /// The three parts of a mail that a template decides.
    struct Rendered: Sendable, Equatable {
        var subject: String
        var text: String
        /// What stands inside the frame (`MailFrame`).
        var html: String
        /// That of the template.
        var language = Language.english
    }

    fileprivate enum Piece: Sendable {
        case literal(String)
        /// `gap`: the blank line before a paragraph, which goes with it where the value is empty.
        case value(Placeholder, gap: String)
    }

    private let subject: [Piece]
    private let text: [Piece]
    private let html: [Piece]

    /// - Throws: `DeskError.invalid` for `subject` or `body`, in words for whoever wrote it.
    init(_ kind: MailTemplate.Kind, subject: String, body: String) throws {
        let subject = try TemplateSource(oneLine(subject), field: "subject", allowing: kind.subjectPlaceholders)
        let body = try TemplateSource(body, field: "body", allowing: kind.placeholders)
        guard !subject.marked.isEmpty, subject.marked.count <= MailTemplate.subjectCharacters else {
            throw DeskError.invalid("subject", "must have 1 to \(MailTemplate.subjectCharacters) characters")
        }
        guard !body.marked.allSatisfy(\.isWhitespace), body.marked.utf8.count <= MailTemplate.bodyBytes else {
            throw DeskError.invalid("body", "must have 1 to \(MailTemplate.bodyBytes) bytes")
        }
        if kind.isAboutTicket, !subject.marked.contains("[\(Placeholder.number.mark)]") {
            throw DeskError.invalid("subject", "needs [{{number}}]: by it an answer finds its ticket")
        }
        if let needed = kind.needed, !body.marked.contains(String(needed.mark)) {
            throw DeskError.invalid("body", "needs {{\(needed.rawValue)}}")
        }
        let html = Markdown.html(body.marked)
        try Self.check(html, against: body)
        self.subject = Self.pieces(subject.marked)
        self.html = Self.pieces(Self.withoutParagraphs(html))
        text = Self.pieces(HTMLText.text(from: html)).withGaps
    }

    /// What Markdown has swallowed or moved would be missing from the mail.
    private static func check(_ html: String, against body: TemplateSource) throws {
        for placeholder in body.used {
            let name = "{{\(placeholder.rawValue)}}", mark = placeholder.mark
            let count = html.unicodeScalars.count { $0 == mark }
            guard count == body.marked.unicodeScalars.count(where: { $0 == mark }) else {
                throw DeskError.invalid("body", "has \(name) inside an address or HTML, where nothing can be put in")
            }
            guard !placeholder.isBlock || html.ranges(of: "<p>\(mark)</p>").count == count else {
                throw DeskError.invalid("body", "has \(name) within a line: give it a paragraph of its own")
            }
        }
    }

    /// A paragraph may not hold paragraphs.
    private static func withoutParagraphs(_ html: String) -> String {
        Placeholder.allCases.filter(\.isBlock).reduce(html) { html, placeholder in
            html.replacing("<p>\(placeholder.mark)</p>", with: String(placeholder.mark))
        }
    }

    private static func pieces(_ marked: String) -> [Piece] {
        var pieces: [Piece] = [], literal = ""
        for scalar in marked.unicodeScalars {
            guard let placeholder = Placeholder(mark: scalar) else {
                literal.unicodeScalars.append(scalar)
                continue
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = ""
            pieces.append(.value(placeholder, gap: ""))
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    // MARK: Writing

    /// The mail's words with the values put in.
    func rendered(_ values: TemplateValues) -> Rendered {
        Rendered(
            subject: oneLine(Self.join(subject) { values.subjectText($0) }),
            text: String(Self.join(text) { values.text($0) }.drop(while: \.isNewline)) + "\n",
            html: Self.join(html) { values.html($0) })
    }

    private static func join(_ pieces: [Piece], _ value: (Placeholder) -> String) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .literal(let text): result += text
            case .value(let placeholder, let gap):
                let text = value(placeholder)
                if !text.isEmpty { result += gap + text }
            }
        }
        return result
    }
}

extension [CompiledTemplate.Piece] {
    /// The blank line before a block belongs to the block.
    fileprivate var withGaps: Self {
        var result: Self = []
        for piece in self {
            guard case .value(let placeholder, _) = piece, placeholder.isBlock,
                case .literal(let before)? = result.last
            else {
                result.append(piece)
                continue
            }
            let kept = before.prefix(
                upTo: before.lastIndex { !$0.isNewline }.map(before.index(after:)) ?? before.startIndex)
            result.removeLast()
            if !kept.isEmpty { result.append(.literal(String(kept))) }
            result.append(.value(placeholder, gap: String(before[kept.endIndex...])))
        }
        return result
    }
}

/// What somebody wrote, with each placeholder replaced by one character that no template holds.
private struct TemplateSource {
    private(set) var marked = ""
    private(set) var used: Set<Placeholder> = []

    init(_ source: String, field: String, allowing allowed: [Placeholder]) throws {
        let plain = source.replacing("\r\n", with: "\n").unicodeScalars.filter { !Placeholder.marks.contains($0.value) }
        var rest = Substring(String(String.UnicodeScalarView(plain)))
        while let start = rest.firstRange(of: "{{") {
            marked += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.prefix(60).firstRange(of: "}}") else {
                throw DeskError.invalid(field, "has “{{” without “}}”")
            }
            let name = rest[..<end.lowerBound].filter { !$0.isWhitespace }.lowercased()
            guard let placeholder = Placeholder(rawValue: name), allowed.contains(placeholder) else {
                let list = allowed.map { "{{\($0.rawValue)}}" }.joined(separator: ", ")
                throw DeskError.invalid(field, "has {{\(name)}}, which has no value here. There are: \(list)")
            }
            marked.unicodeScalars.append(placeholder.mark)
            used.insert(placeholder)
            rest = rest[end.upperBound...]
        }
        marked += rest
    }
}

extension Placeholder {
    /// Unicode's private use area, which means nothing to Markdown and HTML.
    fileprivate static let marks: ClosedRange<UInt32> = 0xE000...0xF8FF

    fileprivate var mark: Unicode.Scalar {
        Unicode.Scalar(Self.marks.lowerBound + UInt32(Self.allCases.firstIndex(of: self) ?? 0)) ?? "\u{E000}"
    }

    fileprivate init?(mark: Unicode.Scalar) {
        guard Self.marks.contains(mark.value) else { return nil }
        let index = Int(mark.value - Self.marks.lowerBound)
        guard Self.allCases.indices.contains(index) else { return nil }
        self = Self.allCases[index]
    }
}
