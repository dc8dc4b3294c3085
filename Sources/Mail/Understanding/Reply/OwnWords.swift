extension ReplySplit {
    /// The writer's words in `reply` alone: without the quotes that they stand between, and without the lines that say who
    /// wrote those. All of it where nothing else is in it; of a very long text, its beginning.
    public var ownWords: String {
        guard hasQuotedLine else { return reply }
        let lines = TextLines.of(reply)
        let kinds = LineKinds(lines, upTo: lines.count).kinds
        let words = TextLines.text(zip(lines, kinds).filter { $1 == .text || $1 == .empty }.map(\.0))
        return words.isEmpty ? reply : words
    }

    /// Cheap: most answers have none.
    private var hasQuotedLine: Bool {
        guard ByteSearch.contains(">", in: reply) else { return false }
        var isAtStart = true
        for byte in reply.utf8 {
            if isAtStart, byte == .greater { return true }
            isAtStart = byte == .lf || isAtStart && byte.isBlank
        }
        return false
    }
}
