import FoundationEssentials

/// A message as it came, understood as far as it goes. Reading never fails: see `defects` for what was wrong.
public struct Email: Sendable {
    /// The path of a bounce: the topmost Return-Path field.
    public enum ReturnPath: Sendable, Hashable {
        /// `<>`: the mail was sent by a machine and wants no answer.
        case null
        /// The envelope sender.
        case address(String)
    }

    /// The fields of the top header.
    public let headers: Headers
    /// Decoded, on one line, at most 1000 characters; empty if there is none.
    public let subject: String
    /// The first mailbox of From; nil if it names none.
    public let from: Address?
    /// One From field with one mailbox in it. What a server says of a From that names several may be said of any of them
    /// (RFC 7489 §6.6.1).
    public let hasOneFrom: Bool
    /// The mailbox of Sender.
    public let sender: Address?
    /// The mailboxes of Reply-To.
    public let replyTo: [Address]
    /// The mailboxes of To; groups dissolved.
    public let to: [Address]
    /// The mailboxes of Cc; groups dissolved.
    public let cc: [Address]
    /// The addresses in Delivered-To, X-Original-To, Envelope-To, X-Forwarded-To, in that order, each once.
    public let envelopeRecipients: [String]
    /// From the topmost Return-Path field; nil if there is none.
    public let returnPath: ReturnPath?
    /// What the sender says; nil if it cannot be read.
    public let date: Date?
    /// Message-ID without brackets, byte for byte.
    public let messageID: String?
    /// The identifiers of In-Reply-To, without brackets.
    public let inReplyTo: [String]
    /// The identifiers of References, oldest first, without brackets.
    public let references: [String]
    /// The whole text, decoded, with LF as line break; made from the HTML where there is no plain text.
    public let text: String
    /// The HTML as it was sent, decoded.
    public let html: String?
    /// The files, those shown inside the HTML included.
    public let attachments: [Attachment]
    /// Detached signatures (S/MIME, OpenPGP). They prove nothing until somebody verifies them.
    public let signatureFiles: [Attachment]
    /// What was wrong with the message, each once.
    public let defects: [Defect]

    let written: [String: [Address]]
    let content: MessageContent
    let type: ContentType
    let cache: ParsedHTML

    /// Reads a message. Never throws, whatever the bytes; time and memory are linear in their number.
    public init(parsing raw: [UInt8], limits: ParsingLimits = .standard) {
        let reader = MessageReader(raw, limits: limits)
        headers = reader.headers
        let title = (headers.first("Subject") ?? "").trimmed
        subject = title.utf8.count <= 1000 ? title : String(title.prefix(1000))
        from = reader.from
        hasOneFrom = reader.hasOneFrom
        sender = reader.sender
        replyTo = reader.replyTo
        to = reader.to
        cc = reader.cc
        envelopeRecipients = reader.envelopeRecipients
        returnPath = reader.returnPath
        date = reader.date
        messageID = headers.raw("Message-ID").flatMap(MessageIDs.single)
        inReplyTo = MessageIDs.list(Array(headers.allRaw("In-Reply-To").joined(separator: [.space])))
        references = MessageIDs.list(Array(headers.allRaw("References").joined(separator: [.space])))
        html = reader.content.html
        attachments = reader.content.attachments
        signatureFiles = reader.content.signatureFiles
        written = reader.written
        content = reader.content
        type = reader.type
        cache = ParsedHTML(html)
        let plain = reader.content.plain ?? ""
        text = plain.isBlank && html != nil ? cache.text : plain.withoutTrailingLines
        defects = reader.defects + (cache.isCut ? [.htmlTooComplex] : [])
    }
}

extension String {
    /// The text without line breaks and blanks at its end.
    var withoutTrailingLines: String {
        var end = utf8.endIndex
        while end > utf8.startIndex, utf8[utf8.index(before: end)].isWhitespace { end = utf8.index(before: end) }
        return end == utf8.endIndex ? self : String(self[..<end])
    }
}
