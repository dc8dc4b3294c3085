/// Finds delivery reports: first the standard form, then what is left of the rest.
struct DeliveryReportReader {
    let mail: Email

    init(_ mail: Email) { self.mail = mail }

    func read() -> DeliveryReport? {
        let statuses = mail.content.reports.filter { $0.mimeType.hasSuffix("delivery-status") }
        guard !statuses.isEmpty else { return nil }
        return DeliveryReport(
            recipients: [], originalMessageID: originalHeaders?.first("Message-ID"), originalHeaders: originalHeaders)
    }

    private var originalHeaders: Headers? {
        mail.content.enclosed.first.map { bytes in
            bytes.withUnsafeBufferPointer {
                HeaderScanner.scan($0, from: 0, to: $0.count, isPart: false, limits: .standard).headers
            }
        }
    }
}
