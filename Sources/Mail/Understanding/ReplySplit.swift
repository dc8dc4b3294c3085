/// A mail cut into what is new and what is not. Nothing is lost: the three together hold the whole text.
public struct ReplySplit: Sendable, Hashable {
    /// The new part alone; all of the text where nothing else can be told apart.
    public var reply: String
    /// The history below (or above) it, attribution line included.
    public var quote: String
    /// The signature, without its `-- ` line.
    public var signature: String
    /// Whether `quote` is a mail that was passed on: then it is the matter itself and belongs shown, and `reply` is the
    /// forwarder's note.
    public var isForward: Bool

    /// The pieces as they are.
    public init(reply: String, quote: String = "", signature: String = "", isForward: Bool = false) {
        self.reply = reply
        self.quote = quote
        self.signature = signature
        self.isForward = isForward
    }
}

extension Email {
    /// Cuts off history and signature. Prefers the marks that mail programs leave in HTML, and reads lines where there is
    /// no HTML or no mark in it. A mail of nothing but history is shown whole, unless it brings files: then they are the
    /// answer. Linear in the size of the text.
    public func split() -> ReplySplit {
        let isForward = Subject.isForward(subject)
        let shown = shownText
        let split = splitByMarks(isForward) ?? TextSplitter.split(shown, isForward: isForward)
        let isAnswer = !split.reply.isEmpty || !split.isForward && attachments.contains { !$0.isInline }
        return isAnswer ? split : ReplySplit(reply: shown.trimmed, isForward: split.isForward)
    }

    /// nil if there is no HTML, or no mark of a mail program in it.
    private func splitByMarks(_ isForward: Bool) -> ReplySplit? {
        guard let html else { return nil }
        let hasOwnText = content.plain.map { !$0.trimmed.isEmpty } ?? false
        guard !hasOwnText || HTMLSplitter.mayHaveMarks(html), let tree = cache.tree else { return nil }
        return HTMLSplitter.split(tree, isForward: isForward)
    }
}
