import Foundation
import Mail

/// Tells whether two messages are copies of one mail, whichever mailbox they came to and on which way.
///
/// Message-ID alone is chosen by the sender. Together with the sender, the length of the body and both of its ends it tells
/// two mails under one id apart. Left out is what differs from one way to another: the headers (Received, Delivered-To),
/// carriage returns (a pipe brings LF, a mail server CRLF), blank lines at the end.
enum MailIdentity {
    /// 16 bytes; where Message-ID is missing, the whole message stands in for it.
    static func hash(of raw: [UInt8], _ email: Email) -> [UInt8] {
        guard let id = email.messageID else { return Array(sha256(raw).prefix(16)) }
        let sender = email.from?.key ?? ""
        let content = raw.withUnsafeBytes { raw in
            let body = trimmedBody(of: raw), length = body.count - returns(in: body)
            var content = Array("\(id)\n\(sender)\n\(length)\n".utf8)
            content.reserveCapacity(content.count + min(length, 2 * endBytes))
            if length <= 2 * endBytes {
                append(body, upTo: length, to: &content)
            } else {
                append(body, upTo: endBytes, to: &content)
                append(UnsafeRawBufferPointer(rebasing: body[end(of: body)...]), upTo: endBytes, to: &content)
            }
            return content
        }
        return Array(sha256(content).prefix(16))
    }

    /// How much of either end of the body is looked at, in bytes without carriage returns.
    private static let endBytes = 4 << 10

    /// What follows the first empty line, without white space at its end.
    private static func trimmedBody(of raw: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var lineIsEmpty = false, start = raw.count
        for (index, byte) in raw.enumerated() where byte != 13 {
            if byte == 10, lineIsEmpty {
                start = index + 1
                break
            }
            lineIsEmpty = byte == 10
        }
        var end = raw.count
        while end > start, [10, 13, 32].contains(raw[end - 1]) { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: raw[start..<end])
    }

    private static func returns(in bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0, rest = bytes
        while let found = firstReturn(in: rest) {
            count += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(found + 1)...])
        }
        return count
    }

    /// Where the last `endBytes` bytes begin, carriage returns not counted.
    private static func end(of body: UnsafeRawBufferPointer) -> Int {
        var start = body.count, count = 0
        while start > 0, count < endBytes {
            start -= 1
            count += body[start] == 13 ? 0 : 1
        }
        return start
    }

    /// Appends the first bytes of `bytes` that are no carriage returns.
    private static func append(_ bytes: UnsafeRawBufferPointer, upTo length: Int, to content: inout [UInt8]) {
        var rest = bytes, left = length
        while left > 0, !rest.isEmpty {
            let line = UnsafeRawBufferPointer(rebasing: rest[..<(firstReturn(in: rest) ?? rest.count)])
            content += UnsafeRawBufferPointer(rebasing: line.prefix(left))
            left -= line.count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(line.count + 1))
        }
    }

    private static func firstReturn(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, 13, bytes.count) else { return nil }
        return UnsafeRawPointer(found) - start
    }
}
