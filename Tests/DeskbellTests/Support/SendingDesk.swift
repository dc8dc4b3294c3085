import Database
import HelpDesk
import Mail
import TestKit

@testable import Deskbell

/// A desk that sends by a real session to a sink, one round at a time.
struct SendingDesk {
    let desk: FetchDesk
    let sink: SMTPSink
    let olga: Person

    init(_ engine: Engine = .sqlite, _ options: SMTPSink.Options = .init()) async throws {
        sink = try await SMTPSink.start(options)
        desk = try await FetchDesk(engine, nil, more: sink.environment)
        olga = try await desk.desk.write { tx in try tx.addStaff(Staff.address, name: "Olga", role: .agent) }
    }

    /// Olga answers a new ticket of the first of them, in which the others take part. Nothing else waits in the outbox.
    /// - Parameter fileBytes: the size of a file that goes with it.
    func answer(to recipients: [Sender], fileBytes: Int = 0) async throws {
        let olga = olga
        let ticket = try await desk.desk.write { tx in try tx.lampTicket(of: recipients[0]) }
        try await desk.desk.database.write { tx in
            for other in recipients.dropFirst() {
                try tx.run(
                    """
                    INSERT INTO participant (ticket_id, folded, address)
                    VALUES (\(ticket.id), \(other.address), \(other.address))
                    """)
            }
        }
        try await desk.desk.write { tx in
            try tx.answerLamp(ticket, by: olga, fileBytes: fileBytes)
        }
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE delivery SET due_at = \(Instant.now() + 86_400 * 365) WHERE kind <> 'reply'")
        }
    }

    /// Sends what is due, as a worker does.
    /// - Returns: how many answers it has tried to send; what staff are told goes along.
    @discardableResult
    func send(patience: Double = 5) async throws -> Int {
        let mails = try await desk.desk.claimDeliveries()
        let carrier = SMTPCarrier(accounts: desk.accounts, timeouts: .all(patience))
        await carrier.carry(mails, of: desk.desk)
        return mails.count { $0.delivery.kind == .reply }
    }

    /// As if the time until the next try had passed.
    func wait() async throws {
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE delivery SET due_at = 0 WHERE done_at IS NULL AND kind = 'reply'")
            try tx.run("UPDATE sending_account SET paused_until = 0")
        }
    }

    /// The copies of the answer, in the order in which they were written.
    func answers() async throws -> [Delivery] {
        try await desk.desk.read { tx in try tx.recentDeliveries(limit: 500) }.filter { $0.kind == .reply }.reversed()
    }

    /// How many mails tell Olga that an answer of hers has not arrived.
    func warnings() async throws -> Int {
        try await desk.desk.read { tx in try tx.recentDeliveries(limit: 500) }
            .count { $0.kind == .deliveryTrouble && $0.recipient == Staff.address }
    }

    /// For how many seconds from now nothing is sent from the mailbox.
    func pauseSeconds() async throws -> Double {
        try await desk.desk.read { tx in
            let until = try tx.sendingAccount(of: 1)?.pausedUntil ?? tx.now
            return max(0, Double(until.microseconds - tx.now.microseconds) / 1_000_000)
        }
    }

    func close() async {
        await desk.close()
        await sink.stop()
    }
}

extension DeskTransaction {
    /// A ticket that a customer opens in the portal.
    func lampTicket(of sender: Sender) throws -> Ticket {
        let customer = try customer(at: sender.address)
        return try Ticket.open(
            NewTicket(subject: "Lamp", draft: Draft(text: "It flickers.", channel: .portal)), for: customer,
            by: customer, in: self)
    }

    /// A public answer.
    /// - Parameter fileBytes: the size of a file that goes with it; 0: none.
    func answerLamp(_ ticket: Ticket, by staff: Person, fileBytes: Int) throws {
        var random = SeededRandom(7)
        let file = Upload(
            filename: "plan.bin", mimeType: "application/octet-stream", content: random.bytes(fileBytes))
        _ = try ticket.reply(
            Draft(text: "Change the bulb.", uploads: fileBytes == 0 ? [] : [file], channel: .portal), by: staff,
            in: self)
    }
}
