/// What may stay of a `style` attribute.
enum CSS {
    /// The allowed declarations of a `style` attribute, written anew. Escapes are resolved before anything is looked at
    /// (`u\72l(` is `url(`), and a value with a function in it stays only if the function is a colour.
    static func sanitize(_ style: ArraySlice<UInt8>) -> String {
        guard style.count <= 20_000 else { return "" }
        var kept: [String] = []
        for declaration in split(resolved(style)) {
            guard let colon = declaration.firstIndex(of: .colon) else { continue }
            let name = String(decoding: declaration[..<colon].trimmed(), as: UTF8.self).asciiLowered
            let value = String(decoding: declaration[(colon + 1)...].trimmed(), as: UTF8.self)
            guard properties.contains(name), isHarmless(value), isShown(name, value.asciiLowered) else { continue }
            kept.append("\(name):\(value)")
        }
        return kept.joined(separator: ";")
    }

    /// Whether the element cannot be seen: hidden preheaders, tracking text.
    static func hides(_ style: ArraySlice<UInt8>) -> Bool {
        let compact = style.lazy.filter { !$0.isWhitespace }.map(\.lowered).prefix(4000)
        let text = Array(compact)
        return contains(text, "display:none") || contains(text, "visibility:hidden")
            || contains(text, "max-height:0") && contains(text, "overflow:hidden")
            || contains(text, "opacity:0;") || text.suffix(9).elementsEqual("opacity:0".utf8)
    }

    /// What becomes of white space in the source.
    enum WhiteSpace {
        case collapsed, kept, linesKept
    }

    /// `white-space`; nil if the style says nothing of it.
    static func whiteSpace(_ style: ArraySlice<UInt8>) -> WhiteSpace? {
        guard style.withUnsafeBufferPointer({ ByteSearch.find("white-space", in: $0) }) != nil,
            let value = value(of: "white-space", in: style)
        else { return nil }
        switch String(ascii: value).asciiLowered {
        case "pre", "pre-wrap", "break-spaces": return .kept
        case "pre-line": return .linesKept
        case "normal", "nowrap": return .collapsed
        default: return nil
        }
    }

    /// Whether a paragraph has no space above and below it.
    static func hasNoMargin(_ style: ArraySlice<UInt8>) -> Bool {
        guard style.withUnsafeBufferPointer({ ByteSearch.find("margin", in: $0) }) != nil else { return false }
        let all = value(of: "margin", in: style)?.split(whereSeparator: \.isWhitespace) ?? []
        let top = value(of: "margin-top", in: style) ?? all.first
        let bottom = value(of: "margin-bottom", in: style) ?? (all.count > 2 ? all[2] : all.first)
        return [top, bottom].allSatisfy { $0.map(isNothing) ?? false }
    }

    /// `0`, `0px`, `.0001pt`.
    private static func isNothing(_ length: ArraySlice<UInt8>) -> Bool {
        let number = length.prefix { $0.isDigit || $0 == .dot }
        return !number.isEmpty && (Double(String(ascii: number)) ?? 1) < 0.1
    }

    /// The value of the last declaration of this name, without `!important`.
    private static func value(of name: StaticString, in style: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard style.count <= 20_000 else { return nil }
        var found: ArraySlice<UInt8>?
        for declaration in style.split(separator: .semicolon) {
            guard let colon = declaration.firstIndex(of: .colon),
                declaration[..<colon].trimmed().equalsFolded(name)
            else { continue }
            found = declaration[(colon + 1)...].prefix { $0 != 0x21 }.trimmed()
        }
        return found
    }

    private static func contains(_ text: [UInt8], _ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard text.count >= length else { return false }
        return (0...(text.count - length)).contains { text[$0...].hasPrefixFolded(word) }
    }

    /// Without comments, with `\72 ` and `\r` resolved (CSS Syntax §4.3.7).
    static func resolved(_ style: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var index = style.startIndex
        while index < style.endIndex {
            if style[index] == .slash, index + 1 < style.endIndex, style[index + 1] == .star {
                index = endOfComment(style, index + 2)
            } else if style[index] == .backslash {
                index += 1
                var value: UInt32 = 0
                var digits = 0
                while index < style.endIndex, digits < 6, let digit = style[index].hexValue {
                    value = value << 4 | UInt32(digit)
                    digits += 1
                    index += 1
                }
                if digits > 0, let scalar = Unicode.Scalar(value), value >= 0x20 {
                    output += String(Character(scalar)).utf8
                    if index < style.endIndex, style[index].isWhitespace { index += 1 }
                }
            } else {
                output.append(style[index])
                index += 1
            }
        }
        return output
    }

    private static func endOfComment(_ style: ArraySlice<UInt8>, _ start: Int) -> Int {
        var index = start
        while index + 1 < style.endIndex {
            if style[index] == .star, style[index + 1] == .slash { return index + 2 }
            index += 1
        }
        return style.endIndex
    }

    /// At `;` outside quotes and parentheses.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var quote: UInt8?
        var depth = 0
        for (index, byte) in bytes.enumerated() {
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == .quote || byte == .apostrophe {
                quote = byte
            } else if byte == .openParenthesis {
                depth += 1
            } else if byte == .closeParenthesis {
                depth = max(0, depth - 1)
            } else if byte == .semicolon, depth == 0 {
                parts.append(bytes[start..<index])
                start = index + 1
            }
        }
        parts.append(bytes[start...])
        return parts
    }

    /// Letters, digits and the punctuation of colours, lengths and font names; of functions only `rgb` and `rgba`.
    private static func isHarmless(_ value: String) -> Bool {
        guard !value.isEmpty, value.utf8.count <= 400 else { return false }
        let allowed = value.utf8.allSatisfy { byte in
            byte.isAlphanumeric || byte >= 0x80 || " #%.,-+!'\"()".utf8.contains(byte)
        }
        guard allowed else { return false }
        let pieces = value.asciiLowered.split(separator: "(", omittingEmptySubsequences: false)
        return pieces.dropLast().allSatisfy { piece in
            let function = piece.reversed().prefix { $0.isLetter || $0 == "-" }
            return ["rgb", "rgba", "hsl", "hsla"].contains(String(function.reversed()))
        }
    }

    /// No hiding tricks, no negative margins that move text over something else, no type as tall as the page.
    private static func isShown(_ name: String, _ value: String) -> Bool {
        switch name {
        case "display":
            return ["block", "inline", "inline-block", "table", "table-row", "table-cell", "list-item"].contains(value)
        case "font-size", "font": return !lengths(value).contains { $0 <= 3 || $0 > 96 }
        case "line-height": return !lengths(value).contains { $0 < 0.3 || $0 > 200 }
        case "opacity": return (Double(value) ?? 1) > 0.1
        case "color": return value != "transparent" && !isClear(value)
        case "z-index", "position", "content": return false
        case "letter-spacing", "word-spacing": return !value.contains("-") && !lengths(value).contains { $0 > 50 }
        case _ where name.hasPrefix("margin") || name.hasPrefix("padding") || name == "text-indent":
            return !hasNegative(value) && !lengths(value).contains { $0 > 2000 }
        case _ where name.hasSuffix("width") || name.hasSuffix("height"):
            return !hasNegative(value) && !lengths(value).contains { $0 > 5000 }
        default: return true
        }
    }

    /// `rgba(0,0,0,0)` and its like.
    private static func isClear(_ value: String) -> Bool {
        guard value.hasPrefix("rgba(") || value.hasPrefix("hsla("), let last = value.split(separator: ",").last else {
            return false
        }
        return (Double(last.dropLast().filter { $0 != " " }) ?? 1) < 0.1
    }

    private static func hasNegative(_ value: String) -> Bool {
        value.split(separator: " ").contains { $0.first == "-" }
    }

    /// The lengths in a value, in pixels; numbers without a unit count where nothing but a number stands there.
    private static func lengths(_ value: String) -> [Double] {
        value.split(whereSeparator: { $0 == " " || $0 == "/" || $0 == "!" }).compactMap { word in
            let digits = word.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
            guard let number = Double(digits) else { return nil }
            switch word.dropFirst(digits.count) {
            case "px": return number
            case "pt": return number * 4 / 3
            case "em", "rem", "ex", "ch": return number * 16
            case "%": return number * 0.16
            case "cm": return number * 37.8
            case "mm": return number * 3.78
            case "in": return number * 96
            case "vw", "vh": return number * 10
            case "": return number == 0 ? 0 : nil
            default: return nil
            }
        }
    }

    private static let properties: Set<String> = [
        "color", "background-color", "font", "font-family", "font-size", "font-style", "font-weight", "font-variant",
        "line-height",
        "letter-spacing", "word-spacing", "text-align", "text-decoration", "text-indent", "text-transform",
        "vertical-align", "white-space",
        "word-break", "word-wrap", "overflow-wrap", "direction", "display", "opacity", "list-style", "list-style-type",
        "list-style-position",
        "width", "min-width", "max-width", "height", "min-height", "max-height", "table-layout", "border-collapse",
        "border-spacing",
        "caption-side", "empty-cells", "float", "clear", "margin", "margin-top", "margin-right", "margin-bottom",
        "margin-left", "padding",
        "padding-top", "padding-right", "padding-bottom", "padding-left", "border", "border-top", "border-right",
        "border-bottom",
        "border-left", "border-color", "border-style", "border-width", "border-radius", "border-top-color",
        "border-right-color",
        "border-bottom-color", "border-left-color", "border-top-style", "border-right-style", "border-bottom-style",
        "border-left-style",
        "border-top-width", "border-right-width", "border-bottom-width", "border-left-width", "background",
        "box-sizing",
    ]
}
