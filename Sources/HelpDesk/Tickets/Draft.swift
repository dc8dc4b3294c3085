import Database
import Foundation

/// What somebody wants to say, before it is a message.
public struct Draft: Sendable {
    /// Plain text; of staff, Markdown.
    public var text: String
    /// A note that only staff see and may write.
    public var isInternal: Bool
    /// The status that the composer chose; nil: what the rules say.
    public var status: Status?
    /// New files.
    public var uploads: [Upload]
    /// Attachments that were uploaded before, by id.
    public var attachmentIDs: [UUID]
    /// By which way it comes.
    public var channel: Channel
    /// For how long the mail waits, so that the answer can be taken back (`Message.takeBack`).
    public var sendsAfterSeconds = 0.0
    /// The newest message of the ticket that its author has seen; nil: nobody asks. An answer stops where a colleague has
    /// answered since.
    public var seenMessageID: Int64?
    /// Those of `attachmentIDs` that are known to hold nothing that was made for staff (`Desk.lookedThrough`).
    var harmlessIDs: Set<UUID> = []
    /// The longest that an answer waits so.
    static let waitsAtMostSeconds = 120

    /// A draft; nothing is checked before it is written.
    public init(
        text: String, isInternal: Bool = false, status: Status? = nil, uploads: [Upload] = [],
        attachmentIDs: [UUID] = [],
        channel: Channel
    ) {
        self.text = text
        self.isInternal = isInternal
        self.status = status
        self.uploads = uploads
        self.attachmentIDs = attachmentIDs
        self.channel = channel
    }

    /// - Throws: `DeskError.invalid` for nothing at all, or too much.
    func validate(_ limits: Limits) throws {
        let isEmpty = text.allSatisfy(\.isWhitespace)
        guard !isEmpty || !uploads.isEmpty || !attachmentIDs.isEmpty else {
            throw DeskError.invalid("message", "is empty: write something or add a file")
        }
        guard text.utf8.count <= limits.textBytes else {
            throw DeskError.invalid("message", "is longer than \(limits.textBytes >> 20) MB: send it as a file")
        }
        guard uploads.count + attachmentIDs.count <= limits.attachmentsPerMessage else {
            throw DeskError.invalid("attachments", "are more than \(limits.attachmentsPerMessage)")
        }
        try Upload.validate(uploads, limits)
    }
}

/// A file that came with a form or a call.
public struct Upload: Sendable {
    /// As the sender calls it; it is made safe when it is kept.
    public var filename: String { didSet { isHarmless = false } }
    /// What the sender says it is, `type/subtype`; never trusted.
    public var mimeType: String { didSet { isHarmless = false } }
    /// The bytes.
    public var content: [UInt8] { didSet { isHarmless = false } }
    /// It is known to hold nothing that was made for staff (`Desk.lookedThrough`).
    var isHarmless = false

    /// A file from its parts.
    public init(filename: String, mimeType: String, content: [UInt8]) {
        self.filename = filename
        self.mimeType = mimeType
        self.content = content
    }

    static func validate(_ uploads: [Upload], _ limits: Limits) throws {
        guard uploads.count <= limits.attachmentsPerMessage else {
            throw DeskError.invalid("attachments", "are more than \(limits.attachmentsPerMessage)")
        }
        for upload in uploads where upload.content.count > limits.uploadBytes {
            throw DeskError.invalid("attachments", "“\(upload.filename)” is larger than \(limits.uploadBytes >> 20) MB")
        }
        guard uploads.reduce(0, { $0 + $1.content.count }) <= limits.uploadsPerMessageBytes else {
            throw DeskError.invalid("attachments", "are larger than \(limits.uploadsPerMessageBytes >> 20) MB together")
        }
    }
}
