/// What a parser of HTML holds open (WHATWG HTML §13.2.4.2–3), followed closely enough to bound it: never fewer elements
/// than the parser has, so that no sequence of tags makes its tree deep or its work quadratic.
///
/// An end tag closes nothing by itself: `</span>` leaves a `<div>` inside alone, `</b>` is moved around blocks, and
/// elements of formatting that nobody ends are made anew in each block that follows.
struct HTMLNesting {
    /// Formatting elements whose end tags have to be written before anything else, since too much was made of them.
    private(set) var toEnd: [String] = []

    private static let maximumDepth = 300
    /// Of elements of formatting that are not ended, in one table cell.
    private static let maximumFormatting = 20
    /// How many elements of formatting the parser may make anew.
    private static let maximumRemade = 50_000

    private var open: [Open] = []
    /// How many of these are open: most searches would go through everything and find none.
    private var paragraphs = 0, items = 0, tables = 0
    /// The list of active formatting elements (§13.2.4.3).
    private var formatting: [Formatting] = []
    /// Opening tags that were left out for their depth and whose closing tags are still to come.
    private var leftOut = 0
    private var remade = 0
    private var documents = 0

    private struct Open {
        var name: String
        var kind: Kind
    }

    private struct Formatting {
        /// Empty: the marker of a table cell, behind which nothing of what stands before is made anew.
        var name: String
        var isOpen: Bool
    }

    private enum Kind {
        case inline, formatting, paragraph, item, cell, row, table, block, heading, form, void, document, ignored

        /// What stops the search for the element that an end tag means.
        var isSpecial: Bool { self != .inline && self != .formatting }
        /// What has a scope of its own.
        var isBarrier: Bool { self == .table || self == .cell }
    }

    /// Notes text: formatting that the blocks before have cut off is made anew for it.
    mutating func text() {
        if !formatting.isEmpty { remake() }
    }

    /// Whether an opening tag may stay, and whether it was too deep for that.
    mutating func begin(_ name: String) -> (isAdmitted: Bool, isTooDeep: Bool) {
        let kind = Self.kinds[name] ?? .inline
        switch kind {
        case .void:
            text()
            return (true, false)
        case .ignored: return (false, false)
        case .document:
            // Their attributes are gathered in one element.
            documents += 1
            return (documents <= 10, false)
        case .row, .cell:
            // Outside of a table the parser passes over them.
            guard let table = lastTable else { return (true, false) }
            pop(to: table + 1)
            if kind == .cell { formatting.append(Formatting(name: "", isOpen: false)) }
        case .formatting: return beginFormatting(name)
        case .inline: text()
        case .item, .paragraph, .block, .heading, .form, .table: break
        }
        guard open.count < Self.maximumDepth || kind == .row || kind == .cell || kind == .paragraph else {
            leftOut += 1
            return (false, true)
        }
        switch kind {
        case .item: closeItem(name)
        case .paragraph, .block, .heading, .form: closeParagraph()
        default: break
        }
        open.append(Open(name: name, kind: kind))
        count(kind, 1)
        return (true, false)
    }

    /// Whether a closing tag may stay.
    mutating func end(_ name: String) -> Bool {
        let kind = Self.kinds[name] ?? .inline
        switch kind {
        case .void, .document: return true
        case .ignored: return false
        case .row:
            if let table = lastTable,
                open[table...].contains(where: { $0.kind == .row || $0.kind == .cell })
            {
                pop(to: table + 1)
            }
            return true
        case .cell:
            if tables > 0, let cell = innermost(until: { $0.kind == .table }, { $0.name == name }) { pop(to: cell) }
            return true
        case .paragraph:
            closeParagraph()
            return true
        default: break
        }
        guard leftOut == 0 else {
            leftOut -= 1
            return false
        }
        switch kind {
        case .formatting: endFormatting(name)
        case .inline: closeInline(name)
        case .table: if let table = lastTable { pop(to: table) }
        case .heading: if let found = innermost({ $0.kind == .heading }) { pop(to: found) }
        case .form: if let form = innermost({ $0.kind == .form }) { open.remove(at: form) }
        case .item where name == "li":
            if let item = innermost(
                until: { $0.kind.isBarrier || $0.name == "ul" || $0.name == "ol" }, { $0.name == name })
            {
                pop(to: item)
            }
        default: if let found = innermost({ $0.name == name }) { pop(to: found) }
        }
        return true
    }

    /// The end tags that must be written now; asked for once.
    mutating func takeToEnd() -> [String] {
        defer { toEnd = [] }
        return toEnd
    }

    // MARK: Elements

    /// The last element that fits, if none that stops the search stands inside it.
    private func innermost(until stops: (Open) -> Bool = { $0.kind.isBarrier }, _ fits: (Open) -> Bool) -> Int? {
        for index in open.indices.reversed() {
            if fits(open[index]) { return index }
            if stops(open[index]) { return nil }
        }
        return nil
    }

    private var lastTable: Int? { tables > 0 ? open.lastIndex { $0.kind == .table } : nil }

    private mutating func count(_ kind: Kind, _ change: Int) {
        switch kind {
        case .paragraph: paragraphs += change
        case .item: items += change
        case .table: tables += change
        default: break
        }
    }

    private mutating func pop(to end: Int) {
        while open.count > end, let last = open.popLast() {
            count(last.kind, -1)
            if last.kind == .formatting {
                if let index = formatting.lastIndex(where: { $0.isOpen && $0.name == last.name }) {
                    formatting[index].isOpen = false
                }
            } else if last.kind == .cell, let marker = formatting.lastIndex(where: { $0.name.isEmpty }) {
                formatting.removeSubrange(marker...)
            }
        }
    }

    private mutating func closeParagraph() {
        guard paragraphs > 0 else { return }
        let paragraph = innermost(until: { $0.kind.isBarrier || $0.name == "button" }, { $0.kind == .paragraph })
        if let paragraph { pop(to: paragraph) }
    }

    /// "A start tag whose tag name is li", "dd", "dt" (§13.2.6.4.7).
    private mutating func closeItem(_ name: String) {
        guard items > 0 else { return closeParagraph() }
        let item = innermost(
            until: {
                $0.kind.isSpecial && $0.kind != .paragraph && $0.name != "div" && $0.name != "address"
            },
            { $0.kind == .item && ($0.name == "li") == (name == "li") })
        if let item { pop(to: item) }
        closeParagraph()
    }

    /// "Any other end tag": a block inside it leaves it open.
    private mutating func closeInline(_ name: String) {
        if let found = innermost(until: { $0.kind.isSpecial }, { $0.name == name }) { pop(to: found) }
    }

    // MARK: Formatting

    private var cellStart: Int { formatting.lastIndex { $0.name.isEmpty }.map { $0 + 1 } ?? 0 }

    private mutating func beginFormatting(_ name: String) -> (isAdmitted: Bool, isTooDeep: Bool) {
        if name == "a" || name == "nobr", let before = formatting[cellStart...].lastIndex(where: { $0.name == name }) {
            forget(before)
        }
        text()
        guard formatting.count - cellStart < Self.maximumFormatting, remade < Self.maximumRemade else {
            return (false, false)
        }
        guard open.count < Self.maximumDepth else {
            leftOut += 1
            return (false, true)
        }
        open.append(Open(name: name, kind: .formatting))
        formatting.append(Formatting(name: name, isOpen: true))
        return (true, false)
    }

    /// The adoption agency algorithm (§13.2.6.4.7), as far as it decides what stays open.
    private mutating func endFormatting(_ name: String) {
        guard let entry = formatting[cellStart...].lastIndex(where: { $0.name == name }) else {
            closeInline(name)
            return
        }
        guard formatting[entry].isOpen, let element = open.lastIndex(where: { $0.name == name }) else {
            formatting.remove(at: entry)
            return
        }
        let inside = open[(element + 1)...]
        guard !inside.contains(where: { $0.kind.isBarrier }) else { return }
        // It goes around eight blocks and no more.
        let blocks = inside.count { $0.kind.isSpecial }
        guard blocks < 8 else { return }
        if blocks > 0 { open.remove(at: element) } else { pop(to: element) }
        formatting.remove(at: entry)
    }

    private mutating func forget(_ entry: Int) {
        let name = formatting[entry].name
        if formatting[entry].isOpen, let element = open.lastIndex(where: { $0.name == name }) {
            open.remove(at: element)
        }
        formatting.remove(at: entry)
    }

    /// "Reconstruct the active formatting elements".
    private mutating func remake() {
        let start = cellStart
        let lost = formatting[start...].count { !$0.isOpen }
        guard lost > 0 else { return }
        remade += lost
        guard remade < Self.maximumRemade, open.count + lost < Self.maximumDepth + Self.maximumFormatting else {
            toEnd += formatting[start...].reversed().map(\.name)
            for entry in formatting[start...] where entry.isOpen {
                if let element = open.lastIndex(where: { $0.name == entry.name }) { open.remove(at: element) }
            }
            formatting.removeSubrange(start...)
            return
        }
        for index in formatting.indices where index >= start && !formatting[index].isOpen {
            formatting[index].isOpen = true
            open.append(Open(name: formatting[index].name, kind: .formatting))
        }
    }

    private static let kinds: [String: Kind] = {
        var kinds: [String: Kind] = [:]
        for name in HTMLNames.void { kinds[name] = .void }
        let others: [(Kind, String)] = [
            (.formatting, "a b big code em font i nobr s small strike strong tt u"), (.paragraph, "p"),
            (.item, "li dd dt"), (.cell, "td th caption"), (.row, "tr tbody thead tfoot colgroup"), (.table, "table"),
            (.heading, "h1 h2 h3 h4 h5 h6"), (.form, "form"), (.document, "html head body"), (.ignored, "marquee"),
            (
                .block,
                """
                address article aside blockquote button center details dialog dir div dl fieldset figcaption figure \
                footer header hgroup main menu nav ol pre section summary ul
                """
            ),
        ]
        for (kind, names) in others { for name in names.split(separator: " ") { kinds[String(name)] = kind } }
        return kinds
    }()
}
