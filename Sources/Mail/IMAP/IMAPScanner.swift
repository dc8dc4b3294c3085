/// Reads one response from left to right. Never traps: what does not fit the grammar throws `IMAPSyntaxError`.
struct IMAPScanner {
    private let frame: IMAPFrame
    private var line = 0
    private var position = 0
    private var literal = 0

    init(_ frame: IMAPFrame) { self.frame = frame }

    private var bytes: [UInt8] { line < frame.lines.count ? frame.lines[line] : [] }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    var isAtEnd: Bool { next == nil }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func require(_ byte: UInt8) throws {
        guard skip(byte) else { throw IMAPSyntaxError(position: position, wanted: String(UnicodeScalar(byte))) }
    }

    mutating func skipSpaces() {
        while skip(0x20) {}
    }

    /// What is left of the line, for people.
    mutating func rest() -> String {
        defer { position = bytes.count }
        return String(decoding: bytes[min(position, bytes.count)...], as: UTF8.self)
    }

    /// `number = 1*DIGIT`, also `number64`
    mutating func number() throws -> Int {
        var value = 0
        let start = position
        while let digit = next, (0x30...0x39).contains(digit) {
            guard position - start < 18 else { throw IMAPSyntaxError(position: position, wanted: "a smaller number") }
            value = value * 10 + Int(digit - 0x30)
            position += 1
        }
        guard position > start else { throw IMAPSyntaxError(position: position, wanted: "a number") }
        return value
    }

    /// `nz-number` of 32 bits
    mutating func uid() throws -> UID {
        guard let value = UInt32(exactly: try number()), value > 0 else {
            throw IMAPSyntaxError(position: position, wanted: "a number of 32 bits")
        }
        return UID(value)
    }

    /// `atom = 1*ATOM-CHAR`, up to a bracket of any kind.
    mutating func atom() throws -> String {
        let start = position
        while let byte = next, byte > 0x20, byte != 0x7F, !IMAPScanner.endsAtom(byte) { position += 1 }
        guard position > start else { throw IMAPSyntaxError(position: position, wanted: "a word") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func endsAtom(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "{")
            || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }

    /// `quoted = DQUOTE *QUOTED-CHAR DQUOTE`
    private mutating func quoted() throws -> [UInt8] {
        try require(UInt8(ascii: "\""))
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"):
                guard let escaped = next else { break }
                position += 1
                text.append(escaped)
            default: text.append(byte)
            }
        }
        throw IMAPSyntaxError(position: position, wanted: "a closing quote")
    }

    /// `nstring = string / nil`, where `string = quoted / literal`; `literal8 = "~{" …` is taken for one as well.
    mutating func optionalString() throws -> IMAPLiteral? {
        switch next {
        case UInt8(ascii: "\""):
            let text = try quoted()
            return IMAPLiteral(bytes: text, announced: text.count)
        case UInt8(ascii: "{"), UInt8(ascii: "~"): return try takeLiteral()
        default:
            let start = position
            guard try atom().uppercased() == "NIL" else {
                throw IMAPSyntaxError(position: start, wanted: "a string or NIL")
            }
            return nil
        }
    }

    /// `astring = 1*ASTRING-CHAR / string`
    mutating func anyString() throws -> String {
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "~"):
            String(decoding: try optionalString()?.bytes ?? [], as: UTF8.self)
        default: try word()
        }
    }

    /// More than an atom: servers put `\`, `*`, `%` and brackets into flags, keywords and folder names.
    private mutating func word() throws -> String {
        let start = position
        while let byte = next, byte != 0x20, byte != UInt8(ascii: "("), byte != UInt8(ascii: ")") { position += 1 }
        guard position > start else { throw IMAPSyntaxError(position: position, wanted: "a word") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func takeLiteral() throws -> IMAPLiteral {
        guard bytes.last == UInt8(ascii: "}"), !bytes[position...].dropFirst(2).contains(UInt8(ascii: "{")),
            literal < frame.literals.count, line + 1 < frame.lines.count
        else { throw IMAPSyntaxError(position: position, wanted: "a literal") }
        defer {
            literal += 1
            line += 1
            position = 0
        }
        return frame.literals[literal]
    }

    /// Words in parentheses: flags, attributes. `"(" [word *(SP word)] ")"`
    mutating func words() throws -> [String] {
        try require(UInt8(ascii: "("))
        var words: [String] = []
        while !skip(UInt8(ascii: ")")) {
            guard !isAtEnd else { throw IMAPSyntaxError(position: position, wanted: ")") }
            words.append(try anyString())
            skipSpaces()
        }
        return words
    }

    /// Passes over any value: a word, a string, or a list of them, however deep.
    mutating func skipValue() throws {
        var depth = 0
        repeat {
            skipSpaces()
            switch next {
            case nil: throw IMAPSyntaxError(position: position, wanted: "a value")
            case UInt8(ascii: "("):
                position += 1
                depth += 1
            case UInt8(ascii: ")"):
                guard depth > 0 else { throw IMAPSyntaxError(position: position, wanted: "a value") }
                position += 1
                depth -= 1
            default: _ = try anyString()
            }
        } while depth > 0
    }
}

/// What a server sent does not fit the grammar.
struct IMAPSyntaxError: Error, Hashable, CustomStringConvertible {
    var position: Int
    var wanted: String

    var description: String { "expected \(wanted) at byte \(position)" }
}
