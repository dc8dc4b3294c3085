import Foundation
import HelpDesk

/// One message as JSON: `{"raw"}` or `{"raw_base64"}`, or its parts: `{"from","to","cc","reply_to","subject","text","html",
/// "message_id","in_reply_to","references","date","headers","attachments"}`. With either, `envelope` (`{"from","to"}`),
/// `mailbox` and `quiet`.
struct ProcessEmailBody: Decodable {
    private let raw: String?
    private let rawBase64: String?
    private let fields: [String: [String]]
    private let headers: [(String, String)]
    private let text: String?
    private let html: String?
    private let attachments: [AttachmentInput]?
    private let contentIDs: [String?]
    private let envelope: MailEnvelope
    private let mailbox: String?
    private let isQuiet: Bool

    /// The fields that become header fields, by the names that callers use.
    private static let names: [(header: String, keys: [String])] = [
        ("From", ["from", "from_email", "sender"]), ("To", ["to", "to_email", "recipient"]), ("Cc", ["cc"]),
        ("Reply-To", ["reply_to"]), ("Subject", ["subject"]), ("Date", ["date"]), ("Message-ID", ["message_id"]),
        ("In-Reply-To", ["in_reply_to"]), ("References", ["references"]),
    ]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
        init(_ name: String) { stringValue = name }
    }

    private struct Envelope: Decodable {
        let from: String?
        let to: Texts?
    }

    private struct ContentID: Decodable {
        let content_id: String?
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: Key.self)
        raw = try body.decodeIfPresent(String.self, forKey: Key("raw"))
        rawBase64 = try body.decodeIfPresent(String.self, forKey: Key("raw_base64"))
        var fields: [String: [String]] = [:]
        for (header, keys) in Self.names {
            for key in keys where fields[header] == nil {
                fields[header] = try body.decodeIfPresent(Texts.self, forKey: Key(key))?.values
            }
        }
        self.fields = fields
        headers =
            try body.decodeIfPresent([String: Texts].self, forKey: Key("headers"))?
            .sorted { $0.key < $1.key }.flatMap { name, texts in texts.values.map { (name, $0) } } ?? []
        func first(_ keys: String...) throws -> String? {
            for key in keys { if let text = try body.decodeIfPresent(String.self, forKey: Key(key)) { return text } }
            return nil
        }
        text = try first("text", "body", "message", "body_plain")
        html = try first("html", "body_html")
        attachments = try body.decodeIfPresent([AttachmentInput].self, forKey: Key("attachments"))
        contentIDs = (try? body.decodeIfPresent([ContentID].self, forKey: Key("attachments")))?.map(\.content_id) ?? []
        let told = try body.decodeIfPresent(Envelope.self, forKey: Key("envelope"))
        envelope = MailEnvelope(sender: told?.from, recipients: told?.to?.values ?? [])
        mailbox = try body.decodeIfPresent(Reference.self, forKey: Key("mailbox"))?.text
        isQuiet = try body.decodeIfPresent(Bool.self, forKey: Key("quiet")) ?? false
    }

    /// - Throws: `Refusal.invalid` for a body that holds no message.
    /// - Parameter name: by which it is told from another message of the same text, where it has no `message_id`.
    func pushedMail(now: Instant, named name: String? = nil) throws -> PushedMail {
        var mail = PushedMail(raw: try bytes(now: now, name), envelope: envelope, source: .api)
        mail.mailbox = mailbox
        mail.isQuiet = isQuiet
        return mail
    }

    private func bytes(now: Instant, _ name: String?) throws -> [UInt8] {
        if let raw, !raw.isEmpty { return Array(raw.utf8) }
        if let rawBase64, !rawBase64.isEmpty {
            guard let data = Data(base64Encoded: rawBase64, options: .ignoreUnknownCharacters), !data.isEmpty else {
                throw Refusal.invalid(["raw_base64": "is not base64"])
            }
            return Array(data)
        }
        guard attachments.ids.isEmpty else {
            throw Refusal.invalid(["attachments": "must be files: {\"filename\", \"content\" in base64, \"mime_type\"}"]
            )
        }
        guard fields["From"] != nil else {
            throw Refusal.invalid(["from": "is missing: send the parts of a message, or the whole in raw or raw_base64"]
            )
        }
        guard text != nil || html != nil || fields["Subject"] != nil else {
            throw Refusal.invalid(["text": "is missing, and so are html and subject"])
        }
        return rebuilt(now: now, name).bytes
    }

    private func rebuilt(now: Instant, _ name: String?) -> RebuiltMail {
        var mail = RebuiltMail(headers: headers)
        for (header, _) in Self.names {
            guard let values = fields[header] else { continue }
            let isList = ["In-Reply-To", "References", "Message-ID"].contains(header)
            mail.fill(header, isList ? identifiers(values) : values.joined(separator: ", "))
        }
        mail.fill("Message-ID", name.map { "<\(percentEncoded($0))@process-email.invalid>" })
        // Without a date or an id, the same text counts as the same mail for a day.
        mail.fill("Date", "\(now.rfc3339.prefix(10))T00:00:00Z")
        mail.text = text.map { RebuiltMail.Body(Array($0.utf8)) }
        mail.html = html.map { RebuiltMail.Body(Array($0.utf8)) }
        mail.files = attachments.uploads.enumerated().map { index, file in
            RebuiltMail.File(
                filename: file.filename, mimeType: file.mimeType,
                contentID: contentIDs.indices.contains(index) ? contentIDs[index] : nil, content: file.content)
        }
        return mail
    }

    private func identifiers(_ values: [String]) -> String {
        values.flatMap { $0.split(whereSeparator: \.isWhitespace) }
            .map { $0.hasPrefix("<") ? String($0) : "<\($0)>" }.joined(separator: " ")
    }
}

/// A text, `{"name","address"}` (or `email`), or a list of them.
struct Texts: Decodable {
    let values: [String]

    private struct Person: Decodable {
        let name: String?
        let address: String?
        let email: String?
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            values = [text]
        } else if let list = try? value.decode([Texts].self) {
            values = list.flatMap(\.values)
        } else {
            let person = try value.decode(Person.self)
            values = [RebuiltMail.address(name: person.name, person.address ?? person.email ?? "")]
        }
    }
}
