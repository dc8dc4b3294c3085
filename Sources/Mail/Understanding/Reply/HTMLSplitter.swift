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

    /// `blockquote`s that only indent: content, not history.
    private var indents: Set<Int> = []
    /// How often a quote has been searched for answers, which costs a look at everything in it.
    private var searches = 0

    /// Most `blockquote`s and quotes of one mail that are looked at closely.
    private static let limit = 50

    /// nil if no program left a mark.
    static func split(_ tree: HTMLTree) -> ReplySplit? {
        var splitter = HTMLSplitter(tree)
        splitter.findMarks()
        let hasMarks = !splitter.quotes.isEmpty || !splitter.signatures.isEmpty || splitter.cut < tree.nodes.count
        return hasMarks || !splitter.indents.isEmpty ? splitter.result() : nil
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

    private mutating func findMarks() {
        var index = 0
        while index < cut {
            let node = tree.nodes[index]
            guard let tag = node.tag else {
                index += 1
                continue
            }
            switch ClientMark(tree, node, tag) {
            case .quote where !hasAnswerInside(index):
                quotes.insert(index)
                index = node.end
            case .cutFrom: cut = index
            case .signature:
                signatures.insert(index)
                index = node.end
            default:
                if tag == GUMBO_TAG_BLOCKQUOTE, indents.count < Self.limit, isIndent(index) { indents.insert(index) }
                index += 1
            }
        }
    }

    /// A `blockquote` without a mark, a line beside it, or an attribution above or at its top is what the indent button
    /// makes: the writer's own text.
    private func isIndent(_ index: Int) -> Bool {
        let node = tree.nodes[index]
        if node.depth > 0, isInsideQuote(node) { return false }
        if tree.bytes("type", of: node)?.equalsFolded("cite") == true || tree.bytes("cite", of: node) != nil {
            return false
        }
        if let style = tree.bytes("style", of: node),
            ClientMark.borders.occurs(in: Folding.folded(style.prefix(500))[...])
        {
            return false
        }
        if let name = tree.bytes("class", of: node), ClientMark.hints.occurs(in: Folding.folded(name.prefix(300))[...])
        {
            return name.hasPrefixFolded("gmail_quote") && !isBelowAttribution(index)
        }
        return !isBelowAttribution(index)
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
        let above = TextLines.of(visibleText(max(0, index - 80)..<index)).suffix(5)
        let lines = Array(above)
        for start in lines.indices {
            if let length = Attribution.length(lines, at: start), lines[(start + length)...].allSatisfy(\.isEmpty) {
                return true
            }
        }
        let inside = TextLines.of(visibleText(index + 1..<min(tree.nodes[index].end, index + 80)))
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

    private func visibleText(_ range: Range<Int>) -> String {
        HTMLText.text(from: tree, in: range, without: [])
    }

    private func result() -> ReplySplit? {
        let kept = HTMLText.text(from: tree, in: 0..<cut, without: quotes.union(signatures), unmarked: indents)
        guard !kept.isEmpty else { return nil }
        let rest = TextSplitter.split(kept)
        let old =
            quotes.sorted().map { visibleText($0..<tree.nodes[$0].end) } + [
                cut < tree.nodes.count ? visibleText(cut..<tree.nodes.count) : ""
            ]
        let names = signatures.sorted().map {
            SignatureText.of(TextLines.of(visibleText($0..<tree.nodes[$0].end))[...])
        }
        return ReplySplit(
            reply: rest.reply, quote: ([rest.quote] + old).filter { !$0.isEmpty }.joined(separator: "\n"),
            signature: ([rest.signature] + names).filter { !$0.isEmpty }.joined(separator: "\n"))
    }
}

/// What an element is to the program that wrote it.
enum ClientMark {
    /// It and what is in it is an old mail.
    case quote
    /// It and everything after it is an old mail.
    case cutFrom
    case signature
    case none

    init(_ tree: HTMLTree, _ node: HTMLTree.Node, _ tag: GumboTag) {
        self = .none
        for attribute in tree.attributes[node.attributes] {
            let value = tree.pool[attribute.value]
            switch attribute.name {
            case "class": self = Self.byClass(value, tag)
            case "id": self = Self.byID(value, tag)
            case "style": if tag == GUMBO_TAG_DIV { self = Self.byStyle(value) }
            case "data-marker": self = Self.byMarker(value)
            case "name":
                if value.equalsFolded("messagereplysection") || value.equalsFolded("_mailoriginal") { self = .quote }
            default: break
            }
            if self != .none { return }
        }
    }

    /// Webmails put prefixes before foreign classes (`x_`, `m_-123`, `ydp123`), so the ending decides.
    private static func byClass(_ value: ArraySlice<UInt8>, _ tag: GumboTag) -> ClientMark {
        guard hints.occurs(in: Folding.folded(value.prefix(500))[...]) else { return .none }
        for word in Folding.folded(value.prefix(500)).split(separator: .space) {
            // Gmail puts its class on blockquotes inside answers too.
            let isInline = tag == GUMBO_TAG_BLOCKQUOTE && hasSuffix(word, Array("gmail_quote".utf8))
            if !isInline, quoteClasses.contains(where: { hasSuffix(word, $0) }) { return .quote }
            if signatureClasses.contains(where: { hasSuffix(word, $0) }) { return .signature }
            if hasSuffix(word, Array("outlookmessageheader".utf8)) { return .cutFrom }
        }
        return .none
    }

    /// What every mark contains: most classes, and most mails, are ruled out by it.
    static let hints = PhraseList([
        "quot", "gmail_", "moz-", "signature", "outlookmessage", "zmail", "sp-quote", "divrplyfwdmsg", "appendonsend",
        "stopspelling", "olk_src_body", "mail-editor-reference",
        "zwchr", "composewebview", "id=\"qt\"", "replysplit", "messagereplysection", "_mailoriginal",
        "border-top:solid", "border-top: solid", "border-top:1pt", "border-top: 1pt", "__headers__", "__sig_",
    ])

    private static func hasSuffix(_ word: ArraySlice<UInt8>, _ suffix: [UInt8]) -> Bool {
        word.count >= suffix.count && word.suffix(suffix.count).elementsEqual(suffix)
    }

    private static func byID(_ value: ArraySlice<UInt8>, _ tag: GumboTag) -> ClientMark {
        let name = String(decoding: value.trimmed().prefix(100), as: UTF8.self).asciiLowered
        if cutIDs.contains(name) { return .cutFrom }
        if name.contains("yahoo_quoted") || quoteIDs.contains(name) { return .quote }
        if signatureIDs.contains(name) { return .signature }
        return .none
    }

    /// Outlook's desktop program draws a line above the quoted head.
    private static func byStyle(_ value: ArraySlice<UInt8>) -> ClientMark {
        guard borders.occurs(in: Folding.folded(value.prefix(300))[...]) else { return .none }
        let compact = value.prefix(300).filter { !$0.isWhitespace }.map(\.lowered)
        let text = String(decoding: compact, as: UTF8.self)
        let hasLine =
            text.contains("border-top:solid#e1e1e11.0pt") || text.contains("border-top:solid#b5c4df1.0pt")
            || text.contains("border-top:1ptsolidrgb(225,225,225)")
        let hasPadding =
            text.contains("padding:3.0pt0in0in0in") || text.contains("padding:3.0pt0cm0cm0cm")
            || text.contains("padding:3pt0in0in") || text.contains("padding:3pt0cm0cm")
        return hasLine && hasPadding ? .cutFrom : .none
    }

    /// A line beside or above a quote.
    static let borders = PhraseList(["border-left", "border-top", "border:"])

    private static func byMarker(_ value: ArraySlice<UInt8>) -> ClientMark {
        if value.equalsFolded("__quoted_text__") || value.equalsFolded("__headers__") { return .quote }
        return value.hasPrefixFolded("__sig_") ? .signature : .none
    }

    private static let quoteClasses = [
        "gmail_quote", "gmail_quote_container", "gmail_extra", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote",
        "front-blockquote", "cm_quote", "sp-quote",
        "mail-quote-collapse", "mail-quote-collapse_mr_css_attr", "zmail_extra", "quoted-content", "freshdesk_quote",
        "zd-quote",
    ].map { Array($0.utf8) }
    private static let signatureClasses = [
        "gmail_signature", "gmail_signature_prefix", "moz-signature", "yahoo-signature", "protonmail_signature_block",
        "applemailsignature",
    ].map { Array($0.utf8) }
    private static let cutIDs: Set<String> = [
        "divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "x_appendonsend", "stopspelling", "olk_src_body_section",
        "mail-editor-reference-message-container", "zwchr",
        "x_zwchr", "x_mail-editor-reference-message-container",
    ]
    private static let quoteIDs: Set<String> = [
        "composewebview_previouse_content", "mail-app-auto-quote", "qt", "replysplit",
    ]
    private static let signatureIDs: Set<String> = [
        "applemailsignature", "lineBreakAtBeginningOfSignature".asciiLowered, "signature", "x_signature",
        "ms-outlook-mobile-signature", "x_ms-outlook-mobile-signature",
        "ymail_android_signature", "mail-app-auto-signature", "yahoo_signature",
    ]
}
