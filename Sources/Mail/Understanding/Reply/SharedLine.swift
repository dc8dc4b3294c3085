/// An attribution that a program put behind the last words of the answer: "Thanks On Wed, Apr 4, 2012 at 3:59 PM, Ann
/// <ann@example.org> wrote:". The line is taken as two.
enum SharedLine {
    static func separated(_ lines: [TextLine]) -> [TextLine] {
        guard lines.contains(where: { start(in: $0) != nil || end(in: $0) != nil }) else { return lines }
        return lines.flatMap { line in
            (start(in: line) ?? end(in: line)).map { [TextLine(line.bytes[..<$0]), TextLine(line.bytes[$0...])] } ?? [
                line
            ]
        }
    }

    /// Where an attribution ends that Yahoo on Android puts before the first words of the old mail:
    /// "On Tue, Nov 10, 2026 at 3:04 PM, Ann<ann@example.org> wrote:   Hello".
    private static func end(in line: TextLine) -> Int? {
        guard !line.isQuoted, openings.isPrefix(of: line.content), line.content.last != .colon,
            let colon = line.content.prefix(TextLine.longestMark).indices.first(where: {
                line.content[$0] == .colon && line.content[($0 + 1)...].starts(with: "   ".utf8)
            })
        else { return nil }
        let head = TextLine(line.bytes[...colon])
        guard WhenAndWho(head.folded[...]).count == 3, Attribution.length([head], at: 0) == 1 else { return nil }
        return colon + 1
    }

    /// Where an attribution begins within a line that begins otherwise.
    private static func start(in line: TextLine) -> Int? {
        guard !line.isQuoted, line.isShort, line.content.count > 30, line.content.last == .colon else { return nil }
        let bytes = line.bytes
        for index in bytes.indices.dropFirst() where bytes[index].isLetter && isBoundary(bytes[index - 1]) {
            // The capital tells "On Wed" from "on Wed" within a sentence.
            guard openings.isPrefix(of: bytes[index...]) else { continue }
            let words = bytes[index...].drop { $0 != .space }.dropFirst()
            guard words.first?.isDigit == true || WhenAndWho.beginsWithWeekday(Folding.folded(words.prefix(24))) else {
                continue
            }
            let rest = TextLine(bytes[index...])
            guard Attribution.length([rest], at: 0) == 1, !WhenAndWho(Folding.folded(bytes[..<index])[...]).isSaid
            else {
                continue
            }
            return withoutRule(bytes, index)
        }
        return nil
    }

    private static func isBoundary(_ byte: UInt8) -> Bool {
        byte == .space || byte == .tab || byte == .hyphen || byte == 0xA0
    }

    /// "reply--- On Wed": the rule belongs to the attribution.
    private static func withoutRule(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Int {
        var start = index
        while start > bytes.startIndex, bytes[start - 1] == .space || bytes[start - 1] == .hyphen { start -= 1 }
        return start > bytes.startIndex ? start : index
    }

    private static let openings = PhraseList(["On ", "Am ", "Le ", "El ", "Em ", "Il ", "Op ", "Den "])
}
