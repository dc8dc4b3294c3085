import Database

extension Ticket {
    /// Public staff reply on `open` → `in_progress`; anything else stays.
    var statusAfterStaffReply: Status { status == .open ? .inProgress : status }
    /// A customer's reply makes staff look again, whatever the ticket was.
    var statusAfterCustomerReply: Status { .open }

    /// True until the reopen window after closing has passed.
    public func canReopen(at now: Instant, limits: Limits) -> Bool {
        guard status == .closed, let closedAt else { return true }
        return now <= closedAt + Double(limits.reopenWindowDays) * 86_400
    }

    /// Moves the ticket and records from what to what; nothing happens where it stands there already.
    /// - Parameter isHeldBack: it comes with an answer that can be taken back, so that the customer does not see it yet.
    func setStatus(_ new: Status, by actor: Viewer, isHeldBack: Bool = false, in tx: DeskTransaction) throws {
        guard new != status else { return }
        let resolved: Instant? = new.isUnresolved ? nil : resolvedAt ?? tx.now
        let closed: Instant? = new == .closed ? tx.now : nil
        try tx.post(
            """
            UPDATE ticket SET status = \(new), is_unresolved = \(new.isUnresolved), resolved_at = \(resolved),
                closed_at = \(closed), updated_at = \(tx.now)
            WHERE id = \(id)
            """)
        try tx.record(
            .statusChanged, on: self, by: actor, from: status.rawValue, to: new.rawValue, isHeldBack: isHeldBack)
    }

    /// Staff set any status.
    /// - Throws: `DeskError.conflict` where it has gone into another ticket.
    public func changeStatus(_ new: Status, by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        try requireLiving(in: tx)
        try setStatus(new, by: .person(person), in: tx)
    }

    /// The requester and staff may close.
    public func close(by person: Person, in tx: DeskTransaction) throws {
        try requireParty(person)
        try setStatus(.closed, by: .person(person), in: tx)
    }

    /// Staff may always reopen, the requester within the window.
    /// - Throws: `DeskError.conflict` when it is too late, or it has gone into another ticket.
    public func reopen(by person: Person, in tx: DeskTransaction) throws {
        try requireParty(person)
        try requireLiving(in: tx)
        guard try person.isStaff || canReopen(at: tx.now, limits: tx.limits) else {
            throw DeskError.conflict("This ticket was closed too long ago. Please open a new one.")
        }
        guard !status.isUnresolved else { return }
        try setStatus(.open, by: .person(person), in: tx)
    }

    private func requireParty(_ person: Person) throws {
        guard person.isStaff || (person.id == requesterID && !person.isDisabled) else {
            throw DeskError.forbidden("Only staff and the requester may do this.")
        }
    }
}
