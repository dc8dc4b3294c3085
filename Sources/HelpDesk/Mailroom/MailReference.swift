/// Message-IDs by which later mail finds a ticket, kept as hashes of 16 bytes: ids of 998 characters do occur.
enum MailReference {
    static func hash(_ messageID: String) -> [UInt8] { Array(sha256(Array(messageID.utf8)).prefix(16)) }

    /// What Jira names in In-Reply-To: `JIRA.10.17@host`, where its mails bear `JIRA.10.17.3.18@host`.
    static func stem(of messageID: String) -> String? {
        guard messageID.hasPrefix("JIRA."), let at = messageID.lastIndex(of: "@") else { return nil }
        let parts = messageID[..<at].split(separator: ".")
        return parts.count > 3 ? parts.prefix(3).joined(separator: ".") + messageID[at...] : nil
    }
}

extension DeskTransaction {
    /// The ticket does not know this mail any more.
    func forget(_ messageID: String, of ticketID: Int64) throws {
        let hashes = [messageID, MailReference.stem(of: messageID)].compactMap(\.self).map(MailReference.hash)
        try run("DELETE FROM mail_reference WHERE hash IN \(hashes) AND ticket_id = \(ticketID)")
    }

    /// Later mail that refers to `messageID` points to this ticket.
    func learn(_ messageID: String, of ticketID: Int64, message: Int64) throws {
        for name in [messageID, MailReference.stem(of: messageID)].compactMap(\.self) {
            try post(
                """
                INSERT INTO mail_reference (hash, ticket_id, message_id)
                VALUES (\(MailReference.hash(name)), \(ticketID), \(message)) ON CONFLICT DO NOTHING
                """)
        }
    }
}
