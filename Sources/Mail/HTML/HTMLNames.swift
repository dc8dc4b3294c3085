/// Elements by what the passes do with them.
enum HTMLNames {
    /// Never shown, whatever is inside: gone with their content before the parser sees them.
    static let cutWithContent: Set<String> = [
        "script", "style", "title", "template", "noscript", "object", "embed", "applet", "iframe", "frame", "frameset",
        "noframes",
        "noembed", "textarea", "select", "xmp", "plaintext", "listing", "svg", "math", "audio", "video", "canvas",
        "xml",
    ]

    /// Spares the commonest elements the look into the set.
    static func mayBeCut(_ name: String) -> Bool {
        switch name {
        case "div", "span", "p", "a", "br", "td", "tr", "table", "tbody", "b", "i", "font", "img", "li", "ul", "strong":
            false
        default: true
        }
    }

    /// Elements without content (WHATWG HTML §13.1.2).
    static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
        "link", "meta",
        "param", "source", "track", "wbr",
    ]
}
