/// Content-Transfer-Encoding of what we send: always 7-bit on the wire.
enum BodyEncoding {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

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

    /// How many bytes of normalised text quoted-printable has to write as three.
    static func escapes(in content: [UInt8]) -> Int {
        content.reduce(0) { $0 + ($1 >= 0x7F || $1 < 0x20 && $1 != .lf && $1 != .tab || $1 == .equals ? 1 : 0) }
    }

    /// quoted-printable of text whose line breaks are LF; lines of at most 76 characters, CRLF after each.
    static func quotedPrintable(_ content: [UInt8]) -> [UInt8] {
        let content = content.last == .lf ? content.dropLast() : content[...]
        // Three bytes for one at worst, a soft break for each 73 of them at least, and the breaks of the text.
        let capacity = content.count * 3 + content.count * 3 / 73 * 3 + content.count + 8
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            content.withUnsafeBufferPointer { input in
                var writer = QuotedWriter(output: output)
                writer.write(input)
                count = writer.count
            }
        }
    }
}

private struct QuotedWriter {
    let output: UnsafeMutableBufferPointer<UInt8>
    var count = 0
    private var column = 0

    init(output: UnsafeMutableBufferPointer<UInt8>) { self.output = output }

    mutating func write(_ input: UnsafeBufferPointer<UInt8>) {
        for index in 0..<input.count {
            let byte = input[index]
            if byte == .lf {
                lineBreak()
            } else {
                write(byte, isLast: index + 1 == input.count || input[index + 1] == .lf)
            }
        }
        lineBreak()
    }

    @inline(__always)
    private mutating func write(_ byte: UInt8, isLast: Bool) {
        // Blanks at the end get lost, a dot alone ends the message for careless relays, "From " gets a ">".
        let isAtStart = column == 0 && (byte == .dot || byte == 0x46)
        let isPlain = byte > 0x20 && byte < 0x7F && byte != .equals && !isAtStart || byte.isBlank && !isLast
        if column + (isPlain ? 1 : 3) > 75 {
            put(.equals)
            lineBreak()
        }
        if isPlain {
            put(byte)
        } else {
            put(.equals)
            put(Self.hex(byte >> 4))
            put(Self.hex(byte & 15))
        }
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        output[count] = byte
        count += 1
        column += 1
    }

    private mutating func lineBreak() {
        output[count] = .cr
        output[count + 1] = .lf
        count += 2
        column = 0
    }

    private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x41 + digit - 10 }
}
