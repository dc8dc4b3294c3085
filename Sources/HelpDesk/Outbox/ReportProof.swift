import Database
import Mail

/// Whether a report comes from where only one recipient's mail lies. The Message-ID of an answer is the same in each copy, so
/// that any recipient could write a report in the name of another.
extension DeskTransaction {
    /// The signed marks that a report returns: the Reply-To and the hidden mark in the body of one recipient's copy.
    func marksOfCopy(in mail: UnderstoodMail) -> [Clue] {
        let original = mail.email.enclosedMail()
        var marks = mail.clues
        let inHeader = mail.report?.originalHeaders?.all("Reply-To").prefix(10).flatMap { Address.list(parsing: $0) }
        for address in ((original?.replyTo ?? []) + (inHeader ?? [])).prefix(20) {
            if let clue = ReplyAddress.clue(of: address.address, keys: desk.keys) { marks.append(clue) }
        }
        if let original { marks += BodyToken.clues(in: original.text, html: original.html, keys: desk.keys) }
        return marks.filter { $0.code == .replyAddress || $0.code == .bodyToken }
    }

    /// One of the marks was made for the recipient of this copy.
    func isCopy(_ delivery: Delivery, markedBy marks: [Clue]) throws -> Bool {
        let recipient = folded(delivery.recipient)
        return try marks.contains { mark in
            switch mark.audience {
            case .customer: mark.isMadeFor?(recipient) ?? false
            case .agent(let id): try person(address: recipient)?.id == id
            case .mailbox(let id): try ownMailbox(recipient)?.id == id
            }
        }
    }

    /// The report proves to be about this copy: it returns a mark of it, or nobody but its recipient can know its id.
    func isProven(_ mail: UnderstoodMail, about delivery: Delivery) throws -> Bool {
        try isCopy(delivery, markedBy: marksOfCopy(in: mail)) || isKnownToRecipientAlone(delivery, mail)
    }

    /// Later mail of the ticket refers to the id, so that whoever takes part knows it. The ticket's root, which each of its
    /// mails bears, proves nothing where the report names no recipient.
    private func isKnownToRecipientAlone(_ delivery: Delivery, _ mail: UnderstoodMail) throws -> Bool {
        guard let ticketID = delivery.ticketID else { return true }
        guard delivery.kind == .reply || delivery.kind == .confirmation else { return false }
        let named = (mail.report?.recipients.map(\.address) ?? []) + (mail.complaint?.recipients ?? [])
        let reported = mail.report?.originalMessageID ?? mail.complaint?.originalMessageID ?? ""
        let isRoot = MessageIdentifier(reported, keys: desk.keys)?.messageID == 0
        guard !isRoot || named.contains(where: { !$0.isEmpty }) else { return false }
        let recipient = folded(delivery.recipient)
        let another = try value(
            Int64.self,
            """
            SELECT 1 FROM delivery WHERE mail_id = \(delivery.mailID) AND recipient_folded <> \(recipient)
                AND (state <> 'failed' OR attempts > 0) LIMIT 1
            """)
        guard another == nil, let ticket = try ticket(id: ticketID) else { return false }
        let own = try values(String.self, "SELECT folded FROM person_address WHERE person_id = \(ticket.requesterID)")
        let others = try values(String.self, "SELECT folded FROM participant WHERE ticket_id = \(ticket.id)")
            .filter { !own.contains($0) }
        return own.contains(recipient) ? others.isEmpty : own.isEmpty && others.allSatisfy { $0 == recipient }
    }
}
