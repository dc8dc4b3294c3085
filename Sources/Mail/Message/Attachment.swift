import Crypto

/// A file that came with a message.
public struct Attachment: Sendable, Hashable {
    /// A name that is safe to show and to offer for saving: no path, no controls, never empty, at most 200 bytes.
    public var filename: String
    /// `type/subtype` in lower case, as the sender claims it.
    public var mimeType: String
    /// The decoded bytes.
    public var content: [UInt8]
    /// Content-ID without brackets (RFC 2392).
    public var contentID: String?
    /// Shown inside the HTML (which refers to its Content-ID), so not listed as a file of its own.
    public var isInline: Bool

    /// A file from its parts; the name is taken as it is.
    public init(filename: String, mimeType: String, content: [UInt8], contentID: String? = nil, isInline: Bool = false)
    {
        self.filename = filename
        self.mimeType = mimeType
        self.content = content
        self.contentID = contentID
        self.isInline = isInline
    }

    /// Size in bytes.
    public var fileSize: Int { content.count }

    /// SHA-256 of the content in lower-case hexadecimal. Computed at each call.
    public func sha256() -> String {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        var hex: [UInt8] = []
        hex.reserveCapacity(64)
        for byte in SHA256.hash(data: content) {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        return String(decoding: hex, as: UTF8.self)
    }
}
