/// Content-Transfer-Encoding (RFC 2045 §6), decoded without ever giving up.
enum TransferEncoding: Sendable, Hashable {
    case identity
    case base64
    case quotedPrintable
    case uuencode
    case unknown

    /// From the value of the header field; absent or empty means `identity`.
    init(field: [UInt8]?) {
        var scanner = ParameterScanner(field ?? [])
        let name = String(ascii: scanner.readValue().utf8.filter { $0.isAlphanumeric || $0 == .hyphen })
        switch name {
        case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "none": self = .identity
        case "base64", "base-64", "x-base64": self = .base64
        case "quoted-printable", "quotedprintable", "qp": self = .quotedPrintable
        case "x-uuencode", "uuencode", "x-uue", "uue": self = .uuencode
        default: self = .unknown
        }
    }

    /// The decoded bytes, and whether something in them did not belong there.
    func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], isDamaged: Bool) {
        switch self {
        case .identity, .unknown: (Array(bytes), false)
        case .base64: Base64.isOther(bytes) ? (Array(bytes), true) : Base64.decode(bytes)
        case .quotedPrintable: QuotedPrintable.decode(bytes)
        case .uuencode: UUEncoding.decodeBlock(bytes)
        }
    }
}

/// base64 (RFC 2045 §6.8): junk is skipped, missing padding is added, several blocks in a row are joined.
enum Base64 {
    private static let junk: UInt8 = 0xFF
    private static let standard: [UInt8] = {
        var table = [UInt8](repeating: junk, count: 256)
        for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            table[Int(byte)] = UInt8(value)
        }
        return table
    }()
    /// With the two digits of web addresses as well (RFC 4648 §5).
    private static let table: [UInt8] = {
        var table = standard
        table[Int(UInt8.hyphen)] = 62
        table[Int(UInt8.underscore)] = 63
        return table
    }()

    /// Whether the label is wrong: plain words, or so much that base64 has not that decoding would only destroy it.
    static func isOther(_ input: UnsafeBufferPointer<UInt8>) -> Bool {
        var junk = 0
        var words = 0
        var digits = 0
        var isAfterBlank = false
        for byte in input.prefix(1024) {
            if byte == .equals { break }
            let isDigit = table[Int(byte)] != Self.junk
            if isDigit { digits += 1 } else if !byte.isWhitespace { junk += 1 }
            if isDigit, isAfterBlank { words += 1 }
            isAfterBlank = byte.isBlank
        }
        if words == 0, digits > 0, digits.isMultiple(of: 4) { return false }
        return junk > 0 && (junk + words) * 10 > digits
    }

    static func decode(_ input: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], isDamaged: Bool) {
        var isDamaged = false
        // Nobody writes both alphabets: where `+` or `/` stands, hyphens are a line that somebody drew.
        let hasMarks = ByteSearch.find("+", in: input) != nil || ByteSearch.find("/", in: input) != nil
        let output = [UInt8](unsafeUninitializedCapacity: input.count / 4 * 3 + 3) { output, length in
            (hasMarks ? standard : table).withUnsafeBufferPointer { table in
                var count = 0
                var index = 0
                var group: UInt32 = 0
                var digits = 0
                // Where the line begins, and what had been read by then.
                var line: (start: Int, count: Int, group: UInt32, digits: Int)?
                while index < input.count {
                    if index > 0, input[index - 1] == .lf { line = (index, count, group, digits) }
                    if digits == 0 {
                        let groups = wholeGroups(input[index...], to: output[count...], table)
                        index += groups * 4
                        count += groups * 3
                        guard index < input.count else { break }
                    }
                    let byte = input[index]
                    let value = table[Int(byte)]
                    index += 1
                    if value != junk {
                        group = group << 6 | UInt32(value)
                        digits += 1
                        if digits == 4 {
                            put(group, in: output, at: count)
                            count += 3
                            digits = 0
                        }
                    } else if byte == .equals {
                        count += flush(group, digits, output, count)
                        digits = 0
                        guard continuesAfterPadding(input, &index, table) else { break }
                    } else if !byte.isWhitespace || byte.isBlank {
                        if let begun = line, begun.count > 0, isForeign(input, begun.start, table) {
                            isDamaged = true
                            (count, group, digits) = (begun.count, begun.group, begun.digits)
                            break
                        }
                        line = nil
                        if !byte.isBlank { isDamaged = true }
                    } else if byte == .lf {
                        line = nil
                    }
                }
                length = count + flush(group, digits, output, count)
            }
        }
        return (output, isDamaged)
    }

    /// Whether a line is no base64 but what a list or a scanner has put behind it: words, or mostly marks.
    private static func isForeign(
        _ input: UnsafeBufferPointer<UInt8>, _ start: Int, _ table: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let line = input[start...].prefix { $0 != .lf }.prefix(1000).trimmed()
        guard !line.isEmpty else { return false }
        let isDrawn = line.allSatisfy { $0 == .hyphen || $0 == .underscore }
        let junk = line.count { !$0.isBlank && table[Int($0)] == Self.junk }
        let hasWords =
            line.contains(where: \.isBlank) && !input.prefix(80).prefix { $0 != .lf }.contains(where: \.isBlank)
        return isDrawn || hasWords || junk * 4 > line.count
    }

    /// Decodes groups of four digits up to whatever else there is: a line of a well-written mail at a time.
    /// - Returns: how many groups.
    @inline(__always)
    private static func wholeGroups(
        _ input: Slice<UnsafeBufferPointer<UInt8>>, to output: Slice<UnsafeMutableBufferPointer<UInt8>>,
        _ table: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let input = UnsafeBufferPointer(rebasing: input), output = UnsafeMutableBufferPointer(rebasing: output)
        let most = input.count / 4
        var groups = 0
        while groups < most {
            let a = UInt32(table[Int(input[groups * 4])]), b = UInt32(table[Int(input[groups * 4 + 1])])
            let c = UInt32(table[Int(input[groups * 4 + 2])]), d = UInt32(table[Int(input[groups * 4 + 3])])
            guard (a | b | c | d) & 0xC0 == 0 else { break }
            put(a << 18 | b << 12 | c << 6 | d, in: output, at: groups * 3)
            groups += 1
        }
        return groups
    }

    @inline(__always)
    private static func put(_ group: UInt32, in output: UnsafeMutableBufferPointer<UInt8>, at index: Int) {
        output[index] = UInt8(truncatingIfNeeded: group >> 16)
        output[index + 1] = UInt8(truncatingIfNeeded: group >> 8)
        output[index + 2] = UInt8(truncatingIfNeeded: group)
    }

    /// Writes the one or two bytes of an incomplete group.
    private static func flush(_ group: UInt32, _ digits: Int, _ output: UnsafeMutableBufferPointer<UInt8>, _ count: Int)
        -> Int
    {
        guard digits > 1 else { return 0 }
        let bits = group << UInt32((4 - digits) * 6)
        output[count] = UInt8(truncatingIfNeeded: bits >> 16)
        if digits == 2 { return 1 }
        output[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        return 2
    }

    /// After `=` a further block may follow, but so may the footer of a mailing list: only a line that is base64 from
    /// end to end counts.
    private static func continuesAfterPadding(
        _ input: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ table: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        while index < input.count, input[index] == .equals || input[index].isWhitespace { index += 1 }
        var end = index
        while end < input.count, table[Int(input[end])] != junk { end += 1 }
        let digits = end - index
        while end < input.count, input[end] == .equals { end += 1 }
        let isWholeLine = end == input.count || input[end].isWhitespace && !input[end].isBlank
        return digits > 0 && (end - index).isMultiple(of: 4) && isWholeLine
    }
}

/// quoted-printable (RFC 2045 §6.7): an impossible `=XX` stays as it is, soft breaks may have blanks after the `=`.
enum QuotedPrintable {
    static func decode(_ input: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], isDamaged: Bool) {
        var isDamaged = false
        let output = [UInt8](unsafeUninitializedCapacity: input.count) { output, count in
            var index = 0
            while index < input.count {
                let byte = input[index]
                if byte == .equals {
                    if index + 2 < input.count, let high = input[index + 1].hexValue,
                        let low = input[index + 2].hexValue
                    {
                        output[count] = high << 4 | low
                        count += 1
                        index += 3
                        continue
                    }
                    if let next = afterSoftBreak(input, index + 1) {
                        index = next
                        continue
                    }
                    isDamaged = true
                } else if byte == .lf || byte == .cr {
                    // Blanks before a hard break were added on the way (rule 3).
                    while count > 0, output[count - 1].isBlank, input[index - 1].isBlank { count -= 1 }
                }
                output[count] = byte
                count += 1
                index += 1
            }
        }
        return (output, isDamaged)
    }

    /// Where the text goes on after `=`, blanks and a line break; nil if there is no line break.
    private static func afterSoftBreak(_ input: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < input.count, input[index].isBlank { index += 1 }
        if index == input.count { return index }
        if input[index] == .cr { return index + 1 < input.count && input[index + 1] == .lf ? index + 2 : index + 1 }
        return input[index] == .lf ? index + 1 : nil
    }
}
