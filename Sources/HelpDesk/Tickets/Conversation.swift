import Database

/// A ticket with all that its page shows, cut to what the viewer may see.
public struct Conversation: Sendable {
    /// The ticket itself.
    public let ticket: Ticket
    /// Whose ticket it is.
    public let requester: Person
    /// The member of staff who looks after it.
    public let assignee: Person?
    /// What it is about.
    public let category: Category?
    /// In lower case and alphabetical order.
    public let tags: [String]
    /// Who gets copies beside the requester, by address.
    public let participants: [Participant]
    /// What the viewer may see, oldest first; of very long conversations the newest 500.
    public let messages: [Entry]
    /// For staff only.
    public let events: [Event]
    /// By id, everybody who stands in the messages and events.
    public let people: [Int64: Person]

    /// A message with what belongs to it.
    public struct Entry: Sendable {
        /// The message itself.
        public let message: Message
        /// Who wrote it.
        public let author: Person
        /// Its files, those inside its HTML included.
        public let attachments: [Attachment]
        /// For staff only; one per recipient.
        public let deliveries: [Delivery]
        /// The sender of the mail, as it stood in its From, where the message came by mail.
        public let mailSender: String?
    }

    /// Somebody whom the customer's mail named in To or Cc.
    public struct Participant: Sendable, RowDecodable {
        /// As it was written.
        public let address: String
        /// The display name beside it; nil for none.
        public let name: String?

        /// Reads the columns `address` and `name` of `participant`.
        public init(row: Row) throws {
            address = try row["address"]
            // As it may stand in a header: one name that cannot would keep the answers to everybody back.
            name = (try row["name"] as String?).map(oneLine)
        }
    }
}

extension DeskTransaction {
    /// - Throws: `DeskError.notFound` where the viewer may not see the ticket.
    public func conversation(_ reference: some StringProtocol, seenBy viewer: Viewer) throws -> Conversation {
        try conversation(of: ticket(reference, seenBy: viewer), seenBy: viewer)
    }

    func conversation(of ticket: Ticket, seenBy viewer: Viewer) throws -> Conversation {
        let ticket = try shown(ticket, to: viewer)
        let messages = try messages(of: ticket, seenBy: viewer)
        let events = viewer.isStaff ? try events(of: ticket) : []
        let ids =
            messages.map(\.authorID) + events.compactMap(\.actorID) + [ticket.requesterID]
            + [ticket.assigneeID].compactMap(\.self)
        let people = try people(Set(ids))
        guard let requester = people[ticket.requesterID] else { throw DeskError.internalInconsistency("no requester") }
        return Conversation(
            ticket: ticket, requester: requester, assignee: ticket.assigneeID.flatMap { people[$0] },
            category: try ticket.categoryID.flatMap {
                try first(Category.self, "SELECT * FROM category WHERE id = \($0)")
            },
            tags: try tags(of: ticket), participants: try participants(of: ticket),
            messages: try entries(messages, people: people, seenBy: viewer), events: events, people: people)
    }

    func participants(of ticket: Ticket) throws -> [Conversation.Participant] {
        try all(
            Conversation.Participant.self,
            "SELECT address, name FROM participant WHERE ticket_id = \(ticket.id) ORDER BY folded")
    }

    private func entries(_ messages: [Message], people: [Int64: Person], seenBy viewer: Viewer) throws -> [Conversation
        .Entry]
    {
        let ids = messages.map(\.id)
        let files = Dictionary(grouping: try attachments(ofMessages: ids), by: \.messageID)
        let sent = viewer.isStaff ? Dictionary(grouping: try deliveries(ofMessages: ids), by: \.messageID) : [:]
        let senders = viewer.isStaff ? try mailSenders(messages.compactMap(\.ledgerID)) : [:]
        return messages.compactMap { message in
            guard let author = people[message.authorID] else { return nil }
            return Conversation.Entry(
                message: message, author: author, attachments: files[message.id] ?? [],
                deliveries: sent[message.id] ?? [],
                mailSender: message.ledgerID.flatMap { senders[$0] })
        }
    }

    private func mailSenders(_ ledgerIDs: [Int64]) throws -> [Int64: String] {
        guard !ledgerIDs.isEmpty else { return [:] }
        let rows = try sql.rows("SELECT id, sender FROM ledger WHERE id IN \(ledgerIDs) AND sender IS NOT NULL")
        return Dictionary(try rows.map { (try $0["id"], try $0["sender"]) }, uniquingKeysWith: { first, _ in first })
    }

    private func people(_ ids: Set<Int64>) throws -> [Int64: Person] {
        let found = try all(Person.self, "SELECT \(Person.columns) FROM person WHERE id IN \(Array(ids))")
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
