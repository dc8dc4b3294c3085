import CGumbo

/// HTML as plain text.
public enum HTMLText {
    /// Blocks on lines of their own, at most one blank line in a row, quotes with `> `, lists with `- ` or numbers, links
    /// with their address behind unless it says the same. Linear in the size of `html`.
    public static func text(from html: String) -> String {
        text(from: HTMLTree(html))
    }

    static func text(from tree: HTMLTree) -> String {
        text(from: tree, in: 0..<tree.nodes.count, without: [])
    }

    /// The text of a range of nodes without some subtrees, and without the marks of some `blockquote`s.
    static func text(
        from tree: HTMLTree, in range: Range<Int>, without left: Set<Int>, unmarked indents: Set<Int> = []
    ) -> String {
        var renderer = TextRenderer(tree: tree, indents: indents)
        renderer.render(range, without: left)
        return renderer.finish()
    }
}

/// Writes the text of a tree in one loop over its nodes.
struct TextRenderer {
    private let tree: HTMLTree
    private var output: [UInt8] = []
    /// Line breaks owed before the next visible character.
    private var breaks = 0
    private var blankPending = false
    /// The shallowest quote depth since the last text: a blank line between two depths belongs to the outer one.
    private var blankDepth = Int.max
    private var quoteDepth = 0
    private var space = CSS.WhiteSpace.collapsed
    private var lists: [Int?] = []
    private var open: [Open] = []
    private var cellPending = false
    /// Whether a paragraph in a table cell has ended since the last text: at the end of the cell it breaks no line.
    private var hasEndedParagraph = false
    /// Where the last blank that is no white space to HTML was left out.
    private var lastHardBlank = -1

    private struct Open {
        var end: Int
        var tag: GumboTag
        var start: Int
        var link: ArraySlice<UInt8>?
        /// The line breaks before and after a paragraph.
        var gap = 2
        /// How white space is read outside.
        var space: CSS.WhiteSpace
    }

    /// `blockquote`s that only indent.
    private let indents: Set<Int>

    init(tree: HTMLTree, indents: Set<Int> = []) {
        self.tree = tree
        self.indents = indents
    }

    mutating func render(_ range: Range<Int>, without left: Set<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            while let last = open.last, last.end <= index { close(open.removeLast()) }
            let node = tree.nodes[index]
            let style = node.tag == nil ? nil : tree.bytes("style", of: node)
            if left.contains(index) || isHidden(node, style) {
                index = node.end
                continue
            }
            if let tag = node.tag {
                begin(indents.contains(index) ? GUMBO_TAG_DIV : tag, node, style)
            } else {
                write(tree.text(of: node))
            }
            index += 1
        }
        while let last = open.popLast() { close(last) }
    }

    func finish() -> String {
        var end = output.count
        while end > 0, output[end - 1].isWhitespace { end -= 1 }
        return String(decoding: output[..<end], as: UTF8.self)
    }

    private func isHidden(_ node: HTMLTree.Node, _ style: ArraySlice<UInt8>?) -> Bool {
        switch node.tag {
        case nil: return false
        case GUMBO_TAG_HEAD, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TITLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_SVG,
            GUMBO_TAG_MATH:
            return true
        default: return style.map(CSS.hides) ?? false
        }
    }

    private mutating func begin(_ tag: GumboTag, _ node: HTMLTree.Node, _ style: ArraySlice<UInt8>?) {
        var link: ArraySlice<UInt8>?
        var gap = 2
        let outer = space
        switch tag {
        case GUMBO_TAG_BR: lineBreak()
        case GUMBO_TAG_HR: block(1)
        case GUMBO_TAG_IMG: if let alt = tree.bytes("alt", of: node) { write(alt) }
        case GUMBO_TAG_A: link = tree.bytes("href", of: node)
        case GUMBO_TAG_P:
            gap = paragraphGap(node, style)
            if !isFirstInCell { block(gap) }
        case GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6: block(2)
        case GUMBO_TAG_BLOCKQUOTE:
            block(1)
            quoteDepth += 1
        case GUMBO_TAG_PRE:
            block(1)
            space = .kept
        case GUMBO_TAG_UL: beginList(nil)
        case GUMBO_TAG_OL: beginList(Int(tree.value("start", of: node) ?? "") ?? 1)
        case GUMBO_TAG_LI: beginItem()
        case GUMBO_TAG_TD, GUMBO_TAG_TH: cellPending = !isAtLineStart && breaks == 0
        default: if Self.blocks.contains(tag.rawValue) { block(1) }
        }
        if let told = style.flatMap(CSS.whiteSpace) { space = told }
        if node.end > 0 {
            open.append(Open(end: node.end, tag: tag, start: output.count, link: link, gap: gap, space: outer))
        }
    }

    /// A cell is one line with those beside it, be there a paragraph in it.
    private var isFirstInCell: Bool {
        guard let last = open.last, last.tag == GUMBO_TAG_TD || last.tag == GUMBO_TAG_TH else { return false }
        return last.start == output.count
    }

    private mutating func close(_ element: Open) {
        space = element.space
        switch element.tag {
        case GUMBO_TAG_A: endLink(element)
        case GUMBO_TAG_P: endParagraph(element)
        case GUMBO_TAG_TD, GUMBO_TAG_TH:
            if hasEndedParagraph, output.count > element.start { breaks = 0 }
            hasEndedParagraph = false
        case GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6: block(2)
        case GUMBO_TAG_BLOCKQUOTE:
            block(1)
            quoteDepth -= 1
        case GUMBO_TAG_PRE: block(1)
        case GUMBO_TAG_UL, GUMBO_TAG_OL:
            block(1)
            _ = lists.popLast()
        default: if Self.blocks.contains(element.tag.rawValue) { block(1) }
        }
    }

    /// Outlook writes each line as `p.MsoNormal` with no margin, its web page with the margin in a style.
    private func paragraphGap(_ node: HTMLTree.Node, _ style: ArraySlice<UInt8>?) -> Int {
        if let name = tree.bytes("class", of: node), name.starts(with: "Mso".utf8) { return 1 }
        return style.map(CSS.hasNoMargin) ?? false ? 1 : 2
    }

    private mutating func endParagraph(_ element: Open) {
        let isBlankLine = element.gap == 1 && lastHardBlank == output.count && element.start == output.count
        let isInCell = open.last.map { $0.tag == GUMBO_TAG_TD || $0.tag == GUMBO_TAG_TH } ?? false
        if isInCell, breaks == 0, output.count > element.start { hasEndedParagraph = true }
        block(isBlankLine ? 2 : element.gap)
    }

    private mutating func beginList(_ start: Int?) {
        block(1)
        lists.append(start)
    }

    private mutating func beginItem() {
        block(1)
        guard let last = lists.indices.last else { return }
        if let number = lists[last] {
            lists[last] = number &+ 1
            write(Array("\(number). ".utf8)[...])
        } else {
            write(Array("- ".utf8)[...])
        }
        blankPending = true
    }

    private mutating func endLink(_ element: Open) {
        guard let link = element.link?.trimmed(), element.start <= output.count, link.count <= 2000 else { return }
        let label = output[element.start...].trimmed()
        guard !label.isEmpty,
            link.hasPrefixFolded("http:") || link.hasPrefixFolded("https:") || link.hasPrefixFolded("mailto:")
        else { return }
        let target = link.hasPrefixFolded("mailto:") ? link.dropFirst(7) : link
        guard !Self.core(label).elementsEqual(Self.core(target), by: { $0.lowered == $1.lowered }) else { return }
        blankPending = true
        write([.openParenthesis] + target + [.closeParenthesis])
    }

    /// An address without brackets, scheme, `www.` and final slashes: two that agree in it say the same.
    private static func core(_ address: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var core = address
        if core.first == .less, core.last == .greater { core = core.dropFirst().dropLast() }
        if core.hasPrefixFolded("mailto:") {
            core = core.dropFirst(7)
        } else if core.hasPrefixFolded("https://") {
            core = core.dropFirst(8)
        } else if core.hasPrefixFolded("http://") {
            core = core.dropFirst(7)
        }
        if core.hasPrefixFolded("www.") { core = core.dropFirst(4) }
        while core.last == .slash { core = core.dropLast() }
        return core
    }

    // MARK: Writing

    private var isAtLineStart: Bool { output.isEmpty || breaks > 0 }

    /// At least `gap` line breaks before what follows: 2 leaves one blank line.
    private mutating func block(_ gap: Int) {
        blankPending = false
        cellPending = false
        blankDepth = min(blankDepth, quoteDepth)
        if !output.isEmpty { breaks = max(breaks, gap) }
    }

    private mutating func lineBreak() {
        blankPending = false
        cellPending = false
        breaks = output.isEmpty ? 0 : min(breaks + 1, 2)
    }

    private mutating func write(_ text: ArraySlice<UInt8>) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte.isWhitespace {
                writeSpace(byte)
                index += 1
            } else if byte >= 0xC2, let (length, isBlank) = Self.invisible(text, index) {
                if isBlank {
                    lastHardBlank = output.count
                    writeSpace(.space)
                } else if isJoiner(text, index) {
                    output += text[index..<(index + length)]
                }
                index += length
            } else {
                beginText()
                output.append(byte)
                index += 1
            }
        }
    }

    /// The non-joiner of Persian and of Indian scripts: between two of their letters it belongs to the word.
    private func isJoiner(_ text: ArraySlice<UInt8>, _ index: Int) -> Bool {
        guard text[index + 1] == 0x80, text[index + 2] == 0x8C, index + 3 < text.endIndex, !blankPending, breaks == 0,
            let last = output.last, last >= 0x80
        else { return false }
        return (0xD8...0xDB).contains(text[index + 3]) || text[index + 3] == 0xE0
    }

    private mutating func writeSpace(_ byte: UInt8) {
        guard space == .kept || space == .linesKept && byte == .lf else {
            if !isAtLineStart { blankPending = true }
            return
        }
        if byte == .lf {
            breaks = min(breaks + 1, 3)
        } else if byte != .cr {
            beginText()
            output.append(byte)
        }
    }

    /// Pays the breaks and blanks that are owed.
    private mutating func beginText() {
        hasEndedParagraph = false
        if breaks > 0 || output.isEmpty {
            for left in stride(from: breaks, to: 0, by: -1) {
                output.append(.lf)
                if left > 1 { writeQuoteMarks(min(blankDepth, quoteDepth)) }
            }
            writeQuoteMarks(quoteDepth)
            if quoteDepth > 0 { output.append(.space) }
            breaks = 0
        } else if cellPending {
            output.append(.tab)
        } else if blankPending {
            output.append(.space)
        }
        blankPending = false
        cellPending = false
        blankDepth = .max
    }

    private mutating func writeQuoteMarks(_ depth: Int) {
        for _ in 0..<min(depth, 20) { output.append(.greater) }
    }

    /// NBSP is a blank; soft hyphen, zero-width characters, word joiner and byte order mark are nothing.
    private static func invisible(_ text: ArraySlice<UInt8>, _ index: Int) -> (length: Int, isBlank: Bool)? {
        let second = index + 1 < text.endIndex ? text[index + 1] : 0
        if text[index] == 0xC2 { return second == 0xA0 ? (2, true) : second == 0xAD ? (2, false) : nil }
        guard index + 2 < text.endIndex else { return nil }
        switch (text[index], second, text[index + 2]) {
        case (0xE2, 0x80, 0x8B...0x8C), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF): return (3, false)
        default: return nil
        }
    }

    private static let blocks: Set<UInt32> = Set(
        [
            GUMBO_TAG_DIV, GUMBO_TAG_TR, GUMBO_TAG_TABLE, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER,
            GUMBO_TAG_FOOTER,
            GUMBO_TAG_ADDRESS, GUMBO_TAG_ASIDE, GUMBO_TAG_CENTER, GUMBO_TAG_DD, GUMBO_TAG_DL, GUMBO_TAG_DT,
            GUMBO_TAG_FIELDSET,
            GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE, GUMBO_TAG_FORM, GUMBO_TAG_LI, GUMBO_TAG_MAIN, GUMBO_TAG_NAV,
            GUMBO_TAG_BODY,
            GUMBO_TAG_CAPTION, GUMBO_TAG_HR,
        ].map(\.rawValue))
}
