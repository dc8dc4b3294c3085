/// The head that Lotus Notes puts above an old mail, a table made text: who, when, then labels without a colon on lines of
/// their own with the values below them.
enum NotesHead {
    private static let nearby = 12

    /// The line with which the head begins whose `To` stands at `index`; nil if there is none.
    static func start(_ lines: [TextLine], at index: Int) -> Int? {
        if isFrameOfFrom(lines, at: index) { return index }
        guard lines[index].content.count <= 24, label(lines[index]) == .to,
            let when = above(lines, index), let who = above(lines, when), lines[who].isShort,
            lines[when].content.count <= 60
        else { return nil }
        let date = WhenAndWho(lines[when].folded[...])
        guard date.hasDate, date.hasTime, date.beginsWithDate else { return nil }
        let hasSubject = lines[index...].prefix(nearby).contains { label($0) == .subject }
        return hasSubject ? who : nil
    }

    /// Notes 7 draws the table: `|------------>`, and below it `| From:      |`.
    private static func isFrameOfFrom(_ lines: [TextLine], at index: Int) -> Bool {
        guard lines[index].content.starts(with: "|---".utf8), lines[index].content.last == .greater,
            index + 1 < lines.count, lines[index + 1].content.count <= 40
        else { return false }
        let cell = lines[index + 1].folded.filter { $0 != 0x7C && $0 != .colon && $0 != .space }
        return HeaderLabels.roles[String(decoding: cell, as: UTF8.self)] == .from
    }

    /// The line of words above, with at most two empty ones between.
    private static func above(_ lines: [TextLine], _ index: Int) -> Int? {
        lines[max(0, index - 3)..<index].lastIndex { !$0.isEmpty }
    }

    private static func label(_ line: TextLine) -> HeaderBlock.Role? {
        guard line.isShort, !line.isEmpty, line.content.count <= 24 else { return nil }
        return HeaderLabels.roles[String(decoding: line.folded, as: UTF8.self)]
    }
}
