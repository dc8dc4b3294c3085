import HelpDesk

extension DeskTransaction {
    /// How each mailbox does, in the order of `mailboxes()`.
    func health() throws -> [MailboxHealth] {
        let waiting = try waitingMailCount(), stuck = try stuckMail()
        return try mailboxes().map { mailbox in
            var health = MailboxHealth(address: mailbox.address, state: mailbox.state(waiting: waiting))
            health.lastFetch = mailbox.fetchedAt?.date
            health.unsent = stuck[mailbox.id].map { .init(count: $0.count, reason: $0.reason) }
            return health
        }
    }
}

extension Mailbox {
    fileprivate func state(waiting: Int) -> MailboxHealth.State {
        if let failure { return .failing(reason: failure) }
        if waiting > 20 { return .behind(messages: waiting) }
        return fetchedAt.map { .fine(lastFetch: $0.date) } ?? .starting
    }
}
