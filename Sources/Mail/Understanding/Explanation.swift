import FoundationEssentials

/// What Deskbell understands of a message by itself: the part of `deskbell explain --json` that needs no database.
public struct Explanation: Encodable, Sendable {
    private let mail: Email
    private let file: String?
    private let automatic: AutomaticMail?

    /// - Parameters:
    ///   - file: where the message came from, shown as it is.
    ///   - automatic: what was decided of it, where more is known than the mail says; nil: by the mail alone.
    public init(_ mail: Email, file: String? = nil, automatic: AutomaticMail? = nil) {
        self.mail = mail
        self.file = file
        self.automatic = automatic
    }

    private enum Key: String, CodingKey {
        case file, subject, from, to, cc, date, references, text, html, reply, quote, signature, attachments, automatic,
            bounce, forwarded, defects
        case replyTo = "reply_to"
        case messageID = "message_id"
        case inReplyTo = "in_reply_to"
        case safeHTML = "safe_html"
    }

    /// Absent things are `null` or `[]`, never left out.
    public func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(file, forKey: .file)
        try out.encode(mail.subject, forKey: .subject)
        try out.encode((mail.from ?? mail.written["From"]?.first).map(Person.init), forKey: .from)
        try out.encode((mail.written["Reply-To"] ?? mail.replyTo).map(Person.init), forKey: .replyTo)
        try out.encode((mail.written["To"] ?? mail.to).map(Person.init), forKey: .to)
        try out.encode((mail.written["Cc"] ?? mail.cc).map(Person.init), forKey: .cc)
        try out.encode(mail.date.map(Timestamp.rfc3339), forKey: .date)
        try out.encode(mail.messageID, forKey: .messageID)
        try out.encode(mail.inReplyTo, forKey: .inReplyTo)
        try out.encode(mail.references, forKey: .references)
        try out.encode(mail.text, forKey: .text)
        try out.encode(mail.html, forKey: .html)
        try out.encode(safeHTML, forKey: .safeHTML)
        let split = mail.split()
        try out.encode(split.reply, forKey: .reply)
        try out.encode(split.quote, forKey: .quote)
        try out.encode(split.signature, forKey: .signature)
        try out.encode(mail.attachments.map(File.init), forKey: .attachments)
        try out.encode(Automatic(automatic ?? mail.automatic()), forKey: .automatic)
        try out.encode(Bounce(mail.deliveryReport()), forKey: .bounce)
        try out.encode(Forwarded(mail.forwarded()), forKey: .forwarded)
        try out.encode(mail.defects.map(\.text), forKey: .defects)
    }

    private var safeHTML: String? {
        mail.html.map { HTMLSanitizer.sanitize($0, inlineImage: { "cid:\($0)" }, remoteImages: .blocked).html }
    }
}

/// Times as JSON has them.
enum Timestamp {
    /// RFC 3339 in UTC with whole seconds.
    static func rfc3339(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let days = MailDate.floorDivide(seconds, 86_400)
        let (year, month, day) = MailDate.civil(fromDays: days)
        let rest = seconds - days * 86_400
        let parts = [rest / 3600, rest / 60 % 60, rest % 60].map(two).joined(separator: ":")
        return "\(four(year))-\(two(month))-\(two(day))T\(parts)Z"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    private static func four(_ value: Int) -> String {
        String(repeating: "0", count: max(0, 4 - "\(value)".count)) + "\(value)"
    }
}

extension Explanation {
    private struct Person: Encodable {
        let name: String?
        let address: String

        init(_ address: Address) {
            name = address.name
            self.address = address.address
        }

        private enum Key: String, CodingKey { case name, address }

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: Key.self)
            try out.encode(name, forKey: .name)
            try out.encode(address, forKey: .address)
        }
    }

    private struct File: Encodable {
        let file: Attachment

        init(_ file: Attachment) { self.file = file }

        private enum Key: String, CodingKey {
            case filename, sha256, disposition
            case mimeType = "mime_type"
            case fileSize = "file_size"
            case contentID = "content_id"
        }

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: Key.self)
            try out.encode(file.filename, forKey: .filename)
            try out.encode(file.mimeType, forKey: .mimeType)
            try out.encode(file.fileSize, forKey: .fileSize)
            try out.encode(file.sha256(), forKey: .sha256)
            try out.encode(file.contentID, forKey: .contentID)
            try out.encode(file.isInline ? "inline" : "attachment", forKey: .disposition)
        }
    }

    private struct Automatic: Encodable {
        let `is`: Bool
        let may_answer: Bool
        let out_of_office: Bool
        let reasons: [String]

        init(_ mail: AutomaticMail) {
            `is` = mail.isAutomatic
            may_answer = mail.mayAnswer
            out_of_office = mail.outOfOffice
            reasons = mail.reasons
        }
    }

    private struct Bounce: Encodable {
        struct Recipient: Encodable {
            let address: String
            let action: String
            let status: String
            let hard: Bool
            let diagnostic: String
        }

        let `is`: Bool
        let recipients: [Recipient]

        init(_ report: DeliveryReport?) {
            `is` = report?.isBounce ?? false
            recipients = (report?.recipients ?? []).map {
                Recipient(
                    address: $0.address, action: $0.action, status: $0.status, hard: $0.isHard,
                    diagnostic: $0.diagnostic)
            }
        }
    }

    private struct Forwarded: Encodable {
        let mail: ForwardedMail?

        init(_ mail: ForwardedMail?) { self.mail = mail }

        private enum Key: String, CodingKey { case `is`, name, address, subject, text }

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: Key.self)
            try out.encode(mail != nil, forKey: .is)
            try out.encode(mail?.name, forKey: .name)
            try out.encode(mail?.address, forKey: .address)
            try out.encode(mail?.subject, forKey: .subject)
            try out.encode(mail?.text, forKey: .text)
        }
    }
}
