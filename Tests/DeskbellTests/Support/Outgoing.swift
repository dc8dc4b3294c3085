import HelpDesk
import Mail
import TestKit
import Testing

/// What the outbox says of the confirmations, beside what the SMTP server has really got.
struct Outgoing {
    let deliveries: [Delivery]
    let received: [String: [ReceivedMail]]

    /// Waits until every mail of the outbox has come to an end.
    init(of installation: Installation, at sink: SMTPSink, count: Int, within limit: Duration = .seconds(60))
        async throws
    {
        var found: [Delivery] = []
        try await eventually("\(count) mails have left the outbox", within: limit) {
            found = try await installation.inspect { tx in
                try tx.recentDeliveries(limit: 500).filter { $0.kind == .confirmation }
            }
            return found.count >= count && found.allSatisfy { $0.doneAt != nil }
        }
        deliveries = found
        received = Dictionary(grouping: sink.received) { $0.recipients.first ?? "" }
    }

    /// One confirmation for each customer, and nobody has got it twice or under two Message-IDs. Whoever may not have
    /// got it stands in the outbox as unknown.
    func expectOneEach(_ customers: [Sender], mayBeUnknown: Bool) {
        #expect(deliveries.map(\.recipient).sorted() == customers.map(\.address).sorted())
        for delivery in deliveries {
            let copies = received[delivery.recipient] ?? []
            let ids = copies.map { Email(parsing: $0.bytes).messageID }
            #expect(ids.allSatisfy { $0 == delivery.mailID }, "\(delivery.recipient) got \(ids)")
            switch delivery.state {
            case .sent: #expect(copies.count == 1, "\(delivery.recipient) got \(copies.count) copies of what was sent")
            case .unknown where mayBeUnknown: #expect(copies.count <= 1, "\(delivery.recipient) got it twice")
            default: Issue.record("the mail to \(delivery.recipient) is \(delivery.state)")
            }
        }
    }
}

extension Installation {
    /// Every mail that came has made one ticket.
    func expectOneTicketEach(_ customers: [Sender], by staff: Staff) async throws {
        let tickets = try await staff.tickets()
        #expect(tickets.compactMap(\.user.email).sorted() == customers.map(\.address).sorted())
        #expect(Set(tickets.map(\.number)).count == customers.count)
        let rows = try await inspect { tx in try tx.ledger(LedgerQuery(limit: 1_000)) }
        #expect(rows.count == customers.count && rows.allSatisfy { $0.outcome == .created })
    }
}
