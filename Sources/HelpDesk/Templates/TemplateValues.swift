import Mail

/// What is put into a template. Text of others is cleaned of controls and, in the HTML, escaped.
struct TemplateValues {
    private enum Value {
        case text(String)
        case link(String)
        /// Ready for either half of the mail.
        case block(text: String, html: String)
    }

    private var values: [Placeholder: Value] = [:]

    /// Text of anybody.
    mutating func set(_ placeholder: Placeholder, _ text: String) { values[placeholder] = .text(clean(text)) }

    /// An address of ours.
    mutating func set(_ placeholder: Placeholder, link: String) { values[placeholder] = .link(link) }

    /// Paragraphs; the HTML is ours or sanitised.
    mutating func set(_ placeholder: Placeholder, text: String, html: String) {
        values[placeholder] = .block(text: clean(text), html: html)
    }

    /// Paragraphs of plain text.
    mutating func set(_ placeholder: Placeholder, paragraphs: String) {
        let text = clean(paragraphs)
        let html = text.isEmpty ? "" : "<p>\(lines(text))</p>"
        values[placeholder] = .block(text: text, html: html)
    }

    func text(_ placeholder: Placeholder) -> String {
        switch values[placeholder] {
        case .text(let text)?, .link(let text)?, .block(let text, _)?: text
        case nil: ""
        }
    }

    func html(_ placeholder: Placeholder) -> String {
        switch values[placeholder] {
        case .text(let text)?: lines(text)
        case .link(let link)?: "<a href=\"\(escaped(link))\" style=\"color:#3450b8\">\(escaped(link))</a>"
        case .block(_, let html)?: html
        case nil: ""
        }
    }

    /// A subject is cut to 200 characters, the same in each mail of a ticket: Gmail splits a thread whose subject changes.
    func subjectText(_ placeholder: Placeholder) -> String {
        if placeholder == .subject { return bareSubject }
        return String(text(placeholder).prefix(200))
    }

    /// The subject as it stands in subjects, without "(no subject)".
    var bareSubject = ""

    private func lines(_ text: String) -> String {
        text.utf8.contains(UInt8(ascii: "\n")) ? escaped(text).replacing("\n", with: "<br>\n") : escaped(text)
    }
}

/// Without control characters but line breaks and tabs, and without marks that turn the direction of what follows.
private func clean(_ text: String) -> String {
    let isSuspect = text.utf8.contains { byte in
        byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }
    guard isSuspect else { return text }
    let kept = text.replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
    return String(String.UnicodeScalarView(kept))
}

/// Text as HTML shows it.
func escaped(_ text: String) -> String {
    let needsIt = text.utf8.contains { byte in
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "'")
    }
    guard needsIt else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
