import Foundation
import HelpDesk

/// What Postmark posts as JSON: the raw message in `RawEmail` where "Include raw email content" is on, or its parts.
struct PostmarkPost {
    private let body: Body

    /// Nil for JSON that is none of Postmark's.
    /// - Throws: `Refusal` for what is no JSON, or Postmark's with fields of a wrong type.
    init?(_ bytes: [UInt8]) throws {
        let marks = try decodeJSON(Marks.self, from: bytes)
        guard marks.RawEmail != nil || marks.FromFull != nil || marks.OriginalRecipient != nil else { return nil }
        body = try decodeJSON(Body.self, from: bytes)
    }

    func pushedMail() throws -> PushedMail {
        let recipients = addressList(body.OriginalRecipient ?? "")
        return PushedMail(raw: raw(), envelope: MailEnvelope(recipients: recipients), source: .webhook)
    }

    private func raw() -> [UInt8] {
        if let raw = body.RawEmail, !raw.isEmpty { return Array(raw.utf8) }
        var mail = RebuiltMail(headers: (body.Headers ?? []).map { ($0.Name, $0.Value ?? "") })
        mail.fill("From", body.FromFull.map(\.field) ?? body.From)
        mail.fill("To", Self.list(body.ToFull) ?? body.To)
        mail.fill("Cc", Self.list(body.CcFull) ?? body.Cc)
        mail.fill("Reply-To", body.ReplyTo)
        mail.fill("Subject", body.Subject)
        mail.fill("Date", body.Date)
        mail.fill("Message-ID", body.MessageID.map { "<\($0)@inbound.postmarkapp.com>" })
        mail.text = body.TextBody.flatMap { $0.isEmpty ? nil : RebuiltMail.Body(Array($0.utf8)) }
        mail.html = body.HtmlBody.flatMap { $0.isEmpty ? nil : RebuiltMail.Body(Array($0.utf8)) }
        mail.files = (body.Attachments ?? []).map { file in
            RebuiltMail.File(
                filename: file.Name ?? "", mimeType: file.ContentType ?? "", contentID: file.ContentID,
                content: lenientBase64(file.Content ?? ""))
        }
        return mail.bytes
    }

    private static func list(_ people: [PostmarkPost.Person]?) -> String? {
        guard let people, !people.isEmpty else { return nil }
        return people.map(\.field).joined(separator: ", ")
    }

    private struct Marks: Decodable {
        let RawEmail: String?
        let FromFull: Person?
        let OriginalRecipient: String?
    }

    private struct Person: Decodable {
        let Email: String?
        let Name: String?

        var field: String { RebuiltMail.address(name: Name, Email ?? "") }
    }

    private struct Header: Decodable {
        let Name: String
        let Value: String?
    }

    private struct File: Decodable {
        let Name: String?
        let Content: String?
        let ContentType: String?
        let ContentID: String?
    }

    private struct Body: Decodable {
        let RawEmail: String?
        let OriginalRecipient: String?
        let From: String?
        let FromFull: Person?
        let To: String?
        let ToFull: [Person]?
        let Cc: String?
        let CcFull: [Person]?
        let ReplyTo: String?
        let Subject: String?
        let Date: String?
        let MessageID: String?
        let TextBody: String?
        let HtmlBody: String?
        let Headers: [Header]?
        let Attachments: [File]?
    }
}

/// Base64 with line breaks in it; what cannot be read is left out rather than the mail refused.
func lenientBase64(_ text: String) -> [UInt8] {
    Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
}
