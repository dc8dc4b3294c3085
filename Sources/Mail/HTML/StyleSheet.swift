/// A mail's own style sheet, written anew from an allowlist: rules for elements and classes, with the declarations that a
/// `style` attribute may have. At-rules, pseudo-classes, ids, attribute selectors and everything else are left out.
struct StyleSheet {
    /// The class of the element to which every rule is bound.
    static let scope = "mail-sheet"

    /// The rules; nothing in it can end a `<style>` element.
    private(set) var text = ""
    /// The classes of which the rules speak, as they are written.
    private(set) var classes: Set<String> = []

    private static let maximumRules = 1000
    private static let maximumBytes = 200_000
    private static let prefix = "m-"

    /// nil if no rule is left.
    init?(_ bytes: [UInt8]) {
        let source = CSS.resolved(bytes[...])
        var rules = 0
        var index = 0
        var output: [UInt8] = []
        while index < source.count, rules < Self.maximumRules, output.count < Self.maximumBytes {
            let start = index
            while index < source.count, source[index] != 0x7B, source[index] != .semicolon { index += 1 }
            guard index < source.count else { break }
            let isBlock = source[index] == 0x7B
            let prelude = source[start..<index].trimmed()
            index += 1
            // "@import …;" and a stray ";" have no block.
            guard isBlock else { continue }
            let (end, isNested) = Self.endOfBlock(source, from: index)
            if !isNested, prelude.first != .at { append(prelude, source[index..<max(index, end - 1)], to: &output) }
            index = end
            rules += 1
        }
        guard !output.isEmpty else { return nil }
        text = String(decoding: output, as: UTF8.self)
    }

    private mutating func append(_ prelude: ArraySlice<UInt8>, _ block: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let style = CSS.sanitize(block)
        guard !style.isEmpty, prelude.count <= 2000 else { return }
        var selectors: [String] = []
        for selector in Self.withoutComment(prelude).split(separator: .comma) {
            if let safe = self.selector(selector.trimmed()) { selectors.append(safe) }
        }
        guard !selectors.isEmpty else { return }
        output += "\(selectors.joined(separator: ","))".utf8
        output.append(0x7B)
        output += style.utf8
        output += [0x7D, .lf]
    }

    /// Elements and classes, one in another: `table.list td`, `p.MsoNormal`, `.note > p`. Anything else gives nil.
    private mutating func selector(_ bytes: ArraySlice<UInt8>) -> String? {
        var parts: [String] = []
        var found: [String] = []
        for word in bytes.split(whereSeparator: { $0.isWhitespace || $0 == .greater }).prefix(12) {
            let pieces = word.split(separator: .dot, omittingEmptySubsequences: false)
            guard let element = pieces.first, element.count <= 20, element.allSatisfy(\.isAlphanumeric) else {
                return nil
            }
            let names = pieces.dropFirst().map { Self.className($0) }
            guard names.allSatisfy({ $0 != nil }) else { return nil }
            let classes = names.compactMap(\.self)
            found += classes
            let name = String(ascii: element).asciiLowered
            // The mail has no html and body of its own here: what is said of them is said of what stands around it.
            if ["html", "body"].contains(name), classes.isEmpty { continue }
            parts.append(([name] + classes).joined(separator: "."))
        }
        guard !bytes.isEmpty else { return nil }
        classes.formUnion(found)
        return ([".\(Self.scope)"] + parts).joined(separator: " ")
    }

    /// The name under which a class is written; nil if it is none of letters, digits, `-` and `_`.
    static func className(_ bytes: ArraySlice<UInt8>) -> String? {
        guard !bytes.isEmpty, bytes.count <= 80,
            bytes.allSatisfy({ $0.isAlphanumeric || $0 == .hyphen || $0 == .underscore })
        else { return nil }
        let name = String(ascii: bytes)
        return name == scope || name.hasPrefix(prefix) ? name : prefix + name
    }

    /// The index after the brace that closes a block, and whether blocks stand in it.
    private static func endOfBlock(_ source: [UInt8], from start: Int) -> (end: Int, isNested: Bool) {
        var depth = 1
        var isNested = false
        var quote: UInt8?
        var index = start
        while index < source.count {
            let byte = source[index]
            index += 1
            if let open = quote {
                if byte == open || byte == .lf { quote = nil }
            } else if byte == .quote || byte == .apostrophe {
                quote = byte
            } else if byte == 0x7B {
                depth += 1
                isNested = true
            } else if byte == 0x7D {
                depth -= 1
                if depth == 0 { return (index, isNested) }
            }
        }
        return (source.count + 1, true)
    }

    /// Without the `<!--` that hides sheets from programs of the last century.
    private static func withoutComment(_ prelude: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = prelude
        while true {
            if rest.starts(with: "<!--".utf8) {
                rest = rest.dropFirst(4).trimmed()
            } else if rest.starts(with: "-->".utf8) {
                rest = rest.dropFirst(3).trimmed()
            } else {
                return rest
            }
        }
    }
}
