import Foundation
import HelpDesk

/// What a route of Mailgun posts: the raw message in `body-mime` (addresses that end in `mime`), or its parts.
struct MailgunPost {
    private let fields: PostedFields

    /// Nil for a post that is none of Mailgun's.
    init?(_ fields: PostedFields) {
        let isOurs =
            fields.bytes("body-mime") != nil || fields.bytes("message-headers") != nil
            || fields.bytes("recipient") != nil && (fields.bytes("body-plain") ?? fields.bytes("body-html")) != nil
        guard isOurs else { return nil }
        self.fields = fields
    }

    func isSigned(for desk: Desk) -> Bool {
        desk.settings.pushKeys.isMailgun(
            timestamp: fields.text("timestamp") ?? "", token: fields.text("token") ?? "",
            signature: fields.text("signature") ?? "", now: desk.database.currentTime)
    }

    func pushedMail() throws -> PushedMail {
        var mail = PushedMail(raw: try raw(), envelope: envelope, source: .webhook)
        // The signature covers the token alone: whoever has seen one could send anything under it.
        mail.receipt = fields.text("token").map { "mailgun \($0.prefix(200))" }
        return mail
    }

    private var envelope: MailEnvelope {
        MailEnvelope(sender: fields.text("sender"), recipients: addressList(fields.text("recipient") ?? ""))
    }

    private func raw() throws -> [UInt8] {
        if let raw = fields.bytes("body-mime") { return raw }
        var mail = RebuiltMail(headers: headers)
        mail.fill("From", fields.text("from") ?? fields.text("From"))
        mail.fill("To", fields.text("To") ?? fields.text("recipient"))
        mail.fill("Subject", fields.text("subject") ?? fields.text("Subject"))
        mail.text = fields.bytes("body-plain").map { RebuiltMail.Body($0) }
        mail.html = fields.bytes("body-html").map { RebuiltMail.Body($0) }
        let ids = contentIDs
        mail.files = fields.files.filter { $0.field.hasPrefix("attachment") }.map {
            RebuiltMail.File(
                filename: $0.filename, mimeType: $0.mimeType, contentID: ids[$0.field], content: $0.content)
        }
        return mail.bytes
    }

    /// `[["Received", "…"], …]`
    private var headers: [(String, String)] {
        let list = fields.bytes("message-headers").flatMap {
            try? JSONDecoder().decode([[String]].self, from: Data($0))
        }
        return (list ?? []).filter { $0.count == 2 }.map { ($0[0], $0[1]) }
    }

    /// `{"<id>": "attachment-1"}`, by field.
    private var contentIDs: [String: String] {
        let map = fields.bytes("content-id-map").flatMap {
            try? JSONDecoder().decode([String: String].self, from: Data($0))
        }
        return Dictionary((map ?? [:]).map { ($1, $0) }) { first, _ in first }
    }
}
