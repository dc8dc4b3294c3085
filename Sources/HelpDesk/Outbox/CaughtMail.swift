import Database
import Mail

/// An outgoing mail as its recipient would read it; for the demo's page.
public struct CaughtMail: Sendable {
    public let delivery: Delivery
    public let subject: String
    public let fromName: String
    public let toName: String?
    public let replyTo: String?
    public let text: String
    /// Sanitised; nil for plain mail.
    public let safeHTML: String?
}

extension DeskTransaction {
    public func caughtMail(_ deliveryID: Int64) throws -> CaughtMail? {
        guard let delivery = try delivery(id: deliveryID) else { return nil }
        let mail = Email(parsing: try content(delivery.mailHash))
        return CaughtMail(
            delivery: delivery, subject: mail.subject, fromName: mail.from?.name ?? mail.from?.address ?? "",
            toName: mail.to.first?.name, replyTo: mail.replyTo.first?.address, text: mail.text,
            safeHTML: mail.html.map {
                HTMLSanitizer.sanitize($0, inlineImage: { _ in nil }, remoteImages: .blocked).html
            })
    }
}
