import Database

/// Whether a member of staff wants mail about one kind of news.
public struct NotificationChoice: Sendable, Equatable {
    /// The news.
    public let kind: Kind
    /// Whether it is mailed.
    public let isOn: Bool

    /// What staff can be told by mail; stored under these names.
    public enum Kind: String, Sendable, CaseIterable {
        /// A new ticket. On for owners, off for agents: a desk of one misses nothing, a team is not flooded.
        case newTicket = "new_ticket"
        /// A customer has answered in a ticket of mine; or in one that is nobody's, if I want to hear of new tickets. On.
        case customerReply = "customer_reply"
        /// Somebody else has given me a ticket. On.
        case assignment
        /// Mail of one sender waits in quarantine because it is too much; told once a day. On for owners.
        case quarantine

        /// What holds for whoever has chosen nothing.
        public func isOnByDefault(for person: Person) -> Bool {
            switch self {
            case .newTicket, .quarantine: person.role == .owner
            case .customerReply, .assignment: true
            }
        }
    }
}

extension DeskTransaction {
    /// What a member of staff wants to be told by mail, one choice of each kind.
    public func notificationChoices(of person: Person) throws -> [NotificationChoice] {
        let rows = try sql.rows("SELECT kind, is_on FROM notification_choice WHERE person_id = \(person.id)")
        let chosen = try rows.reduce(into: [String: Bool]()) { $0[try $1["kind"]] = try $1["is_on"] }
        return NotificationChoice.Kind.allCases.map { kind in
            NotificationChoice(kind: kind, isOn: chosen[kind.rawValue] ?? kind.isOnByDefault(for: person))
        }
    }

    /// Keeps a choice of a member of staff.
    /// - Throws: `DeskError.forbidden` for somebody else's, unless an owner makes it; `.invalid` for customers.
    public func choose(_ kind: NotificationChoice.Kind, isOn: Bool, for person: Person, by actor: Person) throws {
        guard actor.isOwner || (actor.isStaff && actor.id == person.id) else {
            throw DeskError.forbidden("Only an owner may change what others are told.")
        }
        guard person.role != .customer else { throw DeskError.invalid("person", "is not a member of staff") }
        try run(
            """
            INSERT INTO notification_choice (person_id, kind, is_on) VALUES (\(person.id), \(kind), \(isOn))
            ON CONFLICT (person_id, kind) DO UPDATE SET is_on = \(isOn)
            """)
    }

    /// Whether this person wants this news.
    func wants(_ kind: NotificationChoice.Kind, _ person: Person) throws -> Bool {
        try value(
            Bool.self,
            "SELECT is_on FROM notification_choice WHERE person_id = \(person.id) AND kind = \(kind)")
            ?? kind.isOnByDefault(for: person)
    }

    /// Everybody who works here and wants to hear of new tickets.
    func followersOfNewTickets() throws -> [Person] {
        try memo.followersOfNewTickets { try followers(of: .newTicket) }
    }

    /// Everybody who works here and wants to hear of news that only owners hear of by default.
    func followers(of kind: NotificationChoice.Kind) throws -> [Person] {
        try all(
            Person.self,
            """
            SELECT \(Person.columns) FROM person LEFT JOIN notification_choice AS choice
                ON choice.person_id = person.id AND choice.kind = \(kind)
            WHERE person.role <> 'customer' AND person.disabled_at IS NULL
                AND COALESCE(choice.is_on, CASE WHEN person.role = 'owner' THEN 1 ELSE 0 END) = 1
            ORDER BY person.name, person.id LIMIT 200
            """)
    }
}
