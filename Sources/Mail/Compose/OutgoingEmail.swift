import FoundationEssentials

/// A file that goes out with a mail.
public struct OutgoingAttachment: Sendable, Hashable {
    /// Shown to the recipient.
    public var filename: String
    /// `type/subtype`.
    public var mimeType: String
    /// The bytes.
    public var content: [UInt8]
    /// Set for a picture to which the HTML refers as `cid:…`.
    public var contentID: String?

    /// A file from its parts.
    public init(filename: String, mimeType: String, content: [UInt8], contentID: String? = nil) {
        self.filename = filename
        self.mimeType = mimeType
        self.content = content
        self.contentID = contentID
    }
}

/// Why a mail cannot be composed.
public enum ComposeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// CR, LF, NUL or another control character in a header value: somebody tries to add fields of his own.
    case forbiddenCharacter(field: String)
    /// Not `local@domain`, or with white space, brackets or controls in it.
    case invalidAddress(String)
    /// A field name that RFC 5322 §2.2 does not allow, or one that composing writes itself.
    case invalidFieldName(String)
    /// Not an identifier of RFC 5322 §3.6.4.
    case invalidMessageID(String)

    /// What to tell.
    public var description: String {
        switch self {
        case .forbiddenCharacter(let field):
            "the header field \(field) contains a line break or another control character"
        case .invalidAddress(let address): "not an e-mail address: \(address.debugDescription)"
        case .invalidFieldName(let name): "not a usable header field name: \(name.debugDescription)"
        case .invalidMessageID(let id): "not a message identifier: \(id.debugDescription)"
        }
    }
}

/// A mail to be sent. `bytes()` gives the same bytes each time, so that a retry sends what was sent before.
public struct OutgoingEmail: Sendable {
    /// The author.
    public var from: Address
    /// Where answers go; empty: to `from`.
    public var replyTo: [Address]
    /// The visible recipients.
    public var to: [Address]
    /// The visible copies.
    public var cc: [Address]
    /// One line.
    public var subject: String
    /// Without brackets.
    public var messageID: String
    /// Identifiers without brackets.
    public var inReplyTo: [String]
    /// Oldest first, without brackets; long lists are trimmed in the middle.
    public var references: [String]
    /// Written in UTC.
    public var date: Date
    /// Further fields in their order.
    public var extraHeaders: [(name: String, value: String)]
    /// The plain text; LF or CRLF.
    public var text: String
    /// The same as HTML.
    public var html: String?
    /// Files, those with a Content-ID beside the HTML.
    public var attachments: [OutgoingAttachment]

    /// A mail from its parts.
    public init(
        from: Address, replyTo: [Address] = [], to: [Address], cc: [Address] = [], subject: String, messageID: String,
        inReplyTo: [String] = [], references: [String] = [], date: Date,
        extraHeaders: [(name: String, value: String)] = [], text: String,
        html: String? = nil, attachments: [OutgoingAttachment] = []
    ) {
        self.from = from
        self.replyTo = replyTo
        self.to = to
        self.cc = cc
        self.subject = subject
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.date = date
        self.extraHeaders = extraHeaders
        self.text = text
        self.html = html
        self.attachments = attachments
    }

    /// The message of RFC 5322 and RFC 2045: CRLF, ASCII only, no line longer than 998 bytes.
    /// - Throws: `ComposeError`.
    public func bytes() throws -> [UInt8] { try head() + tail() }

    /// The beginning, which differs from copy to copy: the header and the texts.
    /// - Throws: `ComposeError`.
    public func head() throws -> [UInt8] {
        var header = HeaderWriter()
        try header.addresses("From", [from])
        if !replyTo.isEmpty { try header.addresses("Reply-To", replyTo) }
        if !to.isEmpty { try header.addresses("To", to) }
        if !cc.isEmpty { try header.addresses("Cc", cc) }
        try header.text("Subject", subject)
        try header.identifiers("Message-ID", [messageID])
        if !inReplyTo.isEmpty { try header.identifiers("In-Reply-To", ReferenceList.usable(inReplyTo)) }
        if !references.isEmpty { try header.identifiers("References", ReferenceList.trimmed(references)) }
        try header.text("Date", MailDate.format(date))
        for field in extraHeaders { try header.extra(field.name, field.value) }
        try header.text("MIME-Version", "1.0")
        return header.bytes + BodyWriter(self).head()
    }

    /// The rest: the files, the same for each mail with these files under this Message-ID. Empty where there are none.
    public func tail() -> [UInt8] { BodyWriter(self).tail() }
}
