import NIOCore

/// A message as it crosses the wire between DATA and the final dot.
struct SMTPData {
    private(set) var buffer: ByteBuffer
    let hasEightBit: Bool

    /// The end of the data; sent by itself, so that a break before it is known to be one.
    static let end = ".\r\n"

    /// Every line end becomes CRLF, and a dot at the beginning of a line is doubled (RFC 5321 §4.5.2). A bare CR or LF
    /// that some server takes for a line end is how mail is smuggled in.
    init(_ message: [UInt8]) {
        buffer = ByteBufferAllocator().buffer(capacity: message.count + message.count / 32 + 16)
        var eight: UInt8 = 0
        var start = 0
        while start < message.count {
            var end = start
            while end < message.count, message[end] != 0x0D, message[end] != 0x0A {
                eight |= message[end]
                end += 1
            }
            if end > start || end < message.count {
                if end > start, message[start] == UInt8(ascii: ".") { buffer.writeInteger(UInt8(ascii: ".")) }
                buffer.writeBytes(message[start..<end])
                buffer.writeStaticString("\r\n")
            }
            let isPair = end + 1 < message.count && message[end] == 0x0D && message[end + 1] == 0x0A
            start = end + (isPair ? 2 : 1)
        }
        hasEightBit = eight >= 0x80
    }
}
