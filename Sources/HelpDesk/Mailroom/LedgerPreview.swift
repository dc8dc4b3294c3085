import Database
import Foundation
import Mail

/// A mail of the ledger as a person may look at it: what its headers say, its text, and its HTML made safe.
public struct LedgerPreview: Sendable {
    /// The fields of the top header in their order, decoded; at most 200, each at most 2,000 characters.
    public let headers: [Header]
    /// The display name of its From; nil for none.
    public let fromName: String?
    /// The plain text, at most 200,000 characters; made from the HTML where there is none.
    public let text: String
    /// Sanitised, without pictures of other servers unless they were asked for; nil for plain mail.
    public let safeHTML: String?
    /// How many pictures of other servers were left out.
    public let blockedImageCount: Int
    /// The files, without their content.
    public let files: [File]
    /// What was wrong with the mail, in plain English.
    public let defects: [String]
    /// How the mail betrays a machine as its author; empty for a person's mail.
    public let automaticSigns: [String]

    /// One field of the header.
    public struct Header: Sendable {
        /// As the mail writes it.
        public let name: String
        /// Decoded, on one line.
        public let value: String
    }

    /// One file of the mail.
    public struct File: Sendable {
        /// As the mail names it.
        public let filename: String
        /// Bytes of the decoded content.
        public let fileSize: Int
    }
}

extension Desk {
    /// Reads the raw mail of a ledger row again, off the pool of the pages; nothing is changed.
    /// - Parameter showsRemoteImages: after the reader asked for them.
    /// - Throws: `ContentStoreError.cannotRead` where the raw mail is gone.
    public func preview(of entry: LedgerEntry, showsRemoteImages: Bool = false) async throws -> LedgerPreview {
        let raw = try await read { tx in try tx.raw(of: entry) }
        let keys = keys
        let mail = await offThePool { UnderstoodMail(raw, keys: keys) }
        // What is told of a machine is what was decided by.
        let judged = try await read { tx in try tx.withWriter(mail, mailboxID: entry.mailboxID, entry.folderRole) }
        return await offThePool { LedgerPreview(judged, remoteImages: showsRemoteImages ? .allowed : .blocked) }
    }
}

extension LedgerPreview {
    init(_ understood: UnderstoodMail, remoteImages: RemoteImages) {
        let mail = understood.email
        headers = mail.headers.fields.prefix(200).map {
            Header(name: $0.name, value: oneLine(String($0.value.prefix(2_000))))
        }
        fromName = mail.from?.name
        text = String(mail.shownText.prefix(200_000))
        let html = mail.html.map {
            HTMLSanitizer.sanitize($0, inlineImage: { _ in nil }, remoteImages: remoteImages)
        }
        safeHTML = html?.html
        blockedImageCount = html?.blockedRemoteCount ?? 0
        files = mail.attachments.map { File(filename: $0.filename, fileSize: $0.fileSize) }
        defects = mail.defects.map(\.text)
        automaticSigns = understood.automatic.reasons
    }
}
