import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// What SendGrid's Inbound Parse posts: the raw message in `email` ("POST the raw, full MIME message"), or its parts, each
/// in the charset that `charsets` names.
struct SendGridPost {
    private let fields: PostedFields

    /// Nil for a post that is none of SendGrid's.
    init?(_ fields: PostedFields) {
        let hasParts = fields.bytes("headers") != nil && fields.bytes("from") != nil
        guard fields.bytes("email") != nil || fields.bytes("envelope") != nil || hasParts else { return nil }
        self.fields = fields
    }

    static func isSigned(_ request: Request, _ body: [UInt8], for desk: Desk) -> Bool {
        desk.settings.pushKeys.isSendGrid(
            timestamp: request.headers[.sendGridTimestamp] ?? "", body: body,
            signature: request.headers[.sendGridSignature] ?? "")
    }

    func pushedMail() throws -> PushedMail {
        PushedMail(raw: try raw(), envelope: envelope, source: .webhook)
    }

    private struct Envelope: Decodable {
        let to: [String]?
        let from: String?
    }

    private var envelope: MailEnvelope {
        let told: Envelope? = json("envelope")
        return MailEnvelope(sender: told?.from, recipients: told?.to ?? [])
    }

    private func raw() throws -> [UInt8] {
        if let raw = fields.bytes("email") { return raw }
        let charsets: [String: String] = json("charsets") ?? [:]
        var mail = RebuiltMail(header: fields.bytes("headers") ?? [])
        mail.fill("From", fields.text("from"))
        mail.fill("To", fields.text("to"))
        mail.fill("Cc", fields.text("cc"))
        mail.fill("Subject", fields.text("subject"))
        mail.text = fields.bytes("text").map { RebuiltMail.Body($0, charset: charsets["text"]) }
        mail.html = fields.bytes("html").map { RebuiltMail.Body($0, charset: charsets["html"]) }
        mail.files = files
        return mail.bytes
    }

    private struct Described: Decodable {
        let filename: String?
        let name: String?
        let type: String?
        let contentID: String?

        private enum CodingKeys: String, CodingKey {
            case filename, name, type
            case contentID = "content-id"
        }
    }

    private var files: [RebuiltMail.File] {
        let described: [String: Described] = json("attachment-info") ?? [:]
        let ids: [String: String] = json("content-ids") ?? [:]
        let fieldOfID = Dictionary(ids.map { ($1, $0) }) { first, _ in first }
        return fields.files.filter { $0.field.hasPrefix("attachment") }.map { file in
            let more = described[file.field]
            return RebuiltMail.File(
                filename: more?.filename ?? more?.name ?? file.filename, mimeType: more?.type ?? file.mimeType,
                contentID: more?.contentID ?? fieldOfID[file.field], content: file.content)
        }
    }

    private func json<Value: Decodable>(_ field: String) -> Value? {
        fields.bytes(field).flatMap { try? JSONDecoder().decode(Value.self, from: Data($0)) }
    }
}

extension HTTPField.Name {
    static let sendGridSignature = HTTPField.Name("X-Twilio-Email-Event-Webhook-Signature")!
    static let sendGridTimestamp = HTTPField.Name("X-Twilio-Email-Event-Webhook-Timestamp")!
}
