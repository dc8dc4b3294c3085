/// Somebody has told the provider that a mail of ours is spam (ARF, RFC 5965; Amazon's own form).
public struct ComplaintReport: Sendable, Hashable {
    /// Who has complained, as far as the provider tells; many redact it.
    public var recipients: [String]
    /// Message-ID of the mail that the report is about, without brackets.
    public var originalMessageID: String?
}

extension Email {
    /// nil if this is no complaint: reports that tell of forged mail (RFC 6591) or take a complaint back are none.
    public func complaintReport() -> ComplaintReport? {
        if let complaint = NotificationReport(self)?.complaint { return complaint }
        guard type.type == "multipart", type.subtype == "report",
            let part = content.reports.first(where: { $0.mimeType == "message/feedback-report" })
        else { return nil }
        let fields = Headers(scanning: part.content)
        let kind = fields.first("Feedback-Type")?.lowercased().trimmed ?? ""
        guard ComplaintReport.kinds.contains(kind) else { return nil }
        let named = ["Original-Rcpt-To", "Removal-Recipient"].flatMap(fields.all)
        let recipients = named.prefix(100).flatMap { Address.list(parsing: StatusFields.withoutType($0)) }
        let original = content.enclosed.first.map { Headers(scanning: $0) }
        return ComplaintReport(
            recipients: recipients.map(\.address),
            originalMessageID: original?.raw("Message-ID").flatMap(MessageIDs.single))
    }
}

extension ComplaintReport {
    /// RFC 5965 §3.1, §7.3, and those of the older form that are still seen.
    fileprivate static let kinds: Set<String> = ["abuse", "fraud", "other", "virus", "opt-out", "opt-out-list"]
}

extension Headers {
    /// The header of a message, or fields alone.
    fileprivate init(scanning bytes: [UInt8]) {
        self = LineBreaks.normalized(bytes).withUnsafeBufferPointer {
            HeaderScanner.scan($0, from: 0, to: $0.count, isPart: false, limits: .standard).headers
        }
    }
}
