import FoundationEssentials

/// A mail inside a mail: what somebody forwarded.
public struct ForwardedMail: Sendable, Hashable {
    /// Display name of the original sender; nil if it is not told.
    public var name: String?
    /// Address of the original sender; nil if it is not told.
    public var address: String?
    /// Subject of the original; nil if it is not told.
    public var subject: String?
    /// When the original was sent, as it tells itself; nil if it cannot be read. Heads in a text name no zone: then UTC.
    public var date: Date?
    /// Text of the original.
    public var text: String
    /// What the forwarder wrote above it, without their signature.
    public var comment: String
    /// Message-ID of the original, without brackets; only an attached message has one.
    public var messageID: String?
    /// The files of the original. A mail forwarded as text brings them along as its own.
    public var attachments: [Attachment]

    /// The fields as they are.
    public init(
        name: String?, address: String?, subject: String?, date: Date? = nil, text: String, comment: String = "",
        messageID: String? = nil, attachments: [Attachment] = []
    ) {
        self.name = name
        self.address = address
        self.subject = subject
        self.date = date
        self.text = text
        self.comment = comment
        self.messageID = messageID
        self.attachments = attachments
    }
}

extension Email {
    /// nil if nothing was forwarded. An attached message is better evidence than a block in the text.
    public func forwarded() -> ForwardedMail? {
        ForwardReader(self).read()
    }
}
