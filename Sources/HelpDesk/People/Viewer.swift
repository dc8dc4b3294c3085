import Database

/// On whose behalf tickets are read or changed. What a customer may not see is cut in the query, never in the page.
public enum Viewer: Sendable, Equatable {
    /// The desk itself: the processor of mail, jobs, commands on the server.
    case system
    case person(Person)

    /// Who it is; nil for the desk itself.
    public var person: Person? { if case .person(let person) = self { person } else { nil } }
    /// Whether this viewer sees all tickets and notes: staff who are not disabled, and the desk itself.
    public var isStaff: Bool { self == .system || person?.isStaff == true }

    /// Which rows of `ticket` this viewer may see.
    var visibleTickets: SQL {
        switch self {
        case .system: "TRUE"
        case .person(let person) where person.isStaff: "TRUE"
        case .person(let person) where !person.isDisabled: "ticket.requester_id = \(person.id)"
        case .person: "FALSE"
        }
    }

    /// Which rows of `message` this viewer may see in a visible ticket.
    func visibleMessages(at now: Instant) -> SQL {
        guard !isStaff else { return "TRUE" }
        return "message.is_internal = 0 AND NOT (message.is_staff_reply = 1 AND \(Message.isHeldBack(at: now)))"
    }

    /// - Throws: `DeskError.forbidden` for everybody but an owner and the desk itself.
    public func requireOwner() throws {
        guard self == .system || person?.isOwner == true else {
            throw DeskError.forbidden("Only an owner may do this.")
        }
    }

    /// - Throws: `DeskError.forbidden` for a customer.
    public func requireStaff() throws {
        guard isStaff else { throw DeskError.forbidden("Only staff may do this.") }
    }
}
