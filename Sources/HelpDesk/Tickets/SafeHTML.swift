import Database
import Foundation
import Mail

extension Message {
    /// What staff wrote in Markdown, as HTML that is safe in any page; nil for what came by mail, whose HTML belongs in a
    /// frame of its own.
    public var safeMarkdownHTML: String? {
        guard ledgerID == nil, let html else { return nil }
        return HTMLSanitizer.sanitize(html, inlineImage: { _ in nil }, remoteImages: .blocked).html
    }
}

extension DeskTransaction {
    /// The HTML of a message, sanitised now, so that old mail gets every new fix; nil where it came as plain text.
    /// - Parameter showsRemoteImages: after the reader asked for them.
    ///   Inline images lead to our own attachments.
    public func safeHTML(of message: Message, showsRemoteImages: Bool = false) throws -> String? {
        guard let html = message.html else { return nil }
        let images = try attachments(ofMessages: [message.id]).reduce(into: [String: String]()) { paths, file in
            if let id = file.contentID { paths[id] = "/attachments/\(file.uuid.uuidString.lowercased())" }
        }
        return HTMLSanitizer.sanitize(
            BodyToken.removed(from: html), inlineImage: { images[$0] },
            remoteImages: showsRemoteImages ? .allowed : .blocked,
            styleSheets: .scoped
        ).html
    }
}

extension Message {
    /// Whether the HTML seems to load pictures from elsewhere: a quick look without parsing, to offer the button that allows it.
    public var mayLoadRemoteImages: Bool {
        guard let html else { return false }
        return ["src=\"http", "src='http", "src=http", "url(http", "url('http", "url(\"http"].contains {
            html.contains($0)
        }
    }
}
