import Database

/// What a person does about a mail that the rules have judged. All of it is for staff.
extension LedgerEntry {
    /// Tries again what could not be taken in; what its server has refused is asked for again at once.
    /// - Throws: `DeskError.conflict` where the mail was taken in.
    public func retry(by person: Person, in tx: DeskTransaction) throws {
        try retry(by: Viewer.person(person), in: tx)
    }

    /// The same for whoever sits at the machine.
    public func retry(by viewer: Viewer, in tx: DeskTransaction) throws {
        guard !isRefused else { return try fetchAgain(by: viewer, in: tx) }
        try process(from: [.failed], isReleased: isReleased, by: viewer, in: tx)
    }

    private func fetchAgain(by viewer: Viewer, in tx: DeskTransaction) throws {
        try viewer.requireStaff()
        let asked = try tx.run("UPDATE ledger SET refetch_at = \(tx.now) WHERE id = \(id) AND is_refused = 1")
        guard asked == 1 else { throw DeskError.conflict("This mail has come meanwhile.") }
        try tx.sql.notify(Desk.mailboxesChannel, "")
    }

    /// Takes in what waits in quarantine, whatever the governor or the block list says.
    /// - Throws: `DeskError.conflict` where the mail does not wait.
    public func release(by person: Person, in tx: DeskTransaction) throws {
        try process(from: [.quarantined], isReleased: true, by: .person(person), in: tx)
    }

    private func process(from outcomes: [Outcome], isReleased: Bool, by viewer: Viewer, in tx: DeskTransaction) throws {
        try viewer.requireStaff()
        let begun = try tx.run(
            """
            UPDATE ledger SET outcome = \(Outcome.pending), attempts = 0, retry_at = NULL, failure = NULL, is_released = \(isReleased)
            WHERE id = \(id) AND outcome IN \(outcomes)
            """)
        guard begun == 1 else {
            throw DeskError.conflict("This mail is \(outcome.rawValue): there is nothing to do about it.")
        }
        try tx.sql.notify(Desk.mailKeptChannel, "")
    }

    /// Moves the message that this mail became to another ticket.
    /// - Throws: `DeskError.conflict` where it became none.
    public func move(to ticket: Ticket, by person: Person, in tx: DeskTransaction) throws {
        try message(in: tx, for: person).move(to: ticket, by: person, in: tx)
    }

    /// Makes a ticket of its own from the message that this mail became.
    /// - Throws: `DeskError.conflict` where it became none, or is alone in its ticket.
    @discardableResult
    public func detach(by person: Person, in tx: DeskTransaction) throws -> Ticket {
        try message(in: tx, for: person).detach(by: person, in: tx)
    }

    private func message(in tx: DeskTransaction, for person: Person) throws -> Message {
        try Viewer.person(person).requireStaff()
        guard outcome == .created || outcome == .appended, let messageID,
            let message = try tx.first(Message.self, "SELECT message.* FROM message WHERE id = \(messageID)")
        else { throw DeskError.conflict("This mail is \(outcome.rawValue) and stands in no ticket.") }
        return message
    }

    /// From now on mail of this sender waits in quarantine.
    /// - Throws: `DeskError.conflict` for our own addresses and those of staff; `.invalid` where the sender is unknown.
    public func blockSender(by person: Person, in tx: DeskTransaction) throws {
        guard let sender else { throw DeskError.invalid("sender", "is unknown: there is no address to block") }
        try tx.block(sender, by: person)
    }
}

extension DeskTransaction {
    /// Whether the message that a mail became came to a ticket that was there before, so that it can become one of its own. The
    /// mail that opened a ticket has it already.
    public func canBeDetached(_ entry: LedgerEntry) throws -> Bool {
        guard let ticket = entry.ticketID, let id = entry.messageID,
            let message = try first(Message.self, "SELECT * FROM message WHERE id = \(id)")
        else { return false }
        let others: SQL = message.because?.code == .movedByHand ? "id <> \(id)" : "id < \(id)"
        return try value(Int64.self, "SELECT id FROM message WHERE ticket_id = \(ticket) AND \(others) LIMIT 1") != nil
    }
}

/// An address or a whole domain whose mail waits in quarantine.
public struct BlockedSender: Sendable, RowDecodable {
    /// An address, or `@` and a domain, in lower case.
    public let pattern: String
    /// When it was blocked.
    public let createdAt: Instant
    /// By whom.
    public let personID: Int64?

    /// Reads a row of `blocked_sender`.
    public init(row: Row) throws {
        pattern = try row["pattern"]
        createdAt = try row["created_at"]
        personID = try row["person_id"]
    }
}

extension DeskTransaction {
    /// Who is blocked, in alphabetical order.
    public func blockedSenders() throws -> [BlockedSender] {
        try all(BlockedSender.self, "SELECT * FROM blocked_sender ORDER BY pattern LIMIT 10000")
    }

    /// Blocks an address, or a domain written as `@example.com`.
    /// - Throws: `DeskError.invalid` for anything else; `.conflict` for our own addresses and those of staff.
    public func block(_ pattern: String, by person: Person) throws {
        try Viewer.person(person).requireStaff()
        let isDomain = pattern.hasPrefix("@")
        guard isPlausibleAddress(isDomain ? "somebody\(pattern)" : pattern) else {
            throw DeskError.invalid("sender", "“\(pattern.prefix(60))” is neither an address nor @ and a domain")
        }
        let name = isDomain ? String(folded("somebody\(pattern)").dropFirst("somebody".count)) : folded(pattern)
        let isTheirs =
            try isDomain ? ownDomains().contains(name) : isOurs(name) || self.person(address: name)?.isStaff == true
        guard !isTheirs else { throw DeskError.conflict("\(name) is an address of this desk and cannot be blocked.") }
        try run(
            """
            INSERT INTO blocked_sender (pattern, person_id, created_at) VALUES (\(name), \(person.id), \(now))
            ON CONFLICT (pattern) DO NOTHING
            """)
    }

    /// Lets mail of an address or domain through again. What waits in quarantine waits on.
    public func unblock(_ pattern: String, by person: Person) throws {
        try Viewer.person(person).requireStaff()
        guard try run("DELETE FROM blocked_sender WHERE pattern = \(pattern)") == 1 else {
            throw DeskError.notFound("The blocked sender \(pattern.prefix(60))")
        }
    }

    private func ownDomains() throws -> [String] {
        try mailboxes().map { "@\(folded($0.address).split(separator: "@").last ?? "")" }
    }
}
