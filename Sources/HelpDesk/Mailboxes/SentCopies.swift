import Database

/// A mail of ours that belongs into the Sent folder of its mailbox, for people who look there.
public struct SentCopy: Sendable, Identifiable {
    /// The delivery that was sent.
    public let id: Int64
    /// Its Message-ID without brackets.
    public let mailID: String
    /// The mail, byte for byte as it went out, or why it cannot be read.
    public let raw: Result<[UInt8], any Error>
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
        return due.map { delivery in
            SentCopy(
                id: delivery.id, mailID: delivery.mailID, raw: Result { try mail(of: delivery) },
                sentAt: delivery.doneAt ?? delivery.createdAt)
        }
    }

    /// Takes or renews the right to put copies into the folder of a mailbox, so that two who look into it put none there twice.
    /// - Returns: false while another living process has it.
    public func claimSentCopies(of mailboxID: Int64) throws -> Bool {
        // Longer than a large mail takes on a slow line.
        try takeLease(Self.sentCopies(mailboxID), seconds: 600)
    }

    /// Gives that right back.
    public func releaseSentCopies(of mailboxID: Int64) throws { try releaseLease(Self.sentCopies(mailboxID)) }

    private static func sentCopies(_ mailboxID: Int64) -> String { "sent copies \(mailboxID)" }

    /// The copy is in the folder, or the server will not take it.
    public func noteSentCopy(_ id: Int64, isKept: Bool) throws {
        try run("UPDATE delivery SET sent_copy = \(isKept ? "done" : "failed") WHERE id = \(id)")
    }
}
