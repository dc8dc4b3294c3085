import Database
import Foundation
import Mail

extension Ticket {
    /// Adds an answer, or a note that only staff see. A public answer of staff goes to the customer by mail once the transaction stands.
    /// - Throws: `DeskError.forbidden` where `author` may not answer here; `.invalid` for an empty text without files, and with
    ///   the field `answered_by` where a colleague has answered what the author has not seen (`Draft.seenMessageID`);
    ///   `.conflict` for a customer's reply to a ticket that was closed too long ago, and for one that has gone into another.
    @discardableResult
    public func reply(_ draft: Draft, by author: Person, in tx: DeskTransaction) throws -> Message {
        var draft = draft
        // A notification that staff quote or paste would let the customer answer as they do.
        if author.isStaff, !draft.isInternal { draft.text = withoutStaffTokens(draft.text) }
        try draft.validate(tx.limits)
        try requireLiving(in: tx)
        guard author.isStaff || (author.id == requesterID && !author.isDisabled) else {
            throw DeskError.forbidden("You may not answer this ticket.")
        }
        guard author.isStaff || !draft.isInternal else { throw DeskError.forbidden("Only staff may write notes.") }
        guard try author.isStaff || canReopen(at: tx.now, limits: tx.limits) else {
            throw DeskError.conflict("This ticket was closed too long ago. Please open a new one.")
        }
        if !draft.isInternal, let colleague = try colleagueWhoAnswered(since: draft.seenMessageID, author, in: tx) {
            throw DeskError.invalid("answered_by", colleague.displayName)
        }
        if author.isStaff, !draft.isInternal { try tx.refuseStaffTokens(in: draft, by: author) }
        let message = try add(draft, by: author, in: tx)
        let mayWait = message.isStaffReply && draft.sendsAfterSeconds > 0
        try tx.record(
            message.isInternal ? .noted : .replied, on: self, by: .person(author), message: message.id,
            isHeldBack: mayWait)
        guard message.isPublic else { return message }
        // A member of staff who is the requester writes as a customer does.
        let chosen = author.isStaff ? draft.status : nil
        let status = chosen ?? (message.isStaffReply ? statusAfterStaffReply : statusAfterCustomerReply)
        try setStatus(status, by: .person(author), isHeldBack: mayWait, in: tx)
        if message.isStaffReply {
            // With the status that it has from now on.
            let ticket = try tx.ticket(id: id) ?? self
            try tx.deliver(message, of: ticket, by: author, delay: draft.sendsAfterSeconds)
        }
        if mayWait, try !tx.isHeldBack(message) { try tx.tellCustomer(of: self) }
        if author.id == requesterID { try tx.notifyStaff(of: .answered(message: message.id), on: self, by: author) }
        return message
    }

    private func colleagueWhoAnswered(since seen: Int64?, _ author: Person, in tx: DeskTransaction) throws -> Person? {
        guard author.isStaff, let seen else { return nil }
        let other = try tx.value(
            Int64.self,
            """
            SELECT author_id FROM message WHERE ticket_id = \(id) AND id > \(seen) AND is_staff_reply = 1
                AND author_id <> \(author.id) ORDER BY id DESC LIMIT 1
            """)
        return try other.flatMap { try tx.person(id: $0) }
    }

    /// Writes the message, its files, its words for the search, and what the list shows of it.
    ///
    /// - Parameter isOpening: it is the first message of a ticket, which answers nobody.
    func add(_ draft: Draft, by author: Person, isOpening: Bool = false, in tx: DeskTransaction) throws -> Message {
        let isStaffReply = !isOpening && author.isStaff && !draft.isInternal && author.id != requesterID
        let message = try tx.inserted(
            Message.self,
            """
            INSERT INTO message
                (uuid, ticket_id, author_id, text, html, is_internal, is_staff_reply, channel, created_at, updated_at)
            VALUES (\(newPublicID(at: tx.now)), \(id), \(author.id), \(draft.text),
                \(author.isStaff ? Markdown.html(draft.text) : nil), \(draft.isInternal), \(isStaffReply),
                \(draft.channel), \(tx.now), \(tx.now)) RETURNING *
            """)
        try tx.attach(draft, to: message, by: author)
        try tx.index(message, of: self, requester: isOpening ? tx.person(id: requesterID) : nil)
        try touch(message, in: tx)
        return message
    }

    /// What the list shows: the newest public word, whose it is, and when it came. Of files without a word, their names.
    func touch(_ message: Message, in tx: DeskTransaction) throws {
        guard message.isPublic else {
            try tx.post("UPDATE ticket SET updated_at = \(tx.now) WHERE id = \(id)")
            return
        }
        let firstResponse: Instant? = message.isStaffReply ? tx.now : nil
        try tx.post(
            """
            UPDATE ticket SET updated_at = \(tx.now), active_at = \(tx.now), snippet = \(try tx.listLine(of: message)),
                is_last_word_ours = \(message.isStaffReply), first_response_at = COALESCE(first_response_at, \(firstResponse))
            WHERE id = \(id)
            """)
    }
}
