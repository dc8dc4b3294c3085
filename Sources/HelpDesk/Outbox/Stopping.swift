import Database

extension Desk {
    /// The mailboxes of which this process hands a mail over right now: its server may have it, and has not said so.
    public func mailboxesHandingOver() async throws -> [Int64] {
        let holder = holder.description
        return try await read { tx in
            try tx.values(
                Int64.self,
                """
                SELECT DISTINCT mailbox_id FROM delivery
                WHERE done_at IS NULL AND state = 'handing_over' AND claimed_by = \(holder)
                """)
        }
    }

    /// Gives back what was claimed and not begun: it stands in the queue as before, for whoever sends next.
    public func giveBack(_ deliveries: [Delivery]) async throws {
        guard !deliveries.isEmpty else { return }
        let ids = deliveries.map(\.id), holder = holder.description
        try await write { tx in
            _ = try tx.run(
                """
                UPDATE delivery SET state = \(Delivery.State.queued), attempts = attempts - 1, claimed_by = NULL,
                    claimed_until = NULL
                WHERE id IN \(ids) AND state = \(Delivery.State.sending) AND claimed_by = \(holder)
                """)
        }
    }
}
