import CGumbo

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A parsed HTML document as one flat list of nodes in the order of the source, so that every walk is a loop.
struct HTMLTree: Sendable {
    struct Node: Sendable {
        /// nil for text.
        var tag: GumboTag?
        /// The text, or empty for an element: a range of `pool`.
        var text: Range<Int>
        /// A range of `attributes`.
        var attributes: Range<Int>
        var parent: Int
        /// The index after the last node inside this one: its descendants are `index + 1..<end`.
        var end: Int
        var depth: Int
    }

    struct Attribute: Sendable {
        var name: String
        var value: Range<Int>
    }

    private(set) var nodes: [Node] = []
    private(set) var attributes: [Attribute] = []
    private(set) var pool: [UInt8] = []
    /// The style sheets, as they were sent.
    private(set) var styles: [UInt8] = []
    /// Whether a limit left something out.
    private(set) var isCut = false

    /// Parses by the rules of browsers (WHATWG HTML §13). Time is linear: see `HTMLGate`.
    init(_ html: String) {
        let (bytes, styles, isCut) = HTMLGate.pass(html)
        self.isCut = isCut
        self.styles = styles
        pool.reserveCapacity(bytes.count)
        let arena = Arena()
        withExtendedLifetime(arena) {
            bytes.withUnsafeBufferPointer { read($0, arena) }
        }
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ arena: Arena) {
        guard let base = bytes.baseAddress else { return }
        var options = kGumboDefaultOptions
        options.max_errors = 0
        options.userdata = Unmanaged.passUnretained(arena).toOpaque()
        options.allocator = { arena, size in
            arena.flatMap { Unmanaged<Arena>.fromOpaque($0).takeUnretainedValue().allocate(size) }
        }
        options.deallocator = { _, _ in }
        let parsed = base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            gumbo_parse_with_options(&options, $0, bytes.count)
        }
        // The output is not destroyed by gumbo, which would recurse: the arena takes it all along.
        if let root = parsed?.pointee.root { copy(root) }
    }

    private mutating func copy(_ root: UnsafeMutablePointer<GumboNode>) {
        var node = root
        var open: [Int] = []
        while true {
            let index = nodes.count
            append(node, parent: open.last ?? -1, depth: open.count)
            if let children = HTMLTree.children(of: node), children.length > 0, let first = children.data[0] {
                open.append(index)
                node = first.assumingMemoryBound(to: GumboNode.self)
                continue
            }
            nodes[index].end = nodes.count
            while true {
                guard node != root, let parent = node.pointee.parent, let siblings = HTMLTree.children(of: parent)
                else { return }
                let next = node.pointee.index_within_parent + 1
                if next < Int(siblings.length), let sibling = siblings.data[next] {
                    node = sibling.assumingMemoryBound(to: GumboNode.self)
                    break
                }
                if let last = open.popLast() { nodes[last].end = nodes.count }
                node = parent
            }
        }
    }

    private mutating func append(_ node: UnsafeMutablePointer<GumboNode>, parent: Int, depth: Int) {
        let start = attributes.count
        var tag: GumboTag?
        var text = 0..<0
        switch node.pointee.type {
        case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
            let element = node.pointee.v.element
            tag = element.tag_namespace == GUMBO_NAMESPACE_HTML ? element.tag : GUMBO_TAG_SVG
            appendAttributes(element.attributes)
            if element.tag == GUMBO_TAG_UNKNOWN, HTMLTree.isSignature(element.original_tag) {
                // Mailspring has an element of its own for it.
                attributes.append(Attribute(name: "class", value: "signature".withCString { store($0) }))
            }
        case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
            text = store(node.pointee.v.text.text)
        default: break
        }
        nodes.append(
            Node(
                tag: tag, text: text, attributes: start..<attributes.count, parent: parent, end: nodes.count + 1,
                depth: depth))
    }

    private static func isSignature(_ tag: GumboStringPiece) -> Bool {
        guard let start = tag.data, tag.length > 10 else { return false }
        return UnsafeBufferPointer(start: start, count: 10).elementsEqual("<signature".utf8) {
            UInt8(bitPattern: $0).lowered == $1
        }
    }

    private mutating func appendAttributes(_ list: GumboVector) {
        for index in 0..<Int(list.length) {
            guard let attribute = list.data[index]?.assumingMemoryBound(to: GumboAttribute.self).pointee else {
                continue
            }
            attributes.append(Attribute(name: String(cString: attribute.name), value: store(attribute.value)))
        }
    }

    private mutating func store(_ text: UnsafePointer<CChar>) -> Range<Int> {
        let start = pool.count
        let length = strlen(text)
        text.withMemoryRebound(to: UInt8.self, capacity: length) {
            pool += UnsafeBufferPointer(start: $0, count: length)
        }
        return start..<pool.count
    }

    private static func children(of node: UnsafeMutablePointer<GumboNode>) -> GumboVector? {
        switch node.pointee.type {
        case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE: node.pointee.v.element.children
        case GUMBO_NODE_DOCUMENT: node.pointee.v.document.children
        default: nil
        }
    }
}

extension HTMLTree {
    /// The decoded bytes of a text node.
    func text(of node: Node) -> ArraySlice<UInt8> { pool[node.text] }

    /// The decoded value of an attribute, or nil if the element has none of that name.
    func value(_ name: String, of node: Node) -> String? {
        bytes(name, of: node).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same as bytes.
    func bytes(_ name: String, of node: Node) -> ArraySlice<UInt8>? {
        for attribute in attributes[node.attributes] where attribute.name == name { return pool[attribute.value] }
        return nil
    }
}

/// Memory for one parse, freed in one go.
private final class Arena {
    private var chunks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var left = 0

    func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        let rounded = (size + 15) & ~15
        if rounded > left {
            let chunk = max(rounded, min(1 << 20, (16 << 10) << min(chunks.count, 6)))
            guard let memory = malloc(chunk) else { return nil }
            chunks.append(memory)
            next = memory
            left = chunk
        }
        defer {
            next = next?.advanced(by: rounded)
            left -= rounded
        }
        return next
    }

    deinit { for chunk in chunks { free(chunk) } }
}
