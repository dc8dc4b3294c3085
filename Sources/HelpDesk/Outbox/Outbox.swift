import Database
import Foundation
import Mail

/// What became of one try to send.
public enum DeliveryResult: Sendable, Equatable {
    /// The server took it, in these words.
    case accepted(String)
    /// A temporary refusal, or a server that could not be reached: tried again later.
    case deferred(String)
    /// Refused for good.
    case refused(String)
    /// The connection died after the end of the mail: the server may have it.
    case unknown(String)
}

extension Desk {
    static let claimSeconds = 120.0
    /// Seconds until the next try after 1, 2, … tries; hourly from then on.
    static let retrySeconds: [Double] = [60, 300, 900, 1_800, 3_600]
    /// After so many tries, which is three days, a mail that could not be sent has failed.
    static let triesAtMost = 76

    /// Takes mail that is due; two servers never take the same one.
    public func claimDeliveries(limit: Int = 10) async throws -> [(delivery: Delivery, mail: [UInt8])] {
        try await write { tx in
            let skip: SQL = tx.sql.engine == .postgres ? "FOR UPDATE SKIP LOCKED" : .empty
            let claimed = try tx.all(
                Delivery.self,
                """
                UPDATE delivery SET state = \(Delivery.State.sending), attempts = attempts + 1,
                    claimed_by = \(holder.description), claimed_until = \(tx.now + Self.claimSeconds)
                WHERE id IN (
                    SELECT id FROM delivery WHERE done_at IS NULL AND state = 'queued' AND due_at <= \(tx.now)
                    ORDER BY due_at LIMIT \(limit) \(skip))
                RETURNING *
                """)
            return try claimed.sorted { $0.id < $1.id }.compactMap { delivery in
                do { return (delivery, try tx.content(delivery.mailHash)) } catch let problem as ContentStoreError {
                    try tx.finish(delivery, .failed, "\(problem)")
                    return nil
                }
            }
        }
    }

    /// Must succeed right before the end of the mail goes to the server: from here on a crash means `unknown`, not another try.
    /// - Returns: false where the claim has run out meanwhile; then the mail must not be sent.
    public func handOver(_ delivery: Delivery) async throws -> Bool {
        try await write { tx in
            try tx.run(
                """
                UPDATE delivery SET state = \(Delivery.State.handingOver), claimed_until = \(tx.now + Self.claimSeconds * 6)
                WHERE id = \(delivery.id) AND state = \(Delivery.State.sending) AND claimed_by = \(holder.description)
                """) == 1
        }
    }

    /// Writes down what the server said.
    public func note(_ result: DeliveryResult, of delivery: Delivery) async throws {
        try await write { tx in
            guard try tx.isOurs(delivery) else { return }
            switch result {
            case .accepted(let words):
                try tx.finish(delivery, .sent, words)
                try tx.planSentCopy(of: delivery)
            case .refused(let words): try tx.finish(delivery, .failed, words)
            case .unknown(let words): try tx.finish(delivery, .unknown, words)
            case .deferred(let words):
                let isOver = delivery.attempts >= Self.triesAtMost
                if isOver { try tx.finish(delivery, .failed, words) } else { try tx.postpone(delivery, words) }
            }
        }
    }

    /// Settles what dead workers left behind: not handed over → queued again; handed over → unknown.
    public func recoverDeliveries() async throws {
        try await write { tx in
            let left = try tx.sql.rows(
                """
                SELECT id, state, claimed_by, claimed_until FROM delivery
                WHERE done_at IS NULL AND state IN ('sending', 'handing_over') LIMIT 1000
                """)
            for row in left {
                let until: Instant = try row["claimed_until"]
                let worker = Holder(description: try row["claimed_by"])
                guard until <= tx.now || worker.isDead(seenFrom: holder) else { continue }
                try tx.recover(
                    id: try row["id"], wasHandedOver: try row["state"] == Delivery.State.handingOver.rawValue)
            }
        }
    }
}

extension DeskTransaction {
    /// A person asks for another try of what failed, bounced or is unknown: the same bytes under the same Message-ID.
    public func resend(_ delivery: Delivery, by person: Person) throws {
        try Viewer.person(person).requireStaff()
        let resent = try run(
            """
            UPDATE delivery SET state = \(Delivery.State.queued), due_at = \(now), done_at = NULL, claimed_by = NULL, attempts = 0
            WHERE id = \(delivery.id) AND state IN ('failed', 'unknown', 'bounced')
            """)
        guard resent == 1 else {
            throw DeskError.conflict("This mail is \(delivery.state.rawValue) and needs no other try.")
        }
        try sql.notify(Desk.mailToSendChannel, "")
    }

    /// False where the claim has run out and somebody else has settled or taken the mail meanwhile.
    fileprivate func isOurs(_ delivery: Delivery) throws -> Bool {
        try value(
            Int64.self,
            """
            SELECT 1 FROM delivery WHERE id = \(delivery.id) AND claimed_by = \(desk.holder.description)
                AND attempts = \(delivery.attempts) AND state IN ('sending', 'handing_over')
            """) != nil
    }

    func finish(_ delivery: Delivery, _ state: Delivery.State, _ words: String) throws {
        try run(
            """
            UPDATE delivery SET state = \(state), server_reply = \(String(words.prefix(1_000))), done_at = \(now),
                claimed_by = NULL, claimed_until = NULL
            WHERE id = \(delivery.id)
            """)
        try tellPages(delivery)
    }

    fileprivate func postpone(_ delivery: Delivery, _ words: String) throws {
        let steps = Desk.retrySeconds
        let wait = steps[min(max(delivery.attempts - 1, 0), steps.count - 1)]
        try run(
            """
            UPDATE delivery SET state = \(Delivery.State.queued), due_at = \(now + wait),
                server_reply = \(String(words.prefix(1_000))), claimed_by = NULL, claimed_until = NULL
            WHERE id = \(delivery.id)
            """)
        try tellPages(delivery)
    }

    fileprivate func recover(id: Int64, wasHandedOver: Bool) throws {
        guard let delivery = try delivery(id: id) else { return }
        if wasHandedOver {
            try finish(
                delivery, .unknown,
                "Deskbell was stopped after the mail was handed over and before the server's answer.")
        } else {
            try run(
                """
                UPDATE delivery SET state = \(Delivery.State.queued), due_at = \(now), claimed_by = NULL, claimed_until = NULL
                WHERE id = \(id)
                """)
        }
    }

    /// A proven report: the mail did not reach its recipient.
    func bounce(_ delivery: Delivery, _ status: DeliveryStatus) throws {
        let words = [status.status, status.diagnostic].filter { !$0.isEmpty }.joined(separator: " ")
        try finish(delivery, .bounced, words.isEmpty ? "The mail came back." : words)
    }

    private func tellPages(_ delivery: Delivery) throws {
        guard let ticket = try delivery.ticketID.flatMap({ try ticket(id: $0) }) else { return }
        try sql.notify(
            LiveUpdate.channel,
            LiveUpdate(ticketID: ticket.id, number: ticket.number, requesterID: LiveUpdate.nobody).payload)
    }
}
