/// What the parts of a message come to: text, HTML, files.
struct MessageContent: Sendable {
    var plain: String?
    var html: String?
    var attachments: [Attachment] = []
    var signatureFiles: [Attachment] = []
    /// Decoded `message/delivery-status`, `message/disposition-notification` and the like.
    var reports: [Report] = []
    /// The returned message of a bounce, or a forwarded one: raw, whole or its header alone.
    var enclosed: [[UInt8]] = []
    var calendarMethod: String?
    var defects: [Defect] = []

    /// What winmail.dat says.
    var outlook: Body?

    /// Plain text and HTML of one part and everything in it; nil where it has none.
    struct Body: Sendable {
        var plain: String?
        var html: String?
        var isEmpty: Bool { (plain?.isBlank ?? true) && (html?.isBlank ?? true) }
    }

    /// Adds what a message inside this one holds besides its text.
    mutating func take(_ inner: MessageContent) {
        attachments += inner.attachments
        signatureFiles += inner.signatureFiles
        reports += inner.reports
        enclosed += inner.enclosed
        calendarMethod = calendarMethod ?? inner.calendarMethod
        for defect in inner.defects { defects.note(defect) }
    }

    /// A machine-readable part.
    struct Report: Sendable {
        var mimeType: String
        var content: [UInt8]
    }
}
