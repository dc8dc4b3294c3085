/// Splits plain text line by line, in the manner of Discourse's email_reply_trimmer: each line gets one kind, and the
/// order of kinds tells what is history. Every line is looked at a bounded number of times.
struct TextSplitter {
    private let lines: [TextLine]
    private var kinds: [LineKinds.Kind] = []
    private var nextText: [Int] = []
    /// A head at the very top whose mail is quoted with `>` and answered below.
    private var headOnTop = 0..<0

    /// - Parameter isForward: whether the subject says so. Then a header block is that of the forwarded mail.
    static func split(_ text: String, isForward: Bool) -> ReplySplit {
        let (lines, rest) = TextLines.bounded(text)
        var splitter = TextSplitter(lines: SharedLine.separated(CodeFence.protected(lines)))
        var split = splitter.run(isForward: isForward)
        if rest.isEmpty { return split }
        // What is left over is history if the lines before it are.
        guard splitter.endsInHistory else { return ReplySplit(reply: text.trimmed, isForward: split.isForward) }
        split.quote += "\n\(String(decoding: rest, as: UTF8.self).withoutTrailingLines)"
        return split
    }

    private var endsInHistory: Bool { kinds.last == .history || kinds.last == .quote }

    private init(lines: [TextLine]) { self.lines = lines }

    private mutating func run(isForward: Bool) -> ReplySplit {
        let (end, isForward) = startOfHistory(isForward: isForward)
        let classes = LineKinds(lines, upTo: end)
        kinds = classes.kinds
        for index in headOnTop where kinds[index] == .text { kinds[index] = .attribution }
        nextText = classes.nextText
        let body = bodyRange(upTo: end)
        let hole = quoteInside(body)
        let answer = hole.upperBound..<body.upperBound
        let lastQuote = kinds[answer].lastIndex(of: .quote).map { $0 + 1 } ?? answer.lowerBound
        let signature = SignatureStart.find(lines, lastQuote..<answer.upperBound)
        let isShown =
            hole.isEmpty
            ? [body.lowerBound..<signature] : [body.lowerBound..<hole.lowerBound, hole.upperBound..<signature]
        let isOld = [0..<body.lowerBound, hole, body.upperBound..<lines.count]
        return ReplySplit(
            reply: joined(isShown, by: "\n\n"), quote: joined(isOld, by: "\n"),
            signature: SignatureText.of(lines[signature..<body.upperBound]), isForward: isForward)
    }

    private func joined(_ ranges: [Range<Int>], by separator: String) -> String {
        ranges.map { TextLines.text(lines[$0]) }.filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// The first line from which everything is an old mail: our own marker, a separator, a block of header lines; and
    /// whether that mail was passed on.
    private mutating func startOfHistory(isForward: Bool) -> (Int, isForward: Bool) {
        var attributions = AttributionSearch(lines)
        for index in lines.indices where lines[index].isShort {
            let line = lines[index]
            if headOnTop.contains(index) { continue }
            if Separator.isGroupWiseHead(line), standsAlone(index) { return (index, false) }
            if line.isQuoted, line.quoteDepth > 1 { continue }
            if ReplyMarker.matches(line) || index + 1 < lines.count && ReplyMarker.matches(line, lines[index + 1]) {
                return (beforeAttribution(index), false)
            }
            // What an answer quotes may be a forward itself.
            if Separator.isForwardedMessage(line), !attributions.isOne(before: index) { return (index, true) }
            guard !line.isQuoted else { continue }
            if Separator.isOriginalMessage(line) { return (index, false) }
            if let start = NotesHead.start(lines, at: index) { return (start, isForward) }
            if let head = HeaderBlock(lines, at: index), isForward || !RawHeader.surrounds(index, in: lines) {
                if isAnsweredBelow(index, head.length) {
                    headOnTop = 0..<(index + head.length)
                    continue
                }
                return (
                    Separator.start(of: lines, withRuleAbove: index), isForward && !attributions.isOne(before: index)
                )
            }
        }
        return (lines.count, false)
    }

    /// Whether a line that begins with `>` has no quoted line above or below it.
    private func standsAlone(_ index: Int) -> Bool {
        let below = lines[(index + 1)...].first { !$0.isEmpty }
        return (index == 0 || !lines[index - 1].isQuoted) && below?.isQuoted != true
    }

    /// Outlook that puts `>` before each line, and somebody who writes below it. Only with nothing above the head: there
    /// text without a mark between quotes is somebody else's answer of old.
    private func isAnsweredBelow(_ index: Int, _ length: Int) -> Bool {
        guard headOnTop.isEmpty, lines[..<index].allSatisfy({ $0.isEmpty || Separator.isRule($0) }) else {
            return false
        }
        let below = lines[(index + length)...]
        guard let quote = below.firstIndex(where: { !$0.isEmpty }), lines[quote].isQuoted else { return false }
        return below[quote...].contains { !$0.isQuoted && !$0.isEmpty }
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
        if SignatureLine.isDelimiter(line, linesBelow: end - index - 1) || MobileLine.matches(line) { return false }
        return !(Separator.isRule(line) && line.content.first == .underscore)
    }

    private func withoutTrailingQuote(_ end: Int) -> Int {
        let end = withoutRule(above: end)
        // A signature below the quote does not make the quote an answer.
        guard
            let signature = lines[..<end].indices.reversed().prefix(12).first(where: {
                SignatureLine.isDelimiter(lines[$0], linesBelow: end - $0 - 1) || MobileLine.matches(lines[$0])
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

    /// The end of the text above a quote at the end, without the rule that Hotmail draws between them.
    private func withoutRule(above end: Int) -> Int {
        func endOfText(_ end: Int) -> Int {
            var end = end
            while end > 0, kinds[end - 1] != .text { end -= 1 }
            return end
        }
        let last = endOfText(end)
        guard last > 1, kinds[last..<end].contains(.quote), Separator.isRule(lines[last - 1]) else { return last }
        return endOfText(last - 1)
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
}

/// Whether a line says who wrote what is below it, for growing parts of a text: each line is looked at once.
private struct AttributionSearch {
    private let lines: [TextLine]
    private var next = 0
    private var found = false

    init(_ lines: [TextLine]) { self.lines = lines }

    mutating func isOne(before index: Int) -> Bool {
        while !found, next < index {
            found = Attribution.length(lines, at: next) != nil
            next += 1
        }
        return found
    }
}

/// The words of a signature without its delimiter.
enum SignatureText {
    static func of(_ lines: ArraySlice<TextLine>) -> String {
        guard let first = lines.first else { return "" }
        let isDelimiter = ["--", "—", "–"].contains { first.content.elementsEqual($0.utf8) }
        return TextLines.text(isDelimiter ? lines.dropFirst() : lines)
    }
}
