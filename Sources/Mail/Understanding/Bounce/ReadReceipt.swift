/// A mail program tells that its owner has opened a mail of ours (MDN, RFC 8098).
public struct ReadReceipt: Sendable, Hashable {
    /// Who has it.
    public var recipient: String
    /// Message-ID of the mail that was opened, without brackets.
    public var originalMessageID: String?
    /// It was shown; false where it was thrown away unread, or where a program tells of anything else.
    public var isRead: Bool
}

extension Email {
    /// Nil if this is no receipt.
    public func readReceipt() -> ReadReceipt? {
        guard type.type == "multipart", type.subtype == "report",
            let part = content.reports.first(where: { $0.mimeType == "message/disposition-notification" })
        else { return nil }
        let fields = LineBreaks.normalized(part.content).withUnsafeBufferPointer {
            HeaderScanner.scan($0, from: 0, to: $0.count, isPart: false, limits: .standard).headers
        }
        let named = fields.first("Final-Recipient") ?? fields.first("Original-Recipient")
        let recipient = named.flatMap { Address.list(parsing: StatusFields.withoutType($0)).first?.address }
        // `manual-action/MDN-sent-manually; displayed`, with modifiers behind a `/`.
        let kind = (fields.first("Disposition") ?? "").split(separator: ";").last?.prefix { $0 != "/" } ?? ""
        return ReadReceipt(
            recipient: recipient ?? from?.address ?? "",
            originalMessageID: fields.raw("Original-Message-ID").flatMap(MessageIDs.single) ?? inReplyTo.first,
            isRead: kind.lowercased().trimmed == "displayed")
    }
}
