import Database

/// A mail of ours that belongs into the Sent folder of its mailbox, for people who look there.
public struct SentCopy: Sendable, Identifiable {
    /// The delivery that was sent.
    public let id: Int64
    /// Its Message-ID without brackets.
    public let mailID: String
    /// The mail, byte for byte as it went out.
    public let raw: [UInt8]
    /// When it went out.
    public let sentAt: Instant
}

extension DeskTransaction {
    /// Notes an answer that was sent, where its mailbox wants a copy and its provider makes none: one copy, however many
    /// people the answer went to.
    func planSentCopy(of delivery: Delivery) throws {
        guard let message = delivery.messageID, delivery.kind == .reply,
            let mailbox = try mailbox(id: delivery.mailboxID), mailbox.copiesToSent, !mailbox.provider.keepsSentMail
        else { return }
        let isPlanned = try value(
            Int64.self, "SELECT 1 FROM delivery WHERE message_id = \(message) AND sent_copy IS NOT NULL")
        if isPlanned == nil { try run("UPDATE delivery SET sent_copy = 'due' WHERE id = \(delivery.id)") }
    }

    /// Copies that wait, oldest first.
    public func sentCopiesDue(of mailboxID: Int64, limit: Int = 5) throws -> [SentCopy] {
        let due = try all(
            Delivery.self,
            "SELECT * FROM delivery WHERE sent_copy = 'due' AND mailbox_id = \(mailboxID) ORDER BY id LIMIT \(limit)")
        return try due.map { delivery in
            SentCopy(
                id: delivery.id, mailID: delivery.mailID, raw: try mail(of: delivery),
                sentAt: delivery.doneAt ?? delivery.createdAt)
        }
    }

    /// The copy is in the folder, or the server will not take it.
    public func noteSentCopy(_ id: Int64, isKept: Bool) throws {
        try run("UPDATE delivery SET sent_copy = \(isKept ? "done" : "failed") WHERE id = \(id)")
    }
}
