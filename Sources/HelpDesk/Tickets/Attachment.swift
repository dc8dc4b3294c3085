import Database
import Foundation
import Mail

/// A file of a message. Its content is stored once by hash, however often it is attached.
public struct Attachment: Sendable, Identifiable, Equatable, RowDecodable {
    /// Grows with each file: the order in which they came.
    public let id: Int64
    /// The `id` of the API.
    public let uuid: UUID
    /// The message that it belongs to; nil for an upload that none has named yet.
    public let messageID: Int64?
    /// Safe on any system (see `safeFilename`).
    public let filename: String
    /// What its sender says it is, `type/subtype`; never trusted.
    public let mimeType: String
    /// Bytes of the decoded content.
    public let fileSize: Int
    /// SHA-256 of the content, by which `DeskTransaction.content(_:)` finds it.
    public let contentHash: [UInt8]
    /// Without brackets; by it the HTML of a mail names an image.
    public let contentID: String?
    /// Part of the HTML, as an image in the text; not listed as a file.
    public let isInline: Bool
    /// When it was kept here.
    public let uploadedAt: Instant

    /// Reads a row of `attachment`.
    public init(row: Row) throws {
        id = try row["id"]
        uuid = try row["uuid"]
        messageID = try row["message_id"]
        filename = try row["filename"]
        mimeType = try row["mime_type"]
        fileSize = try row["file_size"]
        contentHash = try row["content_hash"]
        contentID = try row["content_id"]
        isInline = try row["is_inline"]
        uploadedAt = try row["uploaded_at"]
    }
}

extension DeskTransaction {
    /// Files of the given messages, in the order in which they came.
    func attachments(ofMessages ids: [Int64]) throws -> [Attachment] {
        guard !ids.isEmpty else { return [] }
        return try all(Attachment.self, "SELECT * FROM attachment WHERE message_id IN \(ids) ORDER BY id")
    }

    /// One file, for whoever may see its message.
    /// - Throws: `DeskError.notFound`.
    public func attachment(_ reference: UUID, seenBy viewer: Viewer) throws -> Attachment {
        let found = try first(
            Attachment.self,
            """
            SELECT attachment.* FROM attachment JOIN message ON message.id = attachment.message_id
            JOIN ticket ON ticket.id = message.ticket_id
            WHERE attachment.uuid = \(reference) AND \(viewer.visibleTickets) AND \(viewer.visibleMessages(at: now))
            """)
        guard let found else { throw DeskError.notFound("Attachment") }
        return found
    }

    /// Keeps a file before a message names it; one that no message names within a day is swept away.
    public func upload(_ upload: Upload, for ticket: Ticket, by person: Person) throws -> Attachment {
        try Upload.validate([upload], limits)
        return try attach(upload, messageID: nil, ticketID: ticket.id, ownerID: person.id)
    }

    /// Those of the named files that this person has uploaded and no message has named.
    public func uploads(_ ids: [UUID], by person: Person) throws -> [Attachment] {
        try ids.prefix(100).compactMap { id in
            try first(
                Attachment.self,
                """
                SELECT * FROM attachment WHERE uuid = \(id) AND message_id IS NULL AND owner_id = \(person.id)
                """)
        }
    }

    func attach(_ draft: Draft, to message: Message, by person: Person) throws {
        for upload in draft.uploads {
            _ = try attach(upload, messageID: message.id, ticketID: message.ticketID, ownerID: person.id)
        }
        for id in draft.attachmentIDs {
            let claimed = try run(
                """
                UPDATE attachment SET message_id = \(message.id)
                WHERE uuid = \(id) AND message_id IS NULL AND owner_id = \(person.id) AND ticket_id = \(message.ticketID)
                """)
            guard claimed == 1 else {
                throw DeskError.invalid("attachments", "\(id) is not an upload of yours for this ticket")
            }
        }
        guard !draft.attachmentIDs.isEmpty else { return }
        let limit = try limits.uploadsPerMessageBytes
        let sizes = try values(Int.self, "SELECT file_size FROM attachment WHERE message_id = \(message.id)")
        guard sizes.reduce(0, +) <= limit else {
            throw DeskError.invalid("attachments", "are larger than \(limit >> 20) MB together")
        }
    }

    private func attach(_ upload: Upload, messageID: Int64?, ticketID: Int64, ownerID: Int64) throws -> Attachment {
        let hash = try keep(upload.content)
        return try inserted(
            Attachment.self,
            """
            INSERT INTO attachment
                (uuid, message_id, ticket_id, owner_id, filename, mime_type, file_size, content_hash, uploaded_at)
            VALUES (\(newPublicID(at: now)), \(messageID), \(ticketID), \(ownerID), \(safeFilename(upload.filename)),
                \(upload.mimeType), \(upload.content.count), \(hash), \(now)) RETURNING *
            """)
    }

    /// The files of a mail; whoever wrote them is the message's author.
    func attach(_ file: Mail.Attachment, toMessage messageID: Int64, of ticketID: Int64) throws {
        let hash = try keep(file.content)
        try post(
            """
            INSERT INTO attachment (uuid, message_id, ticket_id, filename, mime_type, file_size, content_hash, content_id,
                is_inline, uploaded_at)
            VALUES (\(newPublicID(at: now)), \(messageID), \(ticketID), \(safeFilename(file.filename)), \(file.mimeType),
                \(file.content.count), \(hash), \(file.contentID), \(file.isInline), \(now))
            """)
    }
}

/// A name that is safe to offer on any system: without path, controls and reordering marks, at most 200 bytes.
func safeFilename(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let kept = last.unicodeScalars.filter { scalar in
        scalar.value >= 32 && scalar.value != 127 && !(0x202a...0x202e).contains(scalar.value)
            && !(0x2066...0x2069).contains(scalar.value)
    }
    var result = String(String.UnicodeScalarView(kept)).trimmingCharacters(in: CharacterSet(charactersIn: " ."))
    while result.utf8.count > 200 { result.removeFirst() }
    return result.isEmpty ? "file" : result
}
