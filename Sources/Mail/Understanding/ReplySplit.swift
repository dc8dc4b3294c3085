/// A mail cut into what is new and what is not. Nothing is lost: the three together hold the whole text.
public struct ReplySplit: Sendable, Hashable {
    /// The new part alone; all of the text where nothing else can be told apart.
    public var reply: String
    /// The history below (or above) it, attribution line included.
    public var quote: String
    /// The signature, without its `-- ` line.
    public var signature: String

    /// The pieces as they are.
    public init(reply: String, quote: String = "", signature: String = "") {
        self.reply = reply
        self.quote = quote
        self.signature = signature
    }
}

extension Email {
    /// Cuts off history and signature. Prefers the marks that mail programs leave in HTML, and reads lines where there is
    /// no HTML or no mark in it. Linear in the size of the text.
    public func split() -> ReplySplit {
        let hasOwnText = content.plain.map { !$0.trimmed.isEmpty } ?? false
        let isWorthParsing = html.map { !hasOwnText || HTMLSplitter.mayHaveMarks($0) } ?? false
        if isWorthParsing, let tree = cache.tree, let split = HTMLSplitter.split(tree) { return split }
        return TextSplitter.split(text)
    }
}
