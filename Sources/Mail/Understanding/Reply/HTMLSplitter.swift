import CGumbo

/// Splits HTML by the marks that mail programs leave in it, and what is left line by line.
struct HTMLSplitter {
    private let tree: HTMLTree
    /// Subtrees that are history.
    private var quotes: Set<Int> = []
    /// Subtrees that are a signature.
    private var signatures: Set<Int> = []
    /// From this node on everything is history.
    private var cut: Int
    /// Whether the first old mail in it was forwarded.
    private var isForward = false

    /// `blockquote`s that only indent: content, not history.
    private var indents: Set<Int> = []
    /// Other `blockquote`s without a mark of a program.
    private var blockquotes: Set<Int> = []
    /// Whether a `blockquote` stood below a line that says who wrote it: then others may go on with it.
    private var hasAttributedQuote = false
    /// How often something was looked at closely, which costs a look at everything around it.
    private var searches = 0

    /// Most `blockquote`s, rules and quotes of one mail that are looked at closely.
    private static let limit = 100
    /// Most nodes that are read to see how an old mail begins.
    private static let nearby = 80

    /// nil if no program left a mark.
    /// - Parameter isForward: whether the subject says so.
    static func split(_ tree: HTMLTree, isForward: Bool) -> ReplySplit? {
        var splitter = HTMLSplitter(tree)
        splitter.findMarks(subjectSaysForward: isForward)
        let hasMarks = !splitter.quotes.isEmpty || !splitter.signatures.isEmpty || splitter.cut < tree.nodes.count
        return hasMarks || !splitter.indents.isEmpty ? splitter.result(subjectSaysForward: isForward) : nil
    }

    /// Cheap: whether there can be a mark at all. Most HTML beside plain text need not be parsed for splitting.
    static func mayHaveMarks(_ html: String) -> Bool {
        let folded = html.utf8.map(\.lowered)
        return ClientMark.hints.occurs(in: folded[...])
    }

    private init(_ tree: HTMLTree) {
        self.tree = tree
        cut = tree.nodes.count
    }

    private mutating func findMarks(subjectSaysForward: Bool) {
        var index = 0
        while index < cut {
            let node = tree.nodes[index]
            guard let tag = node.tag else {
                index += 1
                continue
            }
            let mark = confirmed(ClientMark(tree, node, tag), index)
            if mark == .quote || mark == .cutFrom, quotes.isEmpty {
                isForward = beginsAsForward(index, subjectSaysForward, mark)
                if isForward, mark == .quote { cut = index }
            }
            if cut == index { return }
            switch mark {
            case .quote where !hasAnswerInside(index):
                quotes.insert(index)
                index = node.end
            case .cutFrom: cut = index
            case .signature:
                signatures.insert(index)
                index = node.end
            default:
                if mark == .signatureBelow, let below = signatureBelow(index) { signatures.insert(below) }
                if signatures.contains(index) {
                    index = node.end
                    continue
                }
                if tag == GUMBO_TAG_BLOCKQUOTE {
                    if isIndent(index) { indents.insert(index) } else { blockquotes.insert(index) }
                }
                index += 1
            }
        }
    }

    /// The element behind a rule, or behind the element that holds nothing but the rule; a quote is none.
    private mutating func signatureBelow(_ index: Int) -> Int? {
        searches += 1
        guard searches <= Self.limit else { return nil }
        let parent = tree.nodes[index].parent
        let isAlone = parent >= 0 && visibleText(parent..<tree.nodes[parent].end).isEmpty
        var next = tree.nodes[isAlone ? parent : index].end
        while next < tree.nodes.count, tree.nodes[next].tag == nil, tree.text(of: tree.nodes[next]).trimmed().isEmpty {
            next += 1
        }
        guard next < tree.nodes.count, let tag = tree.nodes[next].tag, tag != GUMBO_TAG_BLOCKQUOTE else { return nil }
        return next
    }

    /// A line above a `div`, or a rule, is the end of the answer only if an old mail's head follows.
    private mutating func confirmed(_ mark: ClientMark, _ index: Int) -> ClientMark {
        guard mark == .perhapsCutFrom else { return mark }
        searches += 1
        guard searches <= Self.limit else { return .none }
        return beginsWithHead(index) ? .cutFrom : .none
    }

    private func beginsWithHead(_ index: Int) -> Bool {
        let lines = TextLines.of(visibleText(index..<min(tree.nodes.count, index + Self.nearby)))
        guard let first = lines.firstIndex(where: { !$0.isEmpty }) else { return false }
        if HeaderBlock(lines, at: first) != nil { return true }
        guard lines[first].isShort,
            let head = HeaderBlock(inline: String(decoding: lines[first].content, as: UTF8.self))
        else { return false }
        return head.values[.from]?.contains("@") == true && head.values[.date] != nil
    }

    /// A forwarded mail has the marks of an answered one. Its separator tells it, or a subject that says so together with
    /// a head instead of an attribution.
    private mutating func beginsAsForward(_ index: Int, _ subjectSaysForward: Bool, _ mark: ClientMark) -> Bool {
        searches += 1
        guard searches <= Self.limit else { return false }
        let end = mark == .quote ? tree.nodes[index].end : tree.nodes.count
        let lines = TextLines.of(visibleText(index..<min(end, index + Self.nearby)))
        for line in lines.lazy.filter({ !$0.isEmpty }).prefix(3) where Separator.isForwardedMessage(line) {
            return true
        }
        guard subjectSaysForward, let first = lines.firstIndex(where: { !$0.isEmpty }) else { return false }
        let start = lines[first...].prefix(3).indices
        return start.contains { HeaderBlock(lines, at: $0) != nil }
    }

    /// A `blockquote` without a mark, a line beside it, or an attribution above or at its top is what the indent button
    /// makes: the writer's own text.
    private mutating func isIndent(_ index: Int) -> Bool {
        searches += 1
        let node = tree.nodes[index]
        if searches > Self.limit || isInsideQuote(node) { return false }
        if tree.bytes("type", of: node)?.equalsFolded("cite") == true || tree.bytes("cite", of: node) != nil {
            return false
        }
        let style = Folding.folded((tree.bytes("style", of: node) ?? [])[...].prefix(500))
        if ClientMark.lines.occurs(in: style[...]) { return false }
        let isAttributed = isBelowAttribution(index)
        if isAttributed { hasAttributedQuote = true }
        if let name = tree.bytes("class", of: node), ClientMark.hints.occurs(in: Folding.folded(name.prefix(300))[...])
        {
            return name.hasPrefixFolded("gmail_quote") && !isAttributed
        }
        // An indent button writes a margin; a program that quotes piece by piece writes nothing.
        return !isAttributed && !(hasAttributedQuote && style.isEmpty)
    }

    private func isInsideQuote(_ node: HTMLTree.Node) -> Bool {
        var parent = node.parent
        while parent >= 0 {
            if tree.nodes[parent].tag == GUMBO_TAG_BLOCKQUOTE { return !indents.contains(parent) }
            parent = tree.nodes[parent].parent
        }
        return false
    }

    private func isBelowAttribution(_ index: Int) -> Bool {
        let above = TextLines.of(visibleText(max(0, index - Self.nearby)..<index)).suffix(5)
        let lines = Array(above)
        for start in lines.indices {
            if let length = Attribution.length(lines, at: start), lines[(start + length)...].allSatisfy(\.isEmpty) {
                return true
            }
        }
        let inside = TextLines.of(visibleText(index + 1..<min(tree.nodes[index].end, index + Self.nearby)))
        guard let first = inside.firstIndex(where: { !$0.isEmpty }) else { return false }
        return Attribution.length(inside, at: first) != nil || HeaderBlock(inside, at: first) != nil
    }

    /// Answers between the paragraphs of a Gmail quote stand inside its `div`, between `blockquote`s.
    private mutating func hasAnswerInside(_ index: Int) -> Bool {
        searches += 1
        guard searches <= Self.limit else { return false }
        let end = tree.nodes[index].end
        var child = index + 1
        var hasSeenQuote = false
        while child < end {
            let node = tree.nodes[child]
            if node.tag == GUMBO_TAG_BLOCKQUOTE {
                hasSeenQuote = true
            } else if hasSeenQuote, ClientMark(tree, node, node.tag ?? GUMBO_TAG_SPAN) == .none,
                !visibleText(child..<node.end).isEmpty
            {
                return true
            }
            child = node.end
        }
        return false
    }

    /// Quotes with answers between them belong to the answers, which mean nothing without them: only those below the last
    /// answer are history.
    private func history() -> Set<Int> {
        guard quotes.count + blockquotes.count > 1, !quotes.isEmpty else { return quotes }
        var end = Int.max
        var answered = -1
        for quote in quotes.union(blockquotes).sorted().prefix(Self.limit) where quote < cut {
            if quote > end, hasOwnWords(end..<quote) { answered = quote }
            end = end == Int.max ? tree.nodes[quote].end : max(end, tree.nodes[quote].end)
        }
        guard answered >= 0 else { return quotes }
        return end < cut && hasOwnWords(end..<cut) ? [] : quotes.filter { $0 >= answered }
    }

    /// Whether the writer says something there: more than who wrote, and no signature.
    private func hasOwnWords(_ range: Range<Int>) -> Bool {
        let lines = TextLines.of(HTMLText.text(from: tree, in: range, without: signatures)).filter { !$0.isEmpty }
        guard let first = lines.indices.first, !MobileLine.matches(lines[first]),
            !SignatureLine.isDelimiter(lines[first], linesBelow: lines.count - 1)
        else { return false }
        return (Attribution.length(lines, at: first) ?? 0) < lines.count
    }

    private func visibleText(_ range: Range<Int>) -> String {
        HTMLText.text(from: tree, in: range, without: [])
    }

    private func result(subjectSaysForward: Bool) -> ReplySplit {
        let quotes = history()
        let kept = HTMLText.text(from: tree, in: 0..<cut, without: quotes.union(signatures), unmarked: indents)
        let old =
            quotes.sorted().map { visibleText($0..<tree.nodes[$0].end) } + [
                cut < tree.nodes.count ? visibleText(cut..<tree.nodes.count) : ""
            ]
        let rest = TextSplitter.split(kept, isForward: subjectSaysForward)
        let names = signatures.sorted().map {
            SignatureText.of(TextLines.of(visibleText($0..<tree.nodes[$0].end))[...])
        }
        return ReplySplit(
            reply: rest.reply, quote: ([rest.quote] + old).filter { !$0.isEmpty }.joined(separator: "\n"),
            signature: ([rest.signature] + names).filter { !$0.isEmpty }.joined(separator: "\n"),
            isForward: isForward || rest.isForward)
    }
}
