import Mail

/// What the SMTP dialogue said of a mail, as a mail server's pipe or a mail service tells it.
public struct MailEnvelope: Sendable, Equatable {
    /// MAIL FROM; empty for the null sender of reports, nil where nobody told it.
    public var sender: String?
    /// RCPT TO, as far as they concern us.
    public var recipients: [String]

    /// An envelope from what was told of it.
    public init(sender: String? = nil, recipients: [String] = []) {
        self.sender = sender
        self.recipients = recipients
    }

    /// The mail with the envelope in front of its header, where a receiving server writes it: what the mail itself says
    /// in fields of these names stands further below and does not come first.
    ///
    /// A separator line `From sender date` of an mbox or a pipe goes; it is no part of the mail.
    public func before(_ raw: [UInt8]) -> [UInt8] {
        let mail = Self.withoutSeparator(raw)
        let lineEnd = Self.lineEnd(of: mail)
        var lines = ""
        if let sender, sender.isEmpty || isPlausibleAddress(sender) { lines += "Return-Path: <\(sender)>\(lineEnd)" }
        for recipient in recipients.prefix(100) where isPlausibleAddress(recipient) {
            lines += "Delivered-To: \(recipient)\(lineEnd)"
        }
        return lines.isEmpty ? mail : Array(lines.utf8) + mail
    }

    private static func withoutSeparator(_ raw: [UInt8]) -> [UInt8] {
        guard raw.starts(with: "From ".utf8) || raw.starts(with: ">From ".utf8) else { return raw }
        // "From : ann@example.org" is the field itself, with the blank that RFC 5322 §4.5 allows.
        guard let end = raw.firstIndex(of: 10), raw.dropFirst(5).first(where: { $0 != 32 && $0 != 9 }) != 58 else {
            return raw
        }
        return Array(raw[(end + 1)...])
    }

    private static func lineEnd(of raw: [UInt8]) -> String {
        guard let end = raw.firstIndex(of: 10), end > 0, raw[end - 1] != 13 else { return "\r\n" }
        return "\n"
    }
}

extension DeskTransaction {
    /// The mailbox that a mail came to, by its envelope, else by its own To and Cc; nil: none of them is ours by now.
    public func mailbox(of envelope: MailEnvelope, else addressed: [String] = []) throws -> Mailbox? {
        for address in (envelope.recipients + addressed).prefix(200) {
            let found = try mailbox(address: address) ?? mailbox(address: ReplyAddress.withoutTag(address))
            if let found, found.isEnabled { return found }
        }
        return nil
    }
}
