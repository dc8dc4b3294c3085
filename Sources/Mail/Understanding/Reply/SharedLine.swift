/// An attribution that a program put behind the last words of the answer: "Thanks On Wed, Apr 4, 2012 at 3:59 PM, Ann
/// <ann@example.org> wrote:". The line is taken as two.
enum SharedLine {
    static func separated(_ lines: [TextLine]) -> [TextLine] {
        guard lines.contains(where: { start(in: $0) != nil }) else { return lines }
        return lines.flatMap { line in
            start(in: line).map { [TextLine(line.bytes[..<$0]), TextLine(line.bytes[$0...])] } ?? [line]
        }
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
