import HelpDesk

extension Site {
    /// The ticket into which this one has gone, where the viewer may see it: what is written there is read. Nil: it lives.
    func place(ofMerged number: String, seenBy person: Person) async throws -> String? {
        try await desk.read { tx in
            let ticket = try tx.ticket(number, seenBy: .person(person))
            guard ticket.mergedInto != nil, let living = try tx.living(ticket) else { return nil }
            return (try? tx.ticket(living.number, seenBy: .person(person)))?.number
        }
    }
}
