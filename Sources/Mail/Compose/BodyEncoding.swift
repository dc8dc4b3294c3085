/// Content-Transfer-Encoding of what we send: always 7-bit on the wire.
enum BodyEncoding {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let hex = Array("0123456789ABCDEF".utf8)

    /// base64 with CRLF after each line of `lineLength` characters.
    static func base64(_ input: [UInt8], lineLength: Int = 76) -> [UInt8] {
        let length = (input.count + 2) / 3 * 4
        return [UInt8](unsafeUninitializedCapacity: length + (lineLength == .max ? 0 : length / lineLength * 2) + 2) {
            output, count in
            alphabet.withUnsafeBufferPointer { alphabet in
                var column = 0
                var index = 0
                while index < input.count {
                    if column >= lineLength {
                        output[count] = .cr
                        output[count + 1] = .lf
                        count += 2
                        column = 0
                    }
                    let left = input.count - index
                    let second = left > 1 ? UInt32(input[index + 1]) : 0
                    let third = left > 2 ? UInt32(input[index + 2]) : 0
                    let group = UInt32(input[index]) << 16 | second << 8 | third
                    output[count] = alphabet[Int(group >> 18)]
                    output[count + 1] = alphabet[Int(group >> 12 & 63)]
                    output[count + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : .equals
                    output[count + 3] = left > 2 ? alphabet[Int(group & 63)] : .equals
                    count += 4
                    column += 4
                    index += 3
                }
            }
        }
    }

    /// quoted-printable of text whose line breaks are LF or CRLF; lines of at most 76 characters.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count * 5 / 4)
        let normalized = LineBreaks.normalized(Array(text.utf8))
        let content = normalized.last == .lf ? normalized.dropLast() : normalized[...]
        for line in content.split(separator: .lf, omittingEmptySubsequences: false) {
            quotedLine(line, into: &output)
            output += [.cr, .lf]
        }
        return output
    }

    private static func quotedLine(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) {
        var column = 0
        for (offset, byte) in line.enumerated() {
            let isLast = offset == line.count - 1
            // Blanks at the end get lost, a dot alone ends the message for careless relays, "From " gets a ">".
            let isAtStart = column == 0 && (byte == .dot || byte == 0x46)
            let isPlain = byte > 0x20 && byte < 0x7F && byte != .equals && !isAtStart || byte.isBlank && !isLast
            let width = isPlain ? 1 : 3
            if column + width > 75 {
                output += [.equals, .cr, .lf]
                column = 0
            }
            if isPlain { output.append(byte) } else { output += [.equals, hex[Int(byte >> 4)], hex[Int(byte & 15)]] }
            column += width
        }
    }
}
