/// What each line of a text is, and where the next words of the writer are.
struct LineKinds {
    enum Kind { case empty, text, quote, attribution, history }

    private(set) var kinds: [Kind]
    /// For each line the next line of text, itself included.
    private(set) var nextText: [Int]

    private let lines: [TextLine]

    /// - Parameter end: where history begins for certain.
    init(_ lines: [TextLine], upTo end: Int) {
        self.lines = lines
        kinds = lines.map { $0.isQuoted ? .quote : $0.isEmpty ? .empty : .text }
        nextText = []
        findAttributions(upTo: end)
        for index in end..<lines.count { kinds[index] = .history }
        for index in kinds.indices.dropFirst().dropLast() where isWrappedQuote(index) { kinds[index] = .quote }
        nextText = Array(repeating: lines.count, count: lines.count + 1)
        for index in kinds.indices.reversed() { nextText[index] = kinds[index] == .text ? index : nextText[index + 1] }
    }

    private mutating func findAttributions(upTo end: Int) {
        var index = 0
        while index < end {
            guard kinds[index] == .text, let length = Attribution.length(lines, at: index) else {
                index += 1
                continue
            }
            let below = min(index + length, end)
            for line in startOfHead(above: index)..<below { kinds[line] = .attribution }
            markInitials(below, end)
            index = below
        }
    }

    /// Yandex puts `----------------`, `Кому: …;` and `Тема: …;` above the line that says who wrote.
    private func startOfHead(above index: Int) -> Int {
        var start = index
        while start > 0, index - start < 4, lines[start - 1].content.last == .semicolon,
            HeaderBlock.field(lines[start - 1]) != nil
        {
            start -= 1
        }
        guard start > 0, start < index || Separator.isRule(lines[start - 1]) else { return start }
        return Separator.isRule(lines[start - 1]) ? start - 1 : start
    }

    /// The Bat! quotes with the initials of the one it quotes: `АП> …`. Those of the first line below an attribution are
    /// the ones that count.
    private mutating func markInitials(_ below: Int, _ end: Int) {
        guard let first = lines[below..<end].firstIndex(where: { !$0.isEmpty }), kinds[first] == .text,
            let mark = Self.initials(lines[first])
        else { return }
        for index in first..<end where kinds[index] == .text {
            if let own = Self.initials(lines[index]), own.elementsEqual(mark) { kinds[index] = .quote }
        }
    }

    /// `АП>` at the start of a line: up to four letters in capitals.
    private static func initials(_ line: TextLine) -> ArraySlice<UInt8>? {
        let content = line.content
        guard let end = content.prefix(12).firstIndex(of: .greater), end > content.startIndex else { return nil }
        let letters = content[..<end]
        let isCyrillic =
            letters.count % 2 == 0 && letters.count <= 8
            && stride(from: letters.startIndex, to: end, by: 2).allSatisfy {
                letters[$0] == 0xD0 && (0x81...0xAF).contains(letters[$0 + 1])
            }
        let isLatin = letters.count <= 4 && letters.allSatisfy { $0.isLetter && $0 < 0x5B }
        return isCyrillic || isLatin ? letters : nil
    }

    /// A long address or line that was wrapped inside a quote: the next line lost its `>`.
    private func isWrappedQuote(_ index: Int) -> Bool {
        guard kinds[index] == .text, kinds[index - 1] == .quote, kinds[index + 1] == .quote, lines[index].isShort else {
            return false
        }
        let above = lines[index - 1].content
        let here = lines[index].content
        return Self.schemes.occurs(in: here) || Self.schemes.occurs(in: above) && !here.contains(.space)
            || goesOn(index)
    }

    /// The rest of a full line that ended within a sentence.
    private func goesOn(_ index: Int) -> Bool {
        let above = lines[index - 1]
        guard above.bytes.count >= 64, let last = above.content.last, !".?!:;".utf8.contains(last) else { return false }
        let here = lines[index]
        // Folding changes nothing but capitals.
        return here.content.count <= 40 && here.content.prefix(2).elementsEqual(here.folded.prefix(2))
            && here.content.first.map { $0.isLetter || $0 >= 0x80 } == true
    }

    private static let schemes = PhraseList(["://"])
}
