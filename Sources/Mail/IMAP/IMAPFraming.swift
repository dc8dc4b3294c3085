/// One whole response of an IMAP server: lines, and the literals between them.
struct IMAPFrame: Sendable, Hashable {
    /// The text without its line ends; each line but the last ends with the announcement `{n}` of the literal after it.
    var lines: [[UInt8]] = []
    /// The literals in order.
    var literals: [IMAPLiteral] = []
}

/// The bytes of a literal, or the beginning of one that was longer than we accept.
struct IMAPLiteral: Sendable, Hashable {
    var bytes: [UInt8]
    /// How many bytes the server announced and sent.
    var announced: Int

    var isWhole: Bool { bytes.count == announced }
}

/// Cuts what an IMAP server sends into whole responses.
///
/// RFC 9051 §9: `literal = "{" number64 ["+"] "}" CRLF *CHAR8`
struct IMAPFraming: WireFraming {
    /// What one response may contain.
    struct Limits: Sendable {
        /// All lines of a response together; a SEARCH in a folder of a million messages takes 8 MB.
        var lineBytes = 16 << 20
        /// The bytes of a literal that are kept; the rest is read and thrown away.
        var keptLiteralBytes = 50 << 20
        /// The announced length of a literal from which on we hang up.
        var literalBytes = 1 << 30
        /// The literals in one response.
        var literals = 1_000
    }

    private let limits: Limits
    private var frame = IMAPFrame()
    private var line: [UInt8] = []
    private var textBytes = 0
    /// Bytes of the present literal that are still to come.
    private var missing: Int?
    private var keptBytes = 0

    init(limits: Limits = Limits()) { self.limits = limits }

    mutating func feed(_ bytes: UnsafeRawBufferPointer, emit: (IMAPFrame) -> Void) throws {
        var rest = bytes
        while !rest.isEmpty {
            if missing != nil {
                takeLiteral(&rest)
            } else if try takeLine(&rest) {
                emit(frame)
                frame = IMAPFrame()
                textBytes = 0
                keptBytes = 0
            }
        }
    }

    static func byteCount(of frame: IMAPFrame) -> Int {
        frame.lines.reduce(0) { $0 + $1.count } + frame.literals.reduce(0) { $0 + $1.bytes.count }
    }

    private mutating func takeLiteral(_ rest: inout UnsafeRawBufferPointer) {
        guard let wanted = missing else { return }
        let taken = min(wanted, rest.count)
        let last = frame.literals.count - 1
        let kept = min(taken, max(0, limits.keptLiteralBytes - keptBytes))
        frame.literals[last].bytes.append(contentsOf: rest.first(kept))
        keptBytes += kept
        rest = rest.dropping(taken)
        missing = wanted == taken ? nil : wanted - taken
    }

    /// Takes bytes up to the line end, and tells whether the response is complete.
    private mutating func takeLine(_ rest: inout UnsafeRawBufferPointer) throws -> Bool {
        let end = rest.offset(of: 0x0A)
        let piece = rest.first(end ?? rest.count)
        textBytes += piece.count
        guard textBytes <= limits.lineBytes else {
            throw ConnectionError.tooLong(what: "a line", limit: limits.lineBytes)
        }
        line.append(contentsOf: piece)
        rest = rest.dropping(piece.count + (end == nil ? 0 : 1))
        guard end != nil else { return false }
        if line.last == 0x0D { line.removeLast() }
        // Some servers put an empty line between two responses, or behind a literal (python/cpython#88574).
        if line.isEmpty, frame.lines.isEmpty || isBehindLiteral && hasOpenParenthesis { return false }
        let length = isHumanText ? nil : announcedLength(line)
        frame.lines.append(line)
        line = []
        guard let length else { return true }
        try expectLiteral(length)
        return false
    }

    private var isBehindLiteral: Bool { frame.lines.count == frame.literals.count }

    /// Whether more must come: a parenthesis of the lines so far is open, outside of quotes.
    private var hasOpenParenthesis: Bool {
        var depth = 0
        for line in frame.lines {
            var isQuoted = false, isEscaped = false
            for byte in line {
                switch byte {
                case _ where isEscaped: isEscaped = false
                case UInt8(ascii: "\\") where isQuoted: isEscaped = true
                case UInt8(ascii: "\""): isQuoted.toggle()
                case UInt8(ascii: "(") where !isQuoted: depth += 1
                case UInt8(ascii: ")") where !isQuoted: depth -= 1
                default: break
                }
            }
        }
        return depth > 0
    }

    private mutating func expectLiteral(_ length: Int) throws {
        guard length <= limits.literalBytes else {
            throw ConnectionError.tooLong(what: "a literal", limit: limits.literalBytes)
        }
        guard frame.literals.count < limits.literals else {
            throw ConnectionError.tooLong(what: "a response with literals", limit: limits.literals)
        }
        frame.literals.append(IMAPLiteral(bytes: [], announced: length))
        // Untouched memory costs nothing; one allocation of the right size spares copies while the message grows.
        let room = max(0, limits.keptLiteralBytes - keptBytes)
        frame.literals[frame.literals.count - 1].bytes.reserveCapacity(min(length, room))
        missing = length == 0 ? nil : length
    }

    /// Text for people may end in `{5}` without meaning a literal: tagged and status responses, and `+`.
    private var isHumanText: Bool {
        guard frame.literals.isEmpty else { return false }
        guard line.starts(with: "* ".utf8) else { return true }
        let word = line.dropFirst(2).prefix(8).split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
        return ["OK", "NO", "BAD", "BYE", "PREAUTH"].contains(
            String(decoding: word.first ?? [], as: UTF8.self).uppercased())
    }
}

/// The `n` of a line that ends with `{n}` or `{n+}`; no more than 2⁴⁰.
private func announcedLength(_ line: [UInt8]) -> Int? {
    guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
    var digits = line[(open + 1)..<(line.count - 1)]
    if digits.last == UInt8(ascii: "+") { digits.removeLast() }
    guard !digits.isEmpty, digits.count <= 20 else { return nil }
    var length = 0
    for digit in digits {
        guard (0x30...0x39).contains(digit) else { return nil }
        length = min(length * 10 + Int(digit - 0x30), 1 << 40)
    }
    return length
}
