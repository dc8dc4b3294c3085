/// Markup, composed by string interpolation.
///
/// Literal text is markup; every interpolated string or number is escaped, so that it stays text in an element and in
/// a double-quoted attribute alike. Only other `HTML`, optional or in arrays, passes through as it is:
/// ```swift
/// let row: HTML = "<li title=\"\(subject)\">\(isUnread ? dot : nil)\(subject)</li>"
/// ```
/// Other types are refused by the compiler: say how they are to read.
struct HTML: Sendable, Equatable {
    /// The markup as it will be sent.
    let text: String

    /// Takes markup as it is. For content that was sanitised before, and for nothing else.
    init(safe text: String) {
        self.text = text
    }

    /// No markup at all.
    static let empty = HTML(safe: "")

    /// Whether there is no markup at all.
    var isEmpty: Bool { text.isEmpty }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ markup: HTML) {
            text += markup.text
        }

        mutating func appendInterpolation(_ markup: HTML?) {
            if let markup { text += markup.text }
        }

        mutating func appendInterpolation(_ markup: [HTML]) {
            for part in markup { text += part.text }
        }

        mutating func appendInterpolation(_ value: String) {
            text.appendEscaped(value)
        }

        mutating func appendInterpolation(_ value: Substring) {
            text.appendEscaped(String(value))
        }

        mutating func appendInterpolation(_ value: Int) {
            text += String(value)
        }
    }
}

extension Sequence<HTML> {
    /// The parts with `separator` between them.
    func joined(by separator: HTML) -> HTML {
        HTML(safe: map(\.text).joined(separator: separator.text))
    }
}

extension String {
    /// Appends `value` so that it reads as text in an element and in a quoted attribute.
    fileprivate mutating func appendEscaped(_ value: String) {
        let bytes = value.utf8
        guard var next = bytes.firstIndex(where: { $0.entity != nil }) else {
            self += value
            return
        }
        var start = bytes.startIndex
        while next < bytes.endIndex {
            if let entity = bytes[next].entity {
                self += value[start..<next]
                self += entity
                start = bytes.index(after: next)
            }
            bytes.formIndex(after: &next)
        }
        self += value[start...]
    }
}

extension UInt8 {
    /// What stands for this byte in markup; `nil` where it may stand for itself.
    fileprivate var entity: String? {
        switch self {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
