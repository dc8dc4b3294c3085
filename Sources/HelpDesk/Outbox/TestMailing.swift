import Database

extension Desk {
    /// Writes a mail that proves that sending works, and takes it in the same moment: no other process sends it, and nothing else
    /// goes out with it.
    /// - Throws: `DeskError.invalid` for what is no address; `.conflict` without a mailbox, and where the address takes no mail.
    public func beginTestMail(to address: String) async throws -> (delivery: Delivery, mail: [UInt8]) {
        try await write { tx in
            let id = try tx.sendTestMail(to: address)
            let taken = try tx.all(
                Delivery.self,
                """
                UPDATE delivery SET state = \(Delivery.State.sending), attempts = 1, claimed_by = \(tx.desk.holder.description),
                    claimed_until = \(tx.now + Self.testMailSeconds)
                WHERE id = \(id) AND state = 'queued' RETURNING *
                """
            ).first
            guard let taken else {
                let reason = try id.flatMap { try tx.delivery(id: $0)?.serverReply }
                throw DeskError.conflict(reason ?? "Nothing was sent to \(address).")
            }
            return (taken, try tx.mail(of: taken))
        }
    }

    /// Nobody takes it for a dead worker's meanwhile.
    private static let testMailSeconds = 3_600.0
}
