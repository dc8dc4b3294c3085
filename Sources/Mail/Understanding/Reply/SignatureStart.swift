/// Where the signature of an answer begins.
enum SignatureStart {
    /// The end of `body` if it has none.
    static func find(_ lines: [TextLine], _ body: Range<Int>) -> Int {
        let start = mobileLines(lines, body.lowerBound..<(delimiter(lines, body) ?? body.upperBound))
        return signOff(lines, body, above: start) ?? start
    }

    private static func delimiter(_ lines: [TextLine], _ body: Range<Int>) -> Int? {
        body.first {
            !lines[$0].isEmpty
                && (SignatureLine.isDelimiter(lines[$0], linesBelow: body.upperBound - $0 - 1)
                    || body.upperBound - $0 < 40 && isHyphens(lines[$0])
                        && isContact(lines[($0 + 1)..<body.upperBound]))
        }
    }

    private static func mobileLines(_ lines: [TextLine], _ body: Range<Int>) -> Int {
        var start = body.upperBound
        for index in body.reversed() where !lines[index].isEmpty {
            guard MobileLine.matches(lines[index]) else { break }
            start = index
        }
        return start
    }

    /// "-Ann", "- Ann" as the last words: a list has more than one dash, or says what it lists.
    private static func signOff(_ lines: [TextLine], _ body: Range<Int>, above end: Int) -> Int? {
        guard let index = lines[body.lowerBound..<end].lastIndex(where: { !$0.isEmpty }), lines[index].isShort,
            let name = SignatureLine.nameBehindDash(lines[index]),
            let above = lines[body.lowerBound..<index].lastIndex(where: { !$0.isEmpty }),
            lines[above].content.last != .colon,
            name.isTight || above < index - 1,
            !lines[body.lowerBound..<index].contains(where: { $0.content.first == .hyphen })
        else { return nil }
        return index
    }

    /// Three or more hyphens and nothing else. Markdown draws the same, so what is below must look like a signature.
    private static func isHyphens(_ line: TextLine) -> Bool {
        line.isShort && line.content.count >= 3 && line.content.count <= 80 && line.content.allSatisfy { $0 == .hyphen }
    }

    /// A name alone, or short lines with a telephone, a web or a mail address among them.
    private static func isContact(_ lines: ArraySlice<TextLine>) -> Bool {
        let words = lines.filter { !$0.isEmpty }
        guard let first = words.first, beginsAsContact(first), words.count <= 14,
            words.allSatisfy({ $0.content.count <= 90 && !$0.isQuoted })
        else {
            return false
        }
        if words.count <= 2, words.allSatisfy({ SignatureLine.isName($0.folded[...]) && !isSentence($0) }) {
            return true
        }
        let hasTable = words.contains { $0.content.first == 0x7C }
        return !hasTable && words.contains { SignatureLine.isContact($0.folded[...]) }
    }

    /// A full stop behind a word that is no abbreviation.
    private static func isSentence(_ line: TextLine) -> Bool {
        guard line.content.last == .dot, let word = line.content.split(separator: .space).last else { return false }
        return word.count > 4
    }

    /// A name, or parts of a contact in a row; no sentence.
    private static func beginsAsContact(_ line: TextLine) -> Bool {
        let words = line.content.split(separator: .space)
        return words.count <= 5 || words.contains { $0.count == 1 && !$0.allSatisfy(\.isAlphanumeric) }
            || line.content.contains(0x7C) || line.content.contains(0xE2)
    }
}
