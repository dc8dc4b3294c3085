import Database
import Foundation
import Mail

/// What of a mail becomes a message.
struct NewMessage {
    let mail: UnderstoodMail
    let isFirst: Bool
    let because: Reason
    var text: String
    var quote: String?
    var signature: String?
    var html: String?
    var isInternal = false
    var isStaffReply = false
    var isUnverified: Bool
    /// The files that it brings.
    var files: [Mail.Attachment]

    init(_ mail: UnderstoodMail, isFirst: Bool, because: Reason) {
        self.mail = mail
        self.isFirst = isFirst
        self.because = because
        (text, quote, signature) = mail.text(isFirst: isFirst)
        html = mail.email.html
        isUnverified = mail.isUnverified
        files = mail.email.attachments
    }
}

extension DeskTransaction {
    /// The message of a mail, its files, its words, and the ids by which answers to it find the ticket.
    func add(_ new: NewMessage, _ entry: LedgerEntry, to ticket: Ticket, by author: Person) throws -> Int64 {
        let limit = try limits.textBytes, email = new.mail.email
        // Whoever answers a notification refers to ids that let their holder act as staff: they must never reach a customer.
        let references = (email.references + [email.messageID].compactMap(\.self)).filter { id in
            MessageIdentifier(id, keys: desk.keys).map { $0.audience == .customer } ?? true
        }
        let id = try insert(
            """
            INSERT INTO message (uuid, ticket_id, author_id, text, quote, signature, html, is_internal, is_staff_reply,
                is_automatic, is_unverified, channel, because, because_detail, ledger_id, mail_id, mail_references,
                created_at, updated_at)
            VALUES (\(newPublicID(at: now)), \(ticket.id), \(author.id), \(cut(new.text, limit)),
                \(new.quote.map { cut($0, limit) }), \(new.signature.map { cut($0, limit) }),
                \(new.html.map { cut($0, 2 * limit) }), \(new.isInternal), \(new.isStaffReply),
                \(new.mail.automatic.isAutomatic), \(new.isUnverified), \(Channel.email),
                \(new.because.code.rawValue), \(new.because.detail), \(entry.id), \(email.messageID),
                \(references.suffix(30).joined(separator: " ")), \(now), \(now))
            """)
        for file in new.files.prefix(try limits.attachmentsPerMessage) {
            try attach(file, toMessage: id, of: ticket.id)
        }
        if let messageID = email.messageID { try learn(messageID, of: ticket.id, message: id) }
        // A number of somebody else's is no part of the subject here, but people look for it.
        let tags = new.isFirst ? Subject.ticketTags(in: email.subject) : []
        try index(
            messageID: id, texts: [ticket.subject, ticket.number, author.name, author.email ?? "", new.text] + tags)
        if !new.isFirst { try touch(ticket, new) }
        return id
    }

    /// A machine's note is kept, but it is not the customer's last word and does not lift the ticket.
    private func touch(_ ticket: Ticket, _ new: NewMessage) throws {
        guard !new.mail.automatic.isAutomatic, !new.isInternal else {
            return try post("UPDATE ticket SET updated_at = \(now) WHERE id = \(ticket.id)")
        }
        let firstResponse: Instant? = new.isStaffReply ? now : nil
        let words = snippet(of: new.isStaffReply ? new.text : new.mail.ownWords)
        let line =
            words.isEmpty ? snippet(of: new.mail.email.attachments.map(\.filename).joined(separator: ", ")) : words
        try post(
            """
            UPDATE ticket SET updated_at = \(now), active_at = \(now), snippet = \(line),
                is_last_word_ours = \(new.isStaffReply), first_response_at = COALESCE(first_response_at, \(firstResponse))
            WHERE id = \(ticket.id)
            """)
    }
}

/// A text of at most `limit` bytes, cut between characters.
private func cut(_ text: String, _ limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit)
    while end.samePosition(in: text) == nil, end > text.startIndex { end = text.utf8.index(before: end) }
    return String(text[..<end])
}
