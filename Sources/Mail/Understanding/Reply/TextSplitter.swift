/// Splits plain text line by line, in the manner of Discourse's email_reply_trimmer: each line gets one kind, and the
/// order of kinds tells what is history. Every line is looked at a bounded number of times.
struct TextSplitter {
    private enum Kind { case empty, text, quote, attribution, history }

    private let lines: [TextLine]
    private var kinds: [Kind] = []
    /// For each line the next line of text, itself included.
    private var nextText: [Int] = []

    static func split(_ text: String) -> ReplySplit {
        var splitter = TextSplitter(lines: TextLines.of(text))
        let split = splitter.run()
        // Rather everything than nothing.
        return split.reply.isEmpty && split.signature.isEmpty
            ? ReplySplit(reply: text.trimmed, quote: "", signature: "") : split
    }

    private init(lines: [TextLine]) { self.lines = lines }

    private mutating func run() -> ReplySplit {
        let end = startOfHistory()
        classify(upTo: end)
        let body = bodyRange(upTo: end)
        let hole = quoteInside(body)
        let signature = startOfSignature(in: hole.upperBound..<body.upperBound)
        let isShown =
            hole.isEmpty
            ? [body.lowerBound..<signature] : [body.lowerBound..<hole.lowerBound, hole.upperBound..<signature]
        let isOld = [0..<body.lowerBound, hole, body.upperBound..<lines.count]
        return ReplySplit(
            reply: joined(isShown, by: "\n\n"), quote: joined(isOld, by: "\n"),
            signature: SignatureText.of(lines[signature..<body.upperBound]))
    }

    private func joined(_ ranges: [Range<Int>], by separator: String) -> String {
        ranges.map { TextLines.text(lines[$0]) }.filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// The first line from which everything is an old mail: our own marker, a separator, a block of header lines.
    private func startOfHistory() -> Int {
        for index in lines.indices where lines[index].isShort {
            let line = lines[index]
            if line.isQuoted, line.quoteDepth > 1 { continue }
            if Separator.isOwnMarker(line) { return beforeAttribution(index) }
            guard !line.isQuoted else { continue }
            if Separator.isOriginalMessage(line) { return index }
            if HeaderBlock(lines, at: index) != nil { return withRule(above: index) }
        }
        return lines.count
    }

    /// Our marker stands inside the quoted mail: the attribution and quote marks above it belong to it.
    private func beforeAttribution(_ index: Int) -> Int {
        var start = index
        while start > 0, lines[start - 1].isEmpty || lines[start - 1].isQuoted { start -= 1 }
        for back in 1...4 where start - back >= 0 {
            if let length = Attribution.length(lines, at: start - back), start - back + length >= start - 1 {
                return start - back
            }
        }
        return start
    }

    private func withRule(above index: Int) -> Int {
        var start = index
        while start > 0, lines[start - 1].isEmpty { start -= 1 }
        return start > 0 && Separator.isRule(lines[start - 1]) ? start - 1 : index
    }

    private mutating func classify(upTo end: Int) {
        kinds = lines.map { $0.isQuoted ? .quote : $0.isEmpty ? .empty : .text }
        var index = 0
        while index < end {
            if kinds[index] == .text, let length = Attribution.length(lines, at: index) {
                for offset in index..<min(index + length, end) { kinds[offset] = .attribution }
                index += length
            } else {
                index += 1
            }
        }
        for index in end..<lines.count { kinds[index] = .history }
        for index in kinds.indices.dropFirst().dropLast() where isWrappedQuote(index) { kinds[index] = .quote }
        nextText = Array(repeating: lines.count, count: lines.count + 1)
        for index in kinds.indices.reversed() { nextText[index] = kinds[index] == .text ? index : nextText[index + 1] }
    }

    /// A long address that was wrapped inside a quote: the next line lost its `>`.
    private func isWrappedQuote(_ index: Int) -> Bool {
        guard kinds[index] == .text, kinds[index - 1] == .quote, kinds[index + 1] == .quote, lines[index].isShort else {
            return false
        }
        let above = String(decoding: lines[index - 1].content, as: UTF8.self)
        let here = String(decoding: lines[index].content, as: UTF8.self)
        return here.contains("://") || above.contains("://") && !here.contains(" ")
    }

    /// The lines that are the answer, with its signature.
    private func bodyRange(upTo end: Int) -> Range<Int> {
        var end = end
        if let cut = attributionThatEndsTheText(upTo: end) { end = cut }
        return 0..<withoutTrailingQuote(end)
    }

    /// The first attribution after which there is no answer: only quote marks, or old text without any.
    private func attributionThatEndsTheText(upTo end: Int) -> Int? {
        var index = 0
        while index < end {
            guard kinds[index] == .attribution else {
                index += 1
                continue
            }
            var next = index
            while next < end, kinds[next] == .attribution || kinds[next] == .empty { next += 1 }
            let rest = kinds[min(next, end)..<end]
            guard rest.first == .quote else { return index }
            if !hasAnswer(after: next, upTo: end) { return index }
            index = next
        }
        return nil
    }

    /// Text below the quote that begins at `start`, other than a signature or a footer.
    private func hasAnswer(after start: Int, upTo end: Int) -> Bool {
        let index = nextText[start]
        guard index < end else { return false }
        let line = lines[index]
        if SignatureLine.isDelimiter(line, linesBelow: end - index - 1) || SignatureLine.isMobile(line) { return false }
        return !(Separator.isRule(line) && line.content.first == .underscore)
    }

    private func withoutTrailingQuote(_ end: Int) -> Int {
        var end = end
        while end > 0, kinds[end - 1] != .text { end -= 1 }
        // A signature below the quote does not make the quote an answer.
        guard
            let signature = lines[..<end].indices.reversed().prefix(12).first(where: {
                SignatureLine.isDelimiter(lines[$0], linesBelow: end - $0 - 1) || SignatureLine.isMobile(lines[$0])
            }),
            !kinds[signature..<end].contains(.quote)
        else { return end }
        var quoteEnd = signature
        while quoteEnd > 0, kinds[quoteEnd - 1] == .empty { quoteEnd -= 1 }
        guard quoteEnd > 0, kinds[quoteEnd - 1] == .quote else { return end }
        var start = quoteEnd
        while start > 0, kinds[start - 1] != .text { start -= 1 }
        return start > 0 ? start : end
    }

    /// One quote with its attribution that has text above or below it: the text is one answer and the quote only stands in
    /// its way. Several quotes with text between them belong to the answers, which mean nothing without them.
    private func quoteInside(_ body: Range<Int>) -> Range<Int> {
        let none = body.lowerBound..<body.lowerBound
        guard let first = kinds[body].firstIndex(where: { $0 == .attribution || $0 == .quote }) else { return none }
        let isAtTop = kinds[body.lowerBound..<first].allSatisfy { $0 == .empty }
        guard kinds[first] == .attribution || isAtTop else { return none }
        var end = first
        while end < body.upperBound, kinds[end] != .text { end += 1 }
        guard kinds[first..<end].contains(.quote),
            !kinds[end..<body.upperBound].contains(where: { $0 == .quote || $0 == .attribution })
        else {
            return none
        }
        return first..<end
    }

    private func startOfSignature(in body: Range<Int>) -> Int {
        let afterQuote = kinds[body].lastIndex(of: .quote).map { $0 + 1 } ?? body.lowerBound
        for index in afterQuote..<body.upperBound where kinds[index] == .text {
            if SignatureLine.isDelimiter(lines[index], linesBelow: body.upperBound - index - 1) { return index }
        }
        var end = body.upperBound
        var start = end
        while end > body.lowerBound {
            let index = end - 1
            if kinds[index] == .text {
                guard SignatureLine.isMobile(lines[index]) else { break }
                start = index
            }
            end -= 1
        }
        return start
    }
}

/// The words of a signature without its delimiter.
enum SignatureText {
    static func of(_ lines: ArraySlice<TextLine>) -> String {
        guard let first = lines.first else { return "" }
        let isDelimiter =
            first.content.allSatisfy { $0 == .hyphen } || first.content.elementsEqual("—".utf8)
            || first.content.elementsEqual("–".utf8)
        return TextLines.text(isDelimiter ? lines.dropFirst() : lines)
    }
}
