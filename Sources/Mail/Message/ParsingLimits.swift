/// How much of a message the parser looks at. Every loop over foreign input ends at one of these.
public struct ParsingLimits: Sendable, Hashable {
    /// Size of a whole message in bytes; of a larger one only `excerptBytes` are parsed.
    public var messageBytes: Int
    /// What is parsed of a message that is too large: its header and the beginning of its text.
    public var excerptBytes: Int
    /// Size of one header section in bytes.
    public var headerBytes: Int
    /// Number of fields in one header section.
    public var headerFields: Int
    /// Nesting of multiparts; deeper ones become attachments as they are.
    public var depth: Int
    /// Number of MIME parts in the message.
    public var parts: Int
    /// Size of the text of a body in bytes of UTF-8, for plain text and for HTML each.
    public var textBytes: Int

    /// How long reading may take; what has not been read by then is left out. No mail needs a hundredth of it: this is for
    /// the one that finds a weakness we do not know.
    public var time: Duration

    /// Sizes in bytes; see the properties.
    public init(
        messageBytes: Int = 50 << 20, excerptBytes: Int = 1 << 20, headerBytes: Int = 1 << 20, headerFields: Int = 1000,
        depth: Int = 50, parts: Int = 1000, textBytes: Int = 16 << 20, time: Duration = .seconds(20)
    ) {
        self.messageBytes = messageBytes
        self.excerptBytes = excerptBytes
        self.headerBytes = headerBytes
        self.headerFields = headerFields
        self.depth = depth
        self.parts = parts
        self.textBytes = textBytes
        self.time = time
    }

    /// The limits of the product: a mail of 50 MB, 50 levels, 1000 parts.
    public static let standard = ParsingLimits()
}
