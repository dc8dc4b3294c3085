import CGumbo

/// HTML that is safe to show.
public struct SanitizedHTML: Sendable, Hashable {
    /// A fragment for the body of a page of its own in a sandboxed frame.
    public var html: String
    /// How many images of other servers were blocked.
    public var blockedRemoteCount: Int
}

/// Whether images of other servers are loaded when a mail is shown. They tell its sender who reads it, and when.
public enum RemoteImages: Sendable, Hashable {
    /// Their address is kept in `data-src`.
    case blocked
    /// Only `https:` and `http:`.
    case allowed
}

/// What becomes of a mail's own style sheet.
public enum StyleSheets: Sendable, Hashable {
    /// Left out: for HTML that is put among other HTML.
    case dropped
    /// Rewritten, and bound to an element of its own around the mail.
    case scoped
}

/// Rewrites foreign HTML from allowlists of elements, attributes, addresses and CSS. Nothing is cleaned in place: what is
/// not known to be harmless is not written.
public enum HTMLSanitizer {
    /// Counts up with each change of the rules; what was stored under a smaller version is made anew.
    public static let version = 2

    /// - Parameters:
    ///   - inlineImage: the address under which an image of the same message is served, by its Content-ID; nil for none.
    ///   - remoteImages: what becomes of images of other servers.
    ///   - styleSheets: what becomes of `<style>`.
    public static func sanitize(
        _ html: String, inlineImage: (String) -> String?, remoteImages: RemoteImages,
        styleSheets: StyleSheets = .dropped
    ) -> SanitizedHTML {
        withoutActuallyEscaping(inlineImage) { inlineImage in
            var writer = SafeHTMLWriter(
                tree: HTMLTree(html), inlineImage: inlineImage, remoteImages: remoteImages, styleSheets: styleSheets)
            return writer.write()
        }
    }
}

/// Serialises the allowed part of a tree in one loop.
private struct SafeHTMLWriter {
    let tree: HTMLTree
    let inlineImage: (String) -> String?
    let remoteImages: RemoteImages
    private var output: [UInt8] = []
    private var blocked = 0
    private var open: [(end: Int, name: String)] = []
    /// The rewritten style sheet; nil if there is none, and then no class is written.
    private let sheet: StyleSheet?

    init(
        tree: HTMLTree, inlineImage: @escaping (String) -> String?, remoteImages: RemoteImages,
        styleSheets: StyleSheets
    ) {
        self.tree = tree
        sheet = styleSheets == .scoped && !tree.styles.isEmpty ? StyleSheet(tree.styles) : nil
        self.inlineImage = inlineImage
        self.remoteImages = remoteImages
    }

    mutating func write() -> SanitizedHTML {
        output.reserveCapacity(tree.pool.count * 2)
        if let sheet { output += "<style>\(sheet.text)</style>\n<div class=\"\(StyleSheet.scope)\">".utf8 }
        var index = 0
        while index < tree.nodes.count {
            closeElements(before: index)
            let node = tree.nodes[index]
            guard let tag = node.tag else {
                HTMLEscape.text(tree.text(of: node), into: &output)
                index += 1
                continue
            }
            if Self.dropped.contains(tag.rawValue) {
                index = node.end
                continue
            }
            if let name = SafeHTML.elements[tag.rawValue] { begin(name, tag, node) }
            index += 1
        }
        closeElements(before: .max)
        if sheet != nil { output += "</div>".utf8 }
        return SanitizedHTML(html: String(decoding: output, as: UTF8.self), blockedRemoteCount: blocked)
    }

    private mutating func closeElements(before index: Int) {
        while let last = open.last, last.end <= index {
            open.removeLast()
            output += "</\(last.name)>".utf8
        }
    }

    private mutating func begin(_ name: String, _ tag: GumboTag, _ node: HTMLTree.Node) {
        output.append(.less)
        output += name.utf8
        if tag == GUMBO_TAG_A { writeLink(node) }
        if tag == GUMBO_TAG_IMG { writeImage(node) }
        for attribute in tree.attributes[node.attributes] {
            if attribute.name == "style" {
                let style = CSS.sanitize(tree.pool[attribute.value])
                if !style.isEmpty { attributeText("style", style) }
            } else if attribute.name == "class" {
                if let sheet { writeClasses(tree.pool[attribute.value], sheet) }
            } else if SafeHTML.attributes.contains(attribute.name),
                SafeHTML.isPlainValue(tree.pool[attribute.value], of: attribute.name)
            {
                attributeText(attribute.name, String(decoding: tree.pool[attribute.value], as: UTF8.self))
            }
        }
        output.append(.greater)
        if !HTMLNames.void.contains(name) { open.append((node.end, name)) }
    }

    /// Only classes of which the sheet speaks, under names that meet no other: `id` and `name` are never written.
    private mutating func writeClasses(_ value: ArraySlice<UInt8>, _ sheet: StyleSheet) {
        let names = value.split(whereSeparator: \.isWhitespace).prefix(20).compactMap { StyleSheet.className($0) }
        let known = names.filter(sheet.classes.contains)
        if !known.isEmpty { attributeText("class", known.joined(separator: " ")) }
    }

    private mutating func writeLink(_ node: HTMLTree.Node) {
        guard let address = tree.bytes("href", of: node).flatMap(SafeURL.link) else { return }
        attributeText("href", address)
        attributeText("rel", "noopener noreferrer nofollow")
        attributeText("target", "_blank")
    }

    private mutating func writeImage(_ node: HTMLTree.Node) {
        switch tree.bytes("src", of: node).flatMap(SafeURL.image) {
        case .contentID(let id)?: if let address = inlineImage(id) { attributeText("src", address) }
        case .embedded(let address)?: attributeText("src", address)
        case .remote(let address)?:
            if remoteImages == .allowed {
                attributeText("src", address)
                attributeText("referrerpolicy", "no-referrer")
            } else {
                blocked += 1
                attributeText("data-src", address)
            }
        case nil: break
        }
    }

    private mutating func attributeText(_ name: String, _ value: String) {
        output.append(.space)
        output += name.utf8
        output += [.equals, .quote]
        HTMLEscape.text(Array(value.utf8)[...], into: &output)
        output.append(.quote)
    }

    private static let dropped: Set<UInt32> = Set(
        [
            GUMBO_TAG_HEAD, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TITLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_SVG,
            GUMBO_TAG_MATH,
            GUMBO_TAG_META, GUMBO_TAG_LINK, GUMBO_TAG_BASE, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_IFRAME,
            GUMBO_TAG_INPUT,
            GUMBO_TAG_BUTTON, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA,
        ].map(\.rawValue))
}
