import Database

extension Message {
    /// What was taken back, for the composer.
    public struct TakenBack: Sendable {
        /// As it was written.
        public let text: String
        /// Uploads again: an answer may name them anew.
        public let files: [Attachment]
    }

    /// Takes an answer back as long as none of its copies has begun to go out: the message is gone, its files are uploads
    /// again, and the ticket is as it was before.
    /// - Throws: `DeskError.conflict` once it is too late, `.forbidden` for somebody else's.
    @discardableResult
    public func takeBack(by person: Person, in tx: DeskTransaction) throws -> TakenBack {
        guard person.isStaff, person.id == authorID else {
            throw DeskError.forbidden("Only its author can take an answer back.")
        }
        let copies = try tx.value(Int.self, "SELECT count(*) FROM delivery WHERE message_id = \(id) AND kind = 'reply'")
        let removed = try tx.run(
            """
            DELETE FROM delivery WHERE message_id = \(id) AND kind = 'reply' AND state = 'queued' AND attempts = 0
                AND due_at > \(tx.now)
            """)
        guard let copies, copies > 0, copies == removed, let ticket = try tx.ticket(id: ticketID) else {
            throw DeskError.conflict("It is too late: the answer has gone out.")
        }
        let files = try tx.attachments(ofMessages: [id])
        try tx.undoStatus(of: ticket, since: self)
        try tx.run("UPDATE attachment SET message_id = NULL WHERE message_id = \(id)")
        try tx.run("DELETE FROM event WHERE ticket_id = \(ticketID) AND message_id = \(id)")
        try tx.run("DELETE FROM message WHERE id = \(id)")
        try tx.undoTouch(of: ticket, since: self)
        try tx.sql.notify(
            LiveUpdate.channel,
            LiveUpdate(ticketID: ticket.id, number: ticket.number, requesterID: ticket.requesterID).payload)
        return TakenBack(text: text, files: files)
    }
}

extension DeskTransaction {
    /// The status that the answer changed in its own transaction, unless somebody has changed it since.
    fileprivate func undoStatus(of ticket: Ticket, since message: Message) throws {
        let change = try first(
            Event.self,
            """
            SELECT * FROM event WHERE ticket_id = \(ticket.id) AND kind = \(Event.Kind.statusChanged)
            ORDER BY id DESC LIMIT 1
            """)
        guard let change, change.at == message.createdAt, change.actorID == message.authorID,
            let before = change.before.flatMap(Status.init), change.after == ticket.status.rawValue
        else { return }
        try ticket.setStatus(before, by: .system, in: self)
        try run(
            """
            DELETE FROM event WHERE ticket_id = \(ticket.id) AND kind = \(Event.Kind.statusChanged)
                AND id >= \(change.id)
            """)
    }

    /// What the list shows is again what stood there before.
    fileprivate func undoTouch(of ticket: Ticket, since message: Message) throws {
        let last = try first(
            Message.self,
            """
            SELECT * FROM message WHERE ticket_id = \(ticket.id) AND is_internal = 0 AND is_automatic = 0
            ORDER BY id DESC LIMIT 1
            """)
        let isFirstAnswer = ticket.firstResponseAt == message.createdAt
        try run(
            """
            UPDATE ticket SET updated_at = \(now), active_at = \(last?.createdAt ?? ticket.createdAt),
                snippet = \(snippet(of: last?.text ?? "")), is_last_word_ours = \(last?.isStaffReply ?? false),
                first_response_at = \(isFirstAnswer ? nil : ticket.firstResponseAt)
            WHERE id = \(ticket.id)
            """)
    }
}
