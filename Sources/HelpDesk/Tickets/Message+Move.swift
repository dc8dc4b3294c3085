import Database
import Mail

extension Message {
    /// Moves this message with its files, its mail and the ids by which answers find it. A ticket that loses its only message
    /// goes into the other one; what has gone into another one is found there. Where this very message had taken the target
    /// along, the target comes back with it.
    /// - Throws: `DeskError.conflict` where it stands there already.
    public func move(to wanted: Ticket, by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        guard wanted.id != ticketID, let living = try tx.living(wanted) else {
            throw DeskError.conflict("It stands in \(wanted.number) already.")
        }
        let target = living.id == ticketID ? try wanted.comeBack(by: person, in: tx) : living
        guard let source = try tx.ticket(id: ticketID) else { throw DeskError.notFound("Ticket") }
        let because = Reason(.movedByHand, person.displayName)
        try tx.moveMessages([self], to: target)
        try tx.run(
            """
            UPDATE message SET because = \(because.code.rawValue), because_detail = \(because.detail), updated_at = \(tx.now)
            WHERE id = \(id)
            """)
        try tx.record(
            .messageMoved, on: source, by: .person(person), message: id, from: source.number, to: target.number)
        try tx.record(
            .messageMoved, on: target, by: .person(person), message: id, from: source.number, to: target.number)
        let isLeft = try tx.value(Int64.self, "SELECT id FROM message WHERE ticket_id = \(source.id) LIMIT 1") != nil
        if isLeft { try tx.showLastWord(of: source) } else { try source.goInto(target, by: person, in: tx) }
        try tx.showLastWord(of: target)
    }

    /// Makes a ticket of its own from this message, linked to the one that it stood in. Whoever wrote it is the requester.
    /// - Throws: `DeskError.conflict` where it is alone in its ticket, or staff wrote it.
    @discardableResult
    public func detach(by person: Person, in tx: DeskTransaction) throws -> Ticket {
        try Viewer.person(person).requireStaff()
        guard let source = try tx.ticket(id: ticketID) else { throw DeskError.notFound("Ticket") }
        guard !isStaffReply, !isInternal else {
            throw DeskError.conflict("Only what a customer wrote can become a ticket of its own.")
        }
        let others = try tx.value(
            Int64.self, "SELECT id FROM message WHERE ticket_id = \(source.id) AND id <> \(id) LIMIT 1")
        guard others != nil else { throw DeskError.conflict("It is the only message of \(source.number).") }
        guard let author = try tx.person(id: authorID) else { throw DeskError.notFound("Author") }
        // The number in the mail's subject is that of the ticket which it leaves.
        let mailed = try ledgerID.flatMap { try tx.ledgerEntry($0)?.subject }
        let subject = try mailed.map {
            oneLine(beginning(of: Subject.withoutTicketTags($0), try tx.limits.subjectCharacters))
        }
        let new = try Ticket.insert(
            NewTicket(
                subject: subject ?? source.subject, draft: Draft(text: text, channel: channel),
                categoryID: source.categoryID,
                mailboxID: source.mailboxID, language: source.language, linkedTo: source.id),
            for: author, in: tx)
        try tx.record(.opened, on: new, by: .person(author))
        try move(to: new, by: person, in: tx)
        return new
    }
}

extension Ticket {
    /// Puts all of this ticket into another one of which it turns out to be a part. Later mail to it lands there.
    /// - Throws: `DeskError.conflict` where both are the same.
    public func merge(into wanted: Ticket, by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        guard let target = try tx.living(wanted), target.id != id else {
            throw DeskError.conflict("A ticket cannot go into itself.")
        }
        try tx.moveMessages(
            tx.all(Message.self, "SELECT message.* FROM message WHERE ticket_id = \(id) ORDER BY id"), to: target)
        try goInto(target, by: person, in: tx)
        try tx.showLastWord(of: target)
    }

    /// A stranger's mail answered what we sent to the requester of the linked ticket, from an address that was not known: staff
    /// say that both are one person. The ticket goes into the linked one, and the address belongs to its requester from now on.
    /// - Throws: `DeskError.conflict` where there is no linked ticket, or the address belongs to staff.
    public func joinLinked(by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        let older = try linkedTicket(in: tx)
        guard let stranger = try tx.person(id: requesterID), stranger.role == .customer else {
            throw DeskError.conflict("Its requester works here.")
        }
        if stranger.id != older.requesterID {
            try tx.run("UPDATE person_address SET person_id = \(older.requesterID) WHERE person_id = \(stranger.id)")
            try tx.run("UPDATE ticket SET requester_id = \(older.requesterID) WHERE requester_id = \(stranger.id)")
            try tx.run(
                """
                UPDATE message SET author_id = \(older.requesterID) WHERE author_id = \(stranger.id)
                    AND ticket_id IN (SELECT id FROM ticket WHERE requester_id = \(older.requesterID))
                """)
            try tx.run("UPDATE person SET email = NULL, disabled_at = \(tx.now) WHERE id = \(stranger.id)")
            try tx.run("DELETE FROM session WHERE person_id = \(stranger.id)")
        }
        try merge(into: older, by: person, in: tx)
        if older.status != .open {
            try older.setStatus(older.statusAfterCustomerReply, by: .person(person), in: tx)
        }
    }

    fileprivate func goInto(_ target: Ticket, by person: Person, in tx: DeskTransaction) throws {
        try setStatus(.closed, by: .person(person), in: tx)
        try tx.run("UPDATE ticket SET merged_into = \(target.id) WHERE id = \(id)")
        try tx.record(.merged, on: self, by: .person(person), from: number, to: target.number)
        try tx.record(.merged, on: target, by: .person(person), from: number, to: target.number)
    }

    /// It had gone into another ticket with its last message, which returns: it lives again, with the status of then.
    fileprivate func comeBack(by person: Person, in tx: DeskTransaction) throws -> Ticket {
        try tx.run("UPDATE ticket SET merged_into = NULL WHERE id = \(id)")
        let gone = try tx.value(
            Instant.self, "SELECT max(at) FROM event WHERE ticket_id = \(id) AND kind = \(Event.Kind.merged)")
        let closing = try tx.first(
            Event.self,
            """
            SELECT * FROM event WHERE ticket_id = \(id) AND kind = \(Event.Kind.statusChanged) ORDER BY id DESC LIMIT 1
            """)
        if let closing, closing.at == gone, let before = closing.before.flatMap(Status.init) {
            try setStatus(before, by: .person(person), in: tx)
        }
        return try tx.ticket(id: id) ?? self
    }

    /// Nobody reads what is written into a ticket that has gone into another one.
    /// - Throws: `DeskError.conflict` where it has.
    func requireLiving(in tx: DeskTransaction) throws {
        guard mergedInto != nil else { return }
        let place = try tx.living(self)?.number ?? "another ticket"
        throw DeskError.conflict("\(number) has gone into \(place): go on there.")
    }
}

extension DeskTransaction {
    /// The ticket into which this one has gone, along the whole chain; nil for a chain that bites its tail.
    public func living(_ ticket: Ticket) throws -> Ticket? {
        var ticket = ticket
        for _ in 0..<20 {
            guard let next = ticket.mergedInto else { return ticket }
            guard let found = try self.ticket(id: next) else { return nil }
            ticket = found
        }
        return nil
    }

    func livingTicket(_ id: Int64) throws -> Ticket? { try ticket(id: id).flatMap { try living($0) } }

    /// Moves messages with their files, deliveries, mail and the ids by which answers find them.
    fileprivate func moveMessages(_ messages: [Message], to target: Ticket) throws {
        for message in messages {
            try run("UPDATE message SET ticket_id = \(target.id) WHERE id = \(message.id)")
            try run("UPDATE attachment SET ticket_id = \(target.id) WHERE message_id = \(message.id)")
            try run("UPDATE delivery SET ticket_id = \(target.id) WHERE message_id = \(message.id)")
            if let mail = message.ledgerID {
                try run("UPDATE ledger SET ticket_id = \(target.id) WHERE id = \(mail)")
            }
            let aliases = try values(
                String.self, "SELECT alias FROM delivery WHERE message_id = \(message.id) AND alias IS NOT NULL")
            for mailID in aliases + [message.mailID].compactMap(\.self) {
                try forget(mailID, of: message.ticketID)
                try learn(mailID, of: target.id, message: message.id)
            }
        }
    }

    /// What the list shows of a ticket, read anew from its conversation.
    fileprivate func showLastWord(of ticket: Ticket) throws {
        let last = try first(
            Message.self,
            """
            SELECT message.* FROM message WHERE ticket_id = \(ticket.id) AND is_internal = 0 AND is_automatic = 0
            ORDER BY id DESC LIMIT 1
            """)
        try run(
            """
            UPDATE ticket SET updated_at = \(now), snippet = \(try last.map { try listLine(of: $0) } ?? ""),
                is_last_word_ours = \(last?.isStaffReply ?? false), active_at = \(last?.createdAt ?? ticket.createdAt)
            WHERE id = \(ticket.id)
            """)
    }
}
