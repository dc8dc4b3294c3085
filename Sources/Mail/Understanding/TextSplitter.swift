/// Splits plain text line by line.
enum TextSplitter {
    static func split(_ text: String) -> ReplySplit {
        ReplySplit(reply: text)
    }
}

/// Splits HTML by the marks of mail programs.
enum HTMLSplitter {
    static func split(_ tree: HTMLTree) -> ReplySplit? { nil }
}
