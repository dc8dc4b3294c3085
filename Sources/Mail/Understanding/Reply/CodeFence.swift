/// Code between lines of three backticks is the writer's own, whatever it looks like.
enum CodeFence {
    /// Longer code is not looked for: a fence that nobody closes must not hide the history.
    private static let mostLines = 200

    static func protected(_ lines: [TextLine]) -> [TextLine] {
        guard lines.contains(where: isFence) else { return lines }
        var lines = lines
        var index = 0
        while let open = lines[index...].firstIndex(where: isFence) {
            let below = lines[(open + 1)...].prefix(mostLines)
            guard let close = below.firstIndex(where: { isFence($0) && $0.content.count == 3 }) else { break }
            for line in (open + 1)..<close { lines[line] = TextLine(verbatim: lines[line].bytes) }
            index = close + 1
        }
        return lines
    }

    /// Three backticks, and perhaps the name of a language.
    private static func isFence(_ line: TextLine) -> Bool {
        !line.isQuoted && line.content.count <= 40 && line.content.starts(with: "```".utf8)
            && !line.content.dropFirst(3).contains(0x60)
    }
}
