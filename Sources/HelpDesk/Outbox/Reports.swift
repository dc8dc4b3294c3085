import Database
import Mail

/// What reports on our mail change; each is proved to be about the delivery by the caller.
extension DeskTransaction {
    /// The mail did not reach its recipient. The address is held against it only where the report proves to be about this copy.
    func bounce(_ delivery: Delivery, _ status: DeliveryStatus, isProven: Bool) throws {
        let words = words(of: status)
        try finish(delivery, .bounced, words.isEmpty ? "The mail came back." : words)
        if isProven { try note(status.isHard ? .hard : .soft, against: delivery.recipient, words) }
        try warnStaff(of: delivery, words, isOver: true)
    }

    /// The recipient's server still tries: nothing is lost yet.
    func noteDelay(_ delivery: Delivery, _ status: DeliveryStatus) throws {
        guard delivery.state == .sent else { return }
        try run(
            """
            UPDATE delivery SET server_reply = \(String("Delayed: \(words(of: status))".prefix(1_000)))
            WHERE id = \(delivery.id)
            """)
        try tellPages(delivery)
    }

    /// The recipient has reported the mail as spam (RFC 5965): where the report proves to be about this copy, no automatic mail
    /// goes there any more.
    func noteComplaint(_ delivery: Delivery, isProven: Bool) throws {
        if isProven {
            try note(.complaint, against: delivery.recipient, "The recipient has reported this mail as spam.")
        }
        if let ticket = try delivery.ticketID.flatMap({ try ticket(id: $0) }) {
            try record(.complained, on: ticket, by: .system, message: delivery.messageID, to: delivery.recipient)
        }
        try run(
            """
            UPDATE delivery SET server_reply = 'The recipient has reported this mail as spam.' WHERE id = \(delivery.id)
            """)
        try tellPages(delivery)
    }

    /// Its recipient's mail program says that it was opened. It changes nothing else: nobody is told, and the ticket is as it was.
    func noteRead(_ delivery: Delivery) throws {
        try run("UPDATE delivery SET read_at = \(now) WHERE id = \(delivery.id) AND read_at IS NULL")
        try tellPages(delivery)
    }

    private func words(of status: DeliveryStatus) -> String {
        [status.status, status.diagnostic].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
