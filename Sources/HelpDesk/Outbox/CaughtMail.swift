import Database
import Mail

/// An outgoing mail as its recipient would read it; for the demo's page.
public struct CaughtMail: Sendable {
    /// The row of the outbox that it was read from.
    public let delivery: Delivery
    /// Decoded, on one line.
    public let subject: String
    /// The display name of its From, else the address.
    public let fromName: String
    /// The display name of its first recipient.
    public let toName: String?
    /// The address that an answer goes to; nil: to its From.
    public let replyTo: String?
    /// The plain text.
    public let text: String
    /// Sanitised; nil for plain mail.
    public let safeHTML: String?
}

extension DeskTransaction {
    /// An outgoing mail as its recipient would read it; nil where there is none of this id. On nobody's behalf: for the
    /// demo, where all mail is made up.
    /// - Throws: `ContentStoreError.cannotRead`.
    public func caughtMail(_ deliveryID: Int64) throws -> CaughtMail? {
        guard let delivery = try delivery(id: deliveryID) else { return nil }
        let mail = Email(parsing: try mail(of: delivery))
        return CaughtMail(
            delivery: delivery, subject: mail.subject, fromName: mail.from?.name ?? mail.from?.address ?? "",
            toName: mail.to.first?.name, replyTo: mail.replyTo.first?.address, text: mail.text,
            safeHTML: mail.html.map {
                HTMLSanitizer.sanitize(BodyToken.removed(from: $0), inlineImage: { _ in nil }, remoteImages: .blocked)
                    .html
            })
    }
}
