import Database

/// One change, by whom and when, from what to what: the single source of history, live pages and figures over time.
public struct Event: Sendable, Identifiable, RowDecodable {
    /// Grows with each event: the order in which changes were written.
    public let id: Int64
    /// The `now` of the transaction that made the change.
    public let at: Instant
    /// What has changed.
    public let kind: Kind
    /// The ticket that has changed.
    public let ticketID: Int64?
    /// The message that was written; nil for changes of fields.
    public let messageID: Int64?
    /// The person who did it; nil: the desk itself.
    public let actorID: Int64?
    /// What stood there before: the raw name of a status or priority, the id of a category, a subject, tags joined by
    /// `, `, the name of an assignee or department. Nil for messages and for what was empty.
    public let before: String?
    /// What stands there now, in the form of `before`.
    public let after: String?

    /// What kind of change; stored under these names.
    public enum Kind: String, Sendable {
        case opened, replied, noted
        case statusChanged = "status_changed"
        case assigned
        case priorityChanged = "priority_changed"
        case categoryChanged = "category_changed"
        case subjectChanged = "subject_changed"
        case tagsChanged = "tags_changed"
        case departmentChanged = "department_changed"
        case rated
        /// An answer has not reached the address in `after`, or not for an hour.
        case deliveryTrouble = "delivery_trouble"
        /// `before` and `after` are the numbers of the tickets.
        case messageMoved = "message_moved"
        /// `before` is the number of the ticket that has gone into `after`.
        case merged
        /// `after` is the address.
        case participantAdded = "participant_added"
        /// `before` is the number of the ticket that it was linked to.
        case unlinked
        /// A recipient, `after`, has told the provider that our mail is spam.
        case complained
    }

    /// Reads a row of `event`.
    public init(row: Row) throws {
        id = try row["id"]
        at = try row["at"]
        kind = Kind(rawValue: try row["kind"]) ?? .opened
        ticketID = try row["ticket_id"]
        messageID = try row["message_id"]
        actorID = try row["actor_id"]
        before = try row["before"]
        after = try row["after"]
    }
}

extension DeskTransaction {
    /// Writes one line of the journal and wakes the open pages once the transaction stands.
    /// - Parameter isHeldBack: the customer does not see it yet, and is told once they do.
    func record(
        _ kind: Event.Kind, on ticket: Ticket, by actor: Viewer, message: Int64? = nil, from before: String? = nil,
        to after: String? = nil, isHeldBack: Bool = false
    ) throws {
        try post(
            """
            INSERT INTO event (at, kind, ticket_id, message_id, actor_id, before, after)
            VALUES (\(now), \(kind), \(ticket.id), \(message), \(actor.person?.id), \(before), \(after))
            """)
        try sql.notify(
            LiveUpdate.channel,
            LiveUpdate(
                ticketID: ticket.id, number: ticket.number,
                requesterID: kind.isSeenByCustomers && !isHeldBack ? ticket.requesterID : LiveUpdate.nobody
            ).payload)
    }

    /// The history of a ticket, oldest first.
    func events(of ticket: Ticket) throws -> [Event] {
        try all(Event.self, "SELECT * FROM event WHERE ticket_id = \(ticket.id) ORDER BY id DESC LIMIT 500").reversed()
    }
}

extension Event.Kind {
    /// Whether a customer's page shows what has happened; of all else it is told nothing, not even that it happened.
    var isSeenByCustomers: Bool {
        switch self {
        case .noted, .assigned, .priorityChanged, .categoryChanged, .tagsChanged, .departmentChanged, .deliveryTrouble,
            .participantAdded, .unlinked, .complained:
            false
        case .opened, .replied, .statusChanged, .subjectChanged, .rated, .messageMoved, .merged: true
        }
    }
}

/// What an open page is told: a ticket has changed. What changed it asks for itself, under its own rights.
public struct LiveUpdate: Sendable, Equatable {
    static let channel = "deskbell_live"

    /// The ticket's key, its `seq` in the API.
    public let ticketID: Int64
    /// The ticket's number, by which pages ask for it.
    public let number: String
    /// Whose page hears of it: the requester's; nobody's where only staff see what has changed.
    public let requesterID: Int64

    /// No person has this key.
    static let nobody: Int64 = -1

    init(ticketID: Int64, number: String, requesterID: Int64) {
        self.ticketID = ticketID
        self.number = number
        self.requesterID = requesterID
    }

    var payload: String { "\(ticketID) \(number) \(requesterID)" }

    /// The listener was away for a moment: anything may have changed.
    public static let lookAgain = LiveUpdate(ticketID: 0, number: "", requesterID: 0)

    /// Whether a customer's pages have to look.
    public func concerns(_ person: Person) -> Bool { requesterID == person.id || self == .lookAgain }

    init?(payload: String) {
        let words = payload.split(separator: " ")
        guard words.count == 3, let ticket = Int64(words[0]), let requester = Int64(words[2]) else { return nil }
        self.init(ticketID: ticket, number: String(words[1]), requesterID: requester)
    }
}

extension Desk {
    /// Changes of tickets on any server, as they are committed. Ends when the database is closed.
    public func liveUpdates() -> AsyncStream<LiveUpdate> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let notes = database.notifications()
            let task = Task {
                for await note in notes {
                    if note.isGap { continuation.yield(.lookAgain) }
                    guard note.channel == LiveUpdate.channel, let update = LiveUpdate(payload: note.payload) else {
                        continue
                    }
                    continuation.yield(update)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
