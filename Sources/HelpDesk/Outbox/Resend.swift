import Database
import Mail

extension DeskTransaction {
    /// A person asks for another try of what failed, bounced or is unknown: the same bytes under the same Message-ID. Where
    /// its mailbox was removed it is written anew, from the one that answers its ticket now.
    public func resend(_ delivery: Delivery, by person: Person) throws {
        try Viewer.person(person).requireStaff()
        try forgetTrouble(of: delivery.recipient, by: person)
        guard try mailbox(id: delivery.mailboxID)?.isEnabled == true else {
            return try delivery.writeAnew(to: delivery.recipient, in: self)
        }
        let resent = try run(
            """
            UPDATE delivery SET state = \(Delivery.State.queued), due_at = \(now), done_at = NULL, claimed_by = NULL, attempts = 0,
                warned_at = NULL
            WHERE id = \(delivery.id) AND state IN ('failed', 'unknown', 'bounced') AND replaced_at IS NULL
            """)
        guard resent == 1 else {
            throw DeskError.conflict("This mail is \(delivery.state.rawValue) and needs no other try.")
        }
        try sql.notify(Desk.mailToSendChannel, "")
    }
}

extension Delivery {
    /// Sends an answer or a confirmation that did not arrive to a corrected address, which takes the place of the wrong one
    /// in the ticket, and of the requester's where it was theirs.
    /// - Throws: `DeskError.invalid` for what is no address of a customer's, `.conflict` for mail that is under way or of
    ///   another kind, or for an address that is somebody else's.
    public func resend(to corrected: String, by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        guard isPlausibleAddress(corrected), try !tx.isOurs(corrected) else {
            throw DeskError.invalid("address", "“\(corrected.prefix(60))” is no address of a customer")
        }
        guard [.failed, .bounced, .unknown].contains(state) else {
            throw DeskError.conflict("This mail is \(state.rawValue) and needs no other address.")
        }
        guard kind == .reply || kind == .confirmation, let ticket = try ticketID.flatMap({ try tx.ticket(id: $0) })
        else {
            throw DeskError.conflict("Only answers and confirmations can be sent to another address.")
        }
        // It may have gone to the envelope's sender of the first mail, who takes no part.
        guard try kind == .reply || tx.person(address: recipient)?.id == ticket.requesterID else {
            throw DeskError.conflict("\(recipient) is not the address of the requester. Write an answer instead.")
        }
        try tx.correct(recipient, to: corrected, in: ticket)
        try tx.forgetTrouble(of: corrected, by: person)
        try writeAnew(to: corrected, in: tx)
    }

    /// Puts a mail of the same words into the outbox, in place of this one.
    fileprivate func writeAnew(to address: String, in tx: DeskTransaction) throws {
        let replaced = try tx.run(
            """
            UPDATE delivery SET replaced_at = \(tx.now)
            WHERE id = \(id) AND state IN ('failed', 'unknown', 'bounced') AND replaced_at IS NULL
            """)
        guard replaced == 1 else {
            throw DeskError.conflict("This mail is \(state.rawValue), or was sent again already.")
        }
        guard let ticket = try ticketID.flatMap({ try tx.ticket(id: $0) }) else {
            throw DeskError.conflict("Only answers and confirmations can be written anew.")
        }
        switch kind {
        case .reply:
            guard let message = try tx.first(Message.self, "SELECT * FROM message WHERE id = \(messageID ?? 0)"),
                let author = try tx.person(id: message.authorID)
            else { throw DeskError.notFound("Message") }
            try tx.deliver(message, of: ticket, by: author, only: folded(address))
            let copy = try tx.value(
                Int64.self,
                """
                SELECT id FROM delivery WHERE message_id = \(message.id) AND recipient_folded = \(folded(address))
                    AND id > \(id) LIMIT 1
                """)
            guard copy != nil else { throw DeskError.conflict("\(address) takes no part in the ticket any more.") }
        case .confirmation:
            guard let requester = try tx.person(id: ticket.requesterID) else { throw DeskError.notFound("Person") }
            guard try tx.confirm(ticket, to: requester, answering: nil) else {
                throw DeskError.conflict(
                    "Not sent: no more automatic mail goes there for now. Write an answer instead.")
            }
        default: throw DeskError.conflict("Only answers and confirmations can be written anew.")
        }
        try tx.tellPages(self)
    }
}

extension DeskTransaction {
    /// The right address in place of the wrong one, of the requester or a participant.
    fileprivate func correct(_ wrong: String, to right: String, in ticket: Ticket) throws {
        let known = try person(address: right)
        if try person(address: wrong)?.id == ticket.requesterID {
            guard known == nil || known?.id == ticket.requesterID else {
                throw DeskError.conflict("\(right) is the address of \(known?.displayName ?? "somebody else").")
            }
            if known == nil {
                try run(
                    """
                    INSERT INTO person_address (folded, address, person_id)
                    VALUES (\(folded(right)), \(right), \(ticket.requesterID))
                    """)
            }
            try run("UPDATE person SET email = \(right) WHERE id = \(ticket.requesterID)")
        } else {
            try run(
                """
                DELETE FROM participant WHERE ticket_id = \(ticket.id) AND folded = \(folded(wrong))
                """)
            try run(
                """
                INSERT INTO participant (ticket_id, folded, address) VALUES (\(ticket.id), \(folded(right)), \(right))
                ON CONFLICT (ticket_id, folded) DO NOTHING
                """)
        }
    }
}
