import Synchronization

/// The tree of a message's HTML, parsed when it is first needed and then kept: text and reply splitting share it.
final class ParsedHTML: Sendable {
    private let html: String?
    private let parsed = Mutex<HTMLTree?>(nil)

    init(_ html: String?) { self.html = html }

    /// nil if the message has no HTML.
    var tree: HTMLTree? {
        guard let html else { return nil }
        return parsed.withLock { tree in
            if let tree { return tree }
            let new = HTMLTree(html)
            tree = new
            return new
        }
    }

    /// The text of the HTML; empty if there is none.
    var text: String { tree.map(HTMLText.text(from:)) ?? "" }

    /// Whether a limit cut the tree, as far as it has been parsed.
    var isCut: Bool { parsed.withLock { $0?.isCut ?? false } }
}
