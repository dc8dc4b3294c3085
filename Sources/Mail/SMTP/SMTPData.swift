import NIOCore

/// A message as it crosses the wire between DATA and the final dot.
struct SMTPData {
    private(set) var buffer: ByteBuffer
    let hasEightBit: Bool
    /// An address or a word in the header goes as UTF-8, which only SMTPUTF8 allows (RFC 6532 §3).
    let hasEightBitHeader: Bool

    /// The end of the data; sent by itself, so that a break before it is known to be one.
    static let end = ".\r\n"

    /// Every line end becomes CRLF, and a dot at the beginning of a line is doubled (RFC 5321 §4.5.2). A bare CR or LF
    /// that some server takes for a line end is how mail is smuggled in.
    init(_ message: [UInt8]) {
        buffer = ByteBufferAllocator().buffer(capacity: message.count + message.count / 32 + 16)
        hasEightBit = message.contains { $0 >= 0x80 }
        hasEightBitHeader = hasEightBit && header(of: message).contains { $0 >= 0x80 }
        message.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                // Everything up to an LF, which may still hold bare CRs.
                let end = rest.offset(of: 0x0A)
                var block = rest.first(end ?? rest.count)
                rest = rest.dropping(block.count + 1)
                if end != nil, block.last == 0x0D { block = block.first(block.count - 1) }
                let isOver = end == nil && block.last == 0x0D
                writeLines(block, endsWithLine: !isOver)
            }
        }
    }

    /// Writes what stands between two LFs as one line, or as several where bare CRs divide it.
    private mutating func writeLines(_ block: UnsafeRawBufferPointer, endsWithLine: Bool) {
        var rest = block
        while let end = rest.offset(of: 0x0D) {
            writeLine(rest.first(end))
            rest = rest.dropping(end + 1)
        }
        if endsWithLine || !rest.isEmpty { writeLine(rest) }
    }

    private mutating func writeLine(_ line: UnsafeRawBufferPointer) {
        if line.first == UInt8(ascii: ".") { buffer.writeInteger(UInt8(ascii: ".")) }
        buffer.writeBytes(line)
        buffer.writeStaticString("\r\n")
    }
}

/// Everything before the first empty line.
private func header(of message: [UInt8]) -> ArraySlice<UInt8> {
    var lineStart = 0
    for index in message.indices where message[index] == 0x0A {
        let line = message[lineStart..<index]
        if line.isEmpty || line.elementsEqual([0x0D]) { return message[..<lineStart] }
        lineStart = index + 1
    }
    return message[...]
}
