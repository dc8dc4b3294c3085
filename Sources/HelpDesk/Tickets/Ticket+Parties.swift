import Database

/// Who takes part in a ticket beside its requester. Mail alone lets nobody in but those whom the requester names: of anybody
/// else a person decides.
extension Ticket {
    /// The owner of this address gets copies of the answers from now on, and their mail joins the ticket.
    /// - Throws: `DeskError.invalid` for what is no address of a customer's, `.conflict` where too many take part.
    public func letTakePart(_ address: String, by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        let owner = try tx.person(address: address)
        guard isPlausibleAddress(address), try !tx.isOurs(address), owner?.role ?? .customer == .customer else {
            throw DeskError.invalid("address", "“\(address.prefix(60))” is no address of a customer")
        }
        guard owner?.id != requesterID else { return }
        let known = try tx.participants(of: self)
        guard known.count < Self.participantsAtMost else {
            throw Self.tooManyTakePart
        }
        let added = try tx.run(
            """
            INSERT INTO participant (ticket_id, folded, address, name)
            VALUES (\(id), \(folded(address)), \(address), \(owner.flatMap { $0.name.isEmpty ? nil : $0.name }))
            ON CONFLICT (ticket_id, folded) DO NOTHING
            """)
        if added > 0 { try tx.record(.participantAdded, on: self, by: .person(person), to: address) }
    }

    /// So many take part because a customer's mail named them; a mail that names a whole company is no reason to write to it.
    static let participantsByMailAtMost = 20
    /// So many take part at all: beyond the mail's, staff let people in one by one.
    private static let participantsAtMost = 50
    /// No more people may take part.
    public static let tooManyTakePart = DeskError.conflict(
        "More than \(participantsAtMost) cannot take part in a ticket.")

    /// A stranger's mail points to the linked ticket: staff let its author take part there. The ticket goes into the linked one.
    /// - Throws: `DeskError.conflict` where there is no linked ticket, or its requester has no address.
    public func joinLinkedAsParticipant(by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        let older = try linkedTicket(in: tx)
        // The address that staff were shown, which need not be the one that the person's mail goes to.
        let shown = try tx.strangersMail(in: tx.conversation(of: self, seenBy: .system))?.address
        guard let address = try shown ?? tx.person(id: requesterID)?.email else {
            throw DeskError.conflict("Its author has no mail address.")
        }
        try older.letTakePart(address, by: person, in: tx)
        try merge(into: older, by: person, in: tx)
        if older.status != .open { try older.setStatus(older.statusAfterCustomerReply, by: .person(person), in: tx) }
    }

    /// The ticket has nothing to do with the one that it was linked to.
    /// - Throws: `DeskError.conflict` where it is linked to none.
    public func unlink(by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        let older = try linkedTicket(in: tx)
        try tx.run("UPDATE ticket SET linked_to = NULL, updated_at = \(tx.now) WHERE id = \(id)")
        try tx.record(.unlinked, on: self, by: .person(person), from: older.number)
    }

    /// - Throws: `DeskError.conflict` where there is none, or this one has gone into another already.
    func linkedTicket(in tx: DeskTransaction) throws -> Ticket {
        guard mergedInto == nil, let older = try linkedTo.flatMap({ try tx.livingTicket($0) }), older.id != id else {
            throw DeskError.conflict("\(number) is not linked to another ticket.")
        }
        return older
    }
}

extension Message {
    /// The author of a message that was moved here takes part in its ticket from now on.
    /// - Throws: `DeskError.invalid` where the author is no customer with an address.
    public func letAuthorTakePart(by person: Person, in tx: DeskTransaction) throws {
        guard let here = try tx.value(Int64.self, "SELECT ticket_id FROM message WHERE id = \(id)"),
            let ticket = try tx.ticket(id: here)
        else { throw DeskError.notFound("Ticket") }
        // Where staff have forwarded the mail, its sender is not its author.
        let sender = try ledgerID.flatMap { try tx.ledgerEntry($0)?.sender }
            .flatMap { try tx.person(address: $0)?.id == authorID ? $0 : nil }
        guard let address = try sender ?? tx.person(id: authorID)?.email else {
            throw DeskError.invalid("address", "is unknown: its author cannot take part by mail")
        }
        try ticket.letTakePart(address, by: person, in: tx)
    }
}

/// A ticket that a stranger's mail opened though it points to somebody else's.
public struct StrangersMail: Sendable {
    /// The message that points there.
    public let message: Int64
    /// Where it came from.
    public let address: String
    /// The ticket that it points to.
    public let older: Ticket
    /// Whose ticket that is.
    public let requester: Person
    /// It answers what we sent to the requester, and does not just name the number.
    public let answersOurMail: Bool
    /// How many tickets the stranger has, this one included; counted to 1,000 at most.
    public let ticketCount: Int
}

extension DeskTransaction {
    /// Whether staff have to decide if the sender of a ticket takes part in the linked one; nil: nothing to decide.
    public func strangersMail(in conversation: Conversation) throws -> StrangersMail? {
        let ticket = conversation.ticket
        guard let older = try? ticket.linkedTicket(in: self), older.requesterID != ticket.requesterID,
            conversation.requester.role == .customer,
            let entry = conversation.messages.first(where: { $0.message.authorID == ticket.requesterID }),
            let code = entry.message.because?.code,
            [.tokenOfSomebodyElse, .senderIsNotInTheTicket].contains(code),
            let address = entry.mailSender ?? conversation.requester.email,
            let requester = try person(id: older.requesterID)
        else { return nil }
        return StrangersMail(
            message: entry.message.id, address: address, older: older, requester: requester,
            answersOurMail: code == .tokenOfSomebodyElse,
            ticketCount: try count(TicketFilter(requesterID: ticket.requesterID), seenBy: .system))
    }
}
