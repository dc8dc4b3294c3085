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
        // What was refused in advance, for an address that takes no mail, has not gone out either.
        try tx.run(
            "DELETE FROM delivery WHERE message_id = \(id) AND kind = 'reply' AND state = 'failed' AND attempts = 0")
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
        try tx.tellCustomer(of: ticket)
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
        try restoreEnds(of: ticket, before, until: change.id)
        try run(
            """
            DELETE FROM event WHERE ticket_id = \(ticket.id) AND kind = \(Event.Kind.statusChanged)
                AND id >= \(change.id)
            """)
    }

    /// A ticket that was resolved or closed was so since then, and not since now: its reopen window runs from there.
    private func restoreEnds(of ticket: Ticket, _ status: Status, until change: Int64) throws {
        guard !status.isUnresolved else { return }
        let earlier = try all(
            Event.self,
            """
            SELECT * FROM event WHERE ticket_id = \(ticket.id) AND kind = \(Event.Kind.statusChanged)
                AND id < \(change) ORDER BY id DESC LIMIT 50
            """)
        let ends = earlier.prefix { $0.after.flatMap(Status.init(rawValue:))?.isUnresolved == false }
        guard let last = ends.first, let first = ends.last, last.after == status.rawValue else { return }
        try run(
            """
            UPDATE ticket SET resolved_at = \(first.at), closed_at = \(status == .closed ? last.at : nil)
            WHERE id = \(ticket.id)
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
        let remaining = try value(
            Instant.self, "SELECT min(created_at) FROM message WHERE ticket_id = \(ticket.id) AND is_staff_reply = 1")
        let firstAnswer = ticket.firstResponseAt == message.createdAt ? remaining : ticket.firstResponseAt
        try run(
            """
            UPDATE ticket SET updated_at = \(now), active_at = \(last?.createdAt ?? ticket.createdAt),
                snippet = \(try last.map { try listLine(of: $0) } ?? ""), is_last_word_ours = \(last?.isStaffReply ?? false),
                first_response_at = \(firstAnswer)
            WHERE id = \(ticket.id)
            """)
    }
}
