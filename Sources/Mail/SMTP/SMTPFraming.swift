/// Cuts what an SMTP server sends into replies.
struct SMTPFraming: WireFraming {
    /// RFC 5321 §4.5.3.1.5 allows 512 bytes; real servers send longer ones.
    private static let lineBytes = 4_096
    private static let replyLines = 200

    private var line: [UInt8] = []
    private var reply: SMTPReply?

    mutating func feed(_ bytes: UnsafeRawBufferPointer, emit: (SMTPReply) -> Void) throws {
        for byte in bytes {
            if byte == 0x0A {
                try endLine(emit)
            } else {
                guard line.count < Self.lineBytes else {
                    throw ConnectionError.tooLong(what: "a line", limit: Self.lineBytes)
                }
                line.append(byte)
            }
        }
    }

    static func byteCount(of frame: SMTPReply) -> Int { frame.lines.reduce(0) { $0 + $1.utf8.count } }

    private mutating func endLine(_ emit: (SMTPReply) -> Void) throws {
        defer { line.removeAll(keepingCapacity: true) }
        if line.last == 0x0D { line.removeLast() }
        guard let code = replyCode(line), reply == nil || reply?.code == code else {
            throw SMTPSyntaxError(line: String(decoding: line.prefix(200), as: UTF8.self))
        }
        var whole = reply ?? SMTPReply(code: code, lines: [])
        guard whole.lines.count < Self.replyLines else {
            throw ConnectionError.tooLong(what: "a reply", limit: Self.replyLines * Self.lineBytes)
        }
        whole.lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        reply = whole
        guard line.count == 3 || line[3] != UInt8(ascii: "-") else { return }
        emit(whole)
        reply = nil
    }
}

/// `Reply-code = %x32-35 %x30-35 %x30-39`, and what follows it is a blank, a hyphen or nothing.
private func replyCode(_ line: [UInt8]) -> Int? {
    guard line.count >= 3, line.prefix(3).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard line.count == 3 || line[3] == 0x20 || line[3] == UInt8(ascii: "-") else { return nil }
    let code = line.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return (200...599).contains(code) ? code : nil
}

/// What a server sent is no SMTP reply.
struct SMTPSyntaxError: Error, Hashable, CustomStringConvertible {
    var line: String

    var description: String { "it sent “\(line)”, which is no SMTP reply" }
}
