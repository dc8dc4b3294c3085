import Database
import Foundation
import Mail

/// A mail as the demo's form has a customer write it.
public struct PlayedMail: Sendable {
    /// The customer that is played; the name may be empty.
    public var from: (name: String, address: String)
    /// One of our addresses, or the reply address of the mail that is answered.
    public var to: String
    /// As it was typed.
    public var subject: String
    /// What is new in the mail; the quote of `answered` is added below it.
    public var text: String
    /// Its attachments.
    public var uploads: [Upload]
    /// The outgoing mail that the customer answers, quoted as mail clients do.
    public var answered: Int64?

    /// The fields of the form.
    public init(
        from: (name: String, address: String), to: String, subject: String, text: String, uploads: [Upload],
        answered: Int64?
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.uploads = uploads
        self.answered = answered
    }
}

extension Desk {
    /// Writes the mail as a mail client would, and takes it in by the road of every other mail.
    /// - Throws: `DeskError.invalid` for a form that is not filled in rightly.
    public func play(_ played: PlayedMail) async throws -> ProcessedMail? {
        let from = played.from.address.trimmingCharacters(in: .whitespaces)
        guard isPlausibleAddress(from) else { throw DeskError.invalid("address", "is not a mail address") }
        guard !played.text.allSatisfy(\.isWhitespace) else { throw DeskError.invalid("message", "is empty") }
        let mailboxID = try await read { tx in
            try tx.mailbox(address: ReplyAddress.withoutTag(played.to))?.id ?? tx.mainMailbox()?.id
        }
        let answered = try await read { tx in
            try played.answered.flatMap { try tx.delivery(id: $0) }.map { Email(parsing: try tx.mail(of: $0)) }
        }
        let now = database.currentTime
        let mail = OutgoingEmail(
            from: Mail.Address(name: played.from.name.isEmpty ? nil : played.from.name, address: from),
            to: [Mail.Address(address: played.to)],
            subject: played.subject,
            messageID: "\(Base32.text(randomBytes(12)))@\(from.split(separator: "@").last ?? "customer")",
            inReplyTo: [answered?.messageID].compactMap(\.self),
            references: (answered?.references ?? []) + [answered?.messageID].compactMap(\.self), date: now.date,
            text: played.text + (answered.map { quote($0) } ?? ""),
            attachments: played.uploads.map {
                OutgoingAttachment(filename: $0.filename, mimeType: $0.mimeType, content: $0.content)
            })
        let ids = try await keep([ArrivedMail(raw: mail.bytes(), mailboxID: mailboxID, source: .demo)])
        return try await outcome(of: ids)
    }

    /// Waits for the server's own processor where that was faster, five seconds at most.
    private func outcome(of ids: [Int64]) async throws -> ProcessedMail? {
        for _ in 1...200 {
            try await processKept()
            if let mail = try await read({ tx in try tx.processed(ids).first }) { return mail }
            try await Task.sleep(for: .milliseconds(25))
        }
        return nil
    }

    private func quote(_ mail: Email) -> String {
        let lines = mail.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }.joined(
            separator: "\n")
        let date = mail.date.map { Instant($0).rfc3339.prefix(10) } ?? ""
        return "\n\nOn \(date), \(mail.from?.name ?? "") <\(mail.from?.address ?? "")> wrote:\n\(lines)\n"
    }
}
