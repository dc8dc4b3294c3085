import CGumbo

/// The allowlists of the sanitiser.
enum SafeHTML {
    /// Elements that are written, by their tag in the tree; all others are unwrapped or dropped.
    static let elements: [UInt32: String] = {
        let list: [(GumboTag, String)] = [
            (GUMBO_TAG_A, "a"), (GUMBO_TAG_ABBR, "abbr"), (GUMBO_TAG_ADDRESS, "address"),
            (GUMBO_TAG_ARTICLE, "article"),
            (GUMBO_TAG_ASIDE, "aside"), (GUMBO_TAG_B, "b"), (GUMBO_TAG_BDI, "bdi"), (GUMBO_TAG_BDO, "bdo"),
            (GUMBO_TAG_BIG, "big"),
            (GUMBO_TAG_BLOCKQUOTE, "blockquote"), (GUMBO_TAG_BR, "br"), (GUMBO_TAG_CAPTION, "caption"),
            (GUMBO_TAG_CENTER, "center"),
            (GUMBO_TAG_CITE, "cite"), (GUMBO_TAG_CODE, "code"), (GUMBO_TAG_COL, "col"),
            (GUMBO_TAG_COLGROUP, "colgroup"),
            (GUMBO_TAG_DD, "dd"), (GUMBO_TAG_DEL, "del"), (GUMBO_TAG_DFN, "dfn"), (GUMBO_TAG_DIV, "div"),
            (GUMBO_TAG_DL, "dl"),
            (GUMBO_TAG_DT, "dt"), (GUMBO_TAG_EM, "em"), (GUMBO_TAG_FIGCAPTION, "figcaption"),
            (GUMBO_TAG_FIGURE, "figure"),
            (GUMBO_TAG_FONT, "font"), (GUMBO_TAG_FOOTER, "footer"), (GUMBO_TAG_H1, "h1"), (GUMBO_TAG_H2, "h2"),
            (GUMBO_TAG_H3, "h3"),
            (GUMBO_TAG_H4, "h4"), (GUMBO_TAG_H5, "h5"), (GUMBO_TAG_H6, "h6"), (GUMBO_TAG_HEADER, "header"),
            (GUMBO_TAG_HR, "hr"),
            (GUMBO_TAG_I, "i"), (GUMBO_TAG_IMG, "img"), (GUMBO_TAG_INS, "ins"), (GUMBO_TAG_KBD, "kbd"),
            (GUMBO_TAG_LI, "li"),
            (GUMBO_TAG_MARK, "mark"), (GUMBO_TAG_OL, "ol"), (GUMBO_TAG_P, "p"), (GUMBO_TAG_PRE, "pre"),
            (GUMBO_TAG_Q, "q"),
            (GUMBO_TAG_S, "s"), (GUMBO_TAG_SAMP, "samp"), (GUMBO_TAG_SECTION, "section"), (GUMBO_TAG_SMALL, "small"),
            (GUMBO_TAG_SPAN, "span"), (GUMBO_TAG_STRIKE, "strike"), (GUMBO_TAG_STRONG, "strong"),
            (GUMBO_TAG_SUB, "sub"),
            (GUMBO_TAG_SUP, "sup"), (GUMBO_TAG_TABLE, "table"), (GUMBO_TAG_TBODY, "tbody"), (GUMBO_TAG_TD, "td"),
            (GUMBO_TAG_TFOOT, "tfoot"), (GUMBO_TAG_TH, "th"), (GUMBO_TAG_THEAD, "thead"), (GUMBO_TAG_TIME, "time"),
            (GUMBO_TAG_TR, "tr"),
            (GUMBO_TAG_TT, "tt"), (GUMBO_TAG_U, "u"), (GUMBO_TAG_UL, "ul"), (GUMBO_TAG_VAR, "var"),
            (GUMBO_TAG_WBR, "wbr"),
        ]
        return Dictionary(uniqueKeysWithValues: list.map { ($0.0.rawValue, $0.1) })
    }()

    /// Attributes that name no address and run no code.
    static let attributes: Set<String> = [
        "abbr", "align", "alt", "axis", "bgcolor", "border", "cellpadding", "cellspacing", "char", "charoff", "color",
        "cols", "colspan",
        "compact", "dir", "face", "frame", "headers", "height", "hspace", "lang", "noshade", "nowrap", "reversed",
        "rows", "rowspan", "rules",
        "scope", "size", "span", "start", "summary", "title", "valign", "vspace", "width",
    ]

    /// Layout attributes are short words; only texts may be longer.
    static func isPlainValue(_ value: ArraySlice<UInt8>, of name: String) -> Bool {
        if name == "alt" || name == "title" || name == "summary" { return value.count <= 2000 }
        return value.count <= 100
            && value.allSatisfy { $0.isAlphanumeric || " #%.,-+'\"".utf8.contains($0) || $0 >= 0x80 }
    }
}

/// Which addresses may stay.
enum SafeURL {
    /// Where an image comes from.
    enum Image {
        case contentID(String)
        case embedded(String)
        case remote(String)
    }

    /// `http`, `https`, `mailto`, `tel`; relative addresses and everything else are dropped.
    static func link(_ value: ArraySlice<UInt8>) -> String? {
        let address = cleaned(value)
        return ["http://", "https://", "mailto:", "tel:"].contains { address.asciiLowered.hasPrefix($0) }
            ? address : nil
    }

    static func image(_ value: ArraySlice<UInt8>) -> Image? {
        let address = cleaned(value)
        let folded = address.prefix(24).lowercased()
        if folded.hasPrefix("cid:") { return .contentID(percentDecoded(address.dropFirst(4))) }
        if folded.hasPrefix("http://") || folded.hasPrefix("https://") { return .remote(address) }
        let pictures = [
            "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,", "data:image/gif;base64,",
            "data:image/webp;base64,",
        ]
        return pictures.contains { folded.hasPrefix($0) } ? .embedded(address) : nil
    }

    /// RFC 2392: a `cid:` address is the percent-encoded Content-ID.
    static func percentDecoded(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == .percent, index + 2 < bytes.count, let high = bytes[index + 1].hexValue,
                let low = bytes[index + 2].hexValue
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Browsers ignore tabs and line breaks anywhere in an address and controls around it, so we look at it without them.
    private static func cleaned(_ value: ArraySlice<UInt8>) -> String {
        let visible = value.filter { $0 > 0x20 && $0 != 0x7F || $0 == .space }
        return String(decoding: visible.trimmed(), as: UTF8.self).replacing(" ", with: "%20")
    }
}

/// Writing text into HTML.
enum HTMLEscape {
    /// `&`, `<`, `>`, quotes and NUL; what HTML cannot carry is dropped.
    static func text(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case .ampersand: output += "&amp;".utf8
            case .less: output += "&lt;".utf8
            case .greater: output += "&gt;".utf8
            case .quote: output += "&quot;".utf8
            case .apostrophe: output += "&#39;".utf8
            case 0..<0x09, 0x0B...0x0C, 0x0E..<0x20: break
            default: output.append(byte)
            }
        }
    }
}
