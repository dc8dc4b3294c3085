/// A mail inside a mail: what somebody forwarded.
public struct ForwardedMail: Sendable, Hashable {
    /// Display name of the original sender; nil if it is not told.
    public var name: String?
    /// Address of the original sender; nil if it is not told.
    public var address: String?
    /// Subject of the original; nil if it is not told.
    public var subject: String?
    /// Text of the original.
    public var text: String
    /// What the forwarder wrote above it.
    public var comment: String

    /// The fields as they are.
    public init(name: String?, address: String?, subject: String?, text: String, comment: String = "") {
        self.name = name
        self.address = address
        self.subject = subject
        self.text = text
        self.comment = comment
    }
}

extension Email {
    /// nil if nothing was forwarded. An attached message is better evidence than a block in the text.
    public func forwarded() -> ForwardedMail? {
        ForwardReader(self).read()
    }
}
