import Foundation

/// What to take of messages, and how much at a time.
public struct FetchLimits: Sendable, Hashable {
    /// Messages above this size are not taken whole.
    public var messageBytes: Int
    /// How much is asked for in one command; two commands are under way at a time.
    public var batchBytes: Int
    /// How many messages are asked for in one command.
    public var batchMessages: Int
    /// How much of the text of a message that is too large is taken.
    public var excerptBytes: Int

    /// Limits; as they stand, for a mailbox of a help desk.
    public init(
        messageBytes: Int = 50 << 20, batchBytes: Int = 4 << 20, batchMessages: Int = 50, excerptBytes: Int = 65_536
    ) {
        self.messageBytes = messageBytes
        self.batchBytes = batchBytes
        self.batchMessages = max(1, batchMessages)
        self.excerptBytes = excerptBytes
    }
}

/// One of the messages that were asked for.
public struct FetchedMessage: Sendable, Hashable {
    /// What came of a message.
    public enum Content: Sendable, Hashable {
        /// All its bytes, as they stand in the mailbox.
        case whole([UInt8])
        /// It is larger than the limit.
        case tooLarge(LargeMessage)
        /// It is no longer there.
        case missing
        /// The server would not hand it out, though it was asked for it alone; with the server's words.
        case refused(String)
    }

    /// Its number.
    public var uid: UID
    /// Its flags and keywords.
    public var flags: Set<Flag>
    /// When it reached the mailbox, where the server tells.
    public var internalDate: Date?
    /// Its size in bytes as the server tells; not always true (Exchange, Gmail).
    public var size: Int?
    /// Its bytes, or why there are none.
    public var content: Content

    /// What came of the message with that number.
    public init(uid: UID, flags: Set<Flag> = [], content: Content) {
        self.uid = uid
        self.flags = flags
        self.content = content
    }

    /// All its bytes, if it came whole.
    public var raw: [UInt8]? {
        if case .whole(let bytes) = content { bytes } else { nil }
    }
}

/// What was taken of a message above the size limit.
public struct LargeMessage: Sendable, Hashable {
    /// The size in bytes.
    public var size: Int
    /// The message's header with the blank line after it.
    public var headers: [UInt8]
    /// The MIME header of the first part; empty where the message has only one.
    public var firstPartHeaders: [UInt8]
    /// The beginning of the first part, still in its transfer encoding.
    public var firstPart: [UInt8]

    /// A small message that a MIME parser understands: the header and the first part, without everything else.
    public var excerpt: [UInt8] {
        guard !firstPartHeaders.isEmpty else { return headers + firstPart }
        let kept =
            fields(of: headers).filter { !isContentField($0) } + fields(of: firstPartHeaders).filter(isContentField)
        return kept.flatMap(\.self) + Array("\r\n".utf8) + firstPart
    }
}

/// The header's fields, each with its continuation lines and line end.
private func fields(of header: [UInt8]) -> [ArraySlice<UInt8>] {
    var fields: [ArraySlice<UInt8>] = []
    var start = 0
    while start < header.count {
        let end = (header[start...].firstIndex(of: 0x0A) ?? header.count - 1) + 1
        let line = header[start..<end]
        if let first = line.first, first == 0x20 || first == 0x09, let last = fields.indices.last {
            fields[last] = header[fields[last].startIndex..<end]
        } else if !line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            fields.append(line)
        }
        start = end
    }
    return fields
}

private func isContentField(_ field: ArraySlice<UInt8>) -> Bool {
    String(decoding: field.prefix(8), as: UTF8.self).lowercased() == "content-"
}
