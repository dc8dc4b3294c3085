/// Markup, composed by string interpolation.
///
/// Literal text is markup; every interpolated string or number is escaped, so that it stays text in an element and in
/// a double-quoted attribute alike. Only other `HTML`, optional or in arrays, passes through as it is:
/// ```swift
/// let row: HTML = "<li title=\"\(subject)\">\(isUnread ? dot : nil)\(subject)</li>"
/// ```
/// Other types are refused by the compiler: say how they are to read.
struct HTML: Sendable, Equatable {
    /// The markup as it will be sent: UTF-8.
    let bytes: [UInt8]

    /// Takes markup as it is. For content that was sanitised before, and for nothing else.
    init(safe text: String) {
        bytes = Array(text.utf8)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// No markup at all.
    static let empty = HTML(bytes: [])

    /// Whether there is no markup at all.
    var isEmpty: Bool { bytes.isEmpty }

    /// The markup as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) {
        bytes = Array(value.utf8)
    }

    init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        mutating func appendLiteral(_ literal: String) {
            bytes.append(contentsOf: literal.utf8)
        }

        mutating func appendInterpolation(_ markup: HTML) {
            bytes.append(contentsOf: markup.bytes)
        }

        mutating func appendInterpolation(_ markup: HTML?) {
            if let markup { bytes.append(contentsOf: markup.bytes) }
        }

        mutating func appendInterpolation(_ markup: [HTML]) {
            for part in markup { bytes.append(contentsOf: part.bytes) }
        }

        mutating func appendInterpolation(_ value: String) {
            bytes.appendEscaped(value.utf8)
        }

        mutating func appendInterpolation(_ value: Substring) {
            bytes.appendEscaped(value.utf8)
        }

        mutating func appendInterpolation(_ value: Int) {
            bytes.append(contentsOf: String(value).utf8)
        }

        /// A number of two digits with its leading zero, for times.
        mutating func appendInterpolation(twoDigits value: Int) {
            bytes.append(UInt8(ascii: "0") + UInt8(value / 10 % 10))
            bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
        }
    }
}

extension Sequence<HTML> {
    /// The parts with `separator` between them.
    func joined(by separator: HTML) -> HTML {
        HTML(joining: self, by: separator)
    }
}

extension HTML {
    fileprivate init(joining parts: some Sequence<HTML>, by separator: HTML) {
        var joined: [UInt8] = []
        var isFirst = true
        for part in parts {
            if !isFirst { joined.append(contentsOf: separator.bytes) }
            joined.append(contentsOf: part.bytes)
            isFirst = false
        }
        bytes = joined
    }
}

extension [UInt8] {
    /// Appends text so that it reads as text in an element and in a quoted attribute.
    fileprivate mutating func appendEscaped(_ text: some Collection<UInt8>) {
        let isDone: Void? = text.withContiguousStorageIfAvailable { appendEscaped(buffer: $0) }
        if isDone == nil { Array(text).withUnsafeBufferPointer { appendEscaped(buffer: $0) } }
    }

    private mutating func appendEscaped(buffer: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in buffer.indices {
            // All five that matter lie below "?", letters of any script above it.
            guard buffer[index] <= UInt8(ascii: ">"), let entity = entity(for: buffer[index]) else { continue }
            append(contentsOf: buffer[start..<index])
            append(contentsOf: entity.utf8)
            start = index + 1
        }
        append(contentsOf: buffer[start...])
    }

    /// What stands for this byte in markup; `nil` where it may stand for itself.
    private func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
