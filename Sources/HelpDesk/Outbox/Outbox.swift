import Database
import Foundation
import Mail

/// What became of one try to send.
public enum DeliveryResult: Sendable, Equatable {
    /// The server took it, in these words; `alias`: the Message-ID that it puts in place of ours.
    case accepted(String, alias: String? = nil)
    /// A temporary refusal, or a server that could not be reached: tried again later.
    case deferred(String)
    /// The account is refused or shall send less: it was not this mail's turn, and no try of it.
    case notTried(String)
    /// Refused for good; `isAddressBad`: because there is no such address.
    case refused(String, isAddressBad: Bool = false)
    /// The connection died after the end of the mail: the server may have it.
    case unknown(String)
}

extension Desk {
    static let claimSeconds = 120.0
    /// Seconds until the next try after 1, 2, … tries; hourly from then on.
    static let retrySeconds: [Double] = [60, 300, 900, 1_800, 3_600]
    /// After so many tries, which is three days, a mail that could not be sent has failed.
    static let triesAtMost = 76
    /// Staff are told of an answer that has not gone out for so long.
    static let warnAfterSeconds = 3_600.0

    /// Takes mail that is due; two servers never take the same one.
    /// - Parameters:
    ///   - mailbox: of this mailbox alone.
    ///   - others: none of these mailboxes.
    ///   - rate: how much a mailbox may send where its owner has set nothing.
    public func claimDeliveries(
        limit: Int = 10, only mailbox: Int64? = nil, except others: [Int64] = [],
        rate: @escaping @Sendable (Mailbox) -> SendingRate = { _ in .unlimited }
    ) async throws -> [(delivery: Delivery, mail: [UInt8])] {
        try await write { tx in
            let one: SQL = mailbox.map { "AND mailbox_id = \($0)" } ?? .empty
            let claimed = try tx.claim(limit, others.isEmpty ? one : one + " AND mailbox_id NOT IN \(others)")
            var taken: [Delivery] = []
            for (mailboxID, share) in Dictionary(grouping: claimed, by: \.mailboxID) {
                let ordered = share.sorted { $0.id < $1.id }, mailbox = try tx.mailbox(id: mailboxID)
                guard mailbox?.isEnabled == true else {
                    for delivery in ordered { try tx.giveUp(delivery, Self.mailboxIsGone) }
                    continue
                }
                let standard = mailbox.map(rate) ?? .unlimited
                let count = try tx.spend(ordered.count, of: mailboxID, standard)
                taken += ordered.prefix(count)
                for delivery in ordered.dropFirst(count) { try tx.giveBack(delivery, nil) }
            }
            try tx.tellCustomers(of: taken)
            return try taken.sorted { $0.id < $1.id }.compactMap { delivery in
                do { return (delivery, try tx.mail(of: delivery)) } catch  where isAboutContent(error) {
                    try tx.tryLater(delivery, "\(error)")
                    return nil
                }
            }
        }
    }

    /// Keeps what is still being sent from being taken for a dead worker's: to be called far more often than every
    /// `claimSeconds`, as long as somebody works at these.
    public func renewClaims(of deliveries: [Delivery]) async throws {
        guard !deliveries.isEmpty else { return }
        let ids = deliveries.map(\.id)
        _ = try await write { tx in
            try tx.run(
                """
                UPDATE delivery SET claimed_until = \(tx.now + Self.claimSeconds)
                WHERE id IN \(ids) AND state = \(Delivery.State.sending) AND claimed_by = \(holder.description)
                """)
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
            case .accepted(let words, let alias): try tx.noteSent(delivery, words, alias)
            case .refused(let words, let isAddressBad):
                if isAddressBad { try tx.note(.hard, against: delivery.recipient, words) }
                try tx.giveUp(delivery, words)
            case .unknown(let words):
                try tx.finish(delivery, .unknown, words)
                try tx.warnStaff(of: delivery, words, isOver: true)
            case .notTried(let words): try tx.giveBack(delivery, words)
            case .deferred(let words): try tx.tryLater(delivery, words)
            }
        }
    }

    /// Its bytes name the address that it was to come from: another mailbox cannot send them.
    private static let mailboxIsGone =
        "Not sent: its mailbox was removed. Send it again, and it goes out from another mailbox."

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

/// Whether a mail's content could not be read, which a disk or a backup may mend; the database itself works.
private func isAboutContent(_ error: any Error) -> Bool { error is ContentStoreError || error is DeskError }

extension DeskTransaction {
    fileprivate func claim(_ limit: Int, _ mailboxes: SQL) throws -> [Delivery] {
        let skip: SQL = sql.engine == .postgres ? "FOR UPDATE SKIP LOCKED" : .empty
        return try all(
            Delivery.self,
            """
            UPDATE delivery SET state = \(Delivery.State.sending), attempts = attempts + 1,
                claimed_by = \(desk.holder.description), claimed_until = \(now + Desk.claimSeconds)
            WHERE id IN (
                SELECT id FROM delivery WHERE done_at IS NULL AND state = 'queued' AND due_at <= \(now)
                    AND mailbox_id NOT IN (SELECT mailbox_id FROM sending_account WHERE paused_until > \(now))
                    \(mailboxes)
                ORDER BY due_at LIMIT \(limit) \(skip))
            RETURNING *
            """)
    }

    /// The whole mail, as it goes over the wire: what is this copy's own, and what all copies share.
    public func mail(of delivery: Delivery) throws -> [UInt8] {
        let own = try content(delivery.mailHash)
        return try delivery.tailHash.map { own + (try content($0)) } ?? own
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

    /// The server has it. What it calls the mail from now on leads answers and reports back to it.
    fileprivate func noteSent(_ delivery: Delivery, _ words: String, _ alias: String?) throws {
        try finish(delivery, .sent, words)
        try planSentCopy(of: delivery)
        try noteSendingWorks(of: delivery.mailboxID)
        guard let alias else { return }
        try run("UPDATE delivery SET alias = \(alias) WHERE id = \(delivery.id)")
        if let ticket = delivery.ticketID,
            ![.newTicket, .customerReply, .assignment, .mailboxNotice].contains(delivery.kind)
        {
            try learn(alias, of: ticket, message: delivery.messageID ?? 0)
        }
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

    /// It is over, and staff are told.
    fileprivate func giveUp(_ delivery: Delivery, _ words: String) throws {
        try finish(delivery, .failed, words)
        try warnStaff(of: delivery, words, isOver: true)
    }

    fileprivate func tryLater(_ delivery: Delivery, _ words: String) throws {
        if delivery.attempts >= Desk.triesAtMost { try giveUp(delivery, words) } else { try postpone(delivery, words) }
    }

    private func postpone(_ delivery: Delivery, _ words: String) throws {
        let steps = Desk.retrySeconds
        let wait = steps[min(max(delivery.attempts - 1, 0), steps.count - 1)]
        try run(
            """
            UPDATE delivery SET state = \(Delivery.State.queued), due_at = \(now + wait),
                server_reply = \(String(words.prefix(1_000))), claimed_by = NULL, claimed_until = NULL
            WHERE id = \(delivery.id)
            """)
        try warnIfLate(delivery, words)
        try tellPages(delivery)
    }

    /// It was no try: the mail stands in the queue as before.
    fileprivate func giveBack(_ delivery: Delivery, _ words: String?) throws {
        try run(
            """
            UPDATE delivery SET state = \(Delivery.State.queued), attempts = attempts - 1,
                server_reply = COALESCE(\(words.map { String($0.prefix(1_000)) }), server_reply), claimed_by = NULL,
                claimed_until = NULL
            WHERE id = \(delivery.id)
            """)
        guard let words else { return }
        try warnIfLate(delivery, words)
        try tellPages(delivery)
    }

    private func warnIfLate(_ delivery: Delivery, _ words: String) throws {
        guard delivery.createdAt <= now + -Desk.warnAfterSeconds else { return }
        let isFirst =
            try run(
                "UPDATE delivery SET warned_at = \(now) WHERE id = \(delivery.id) AND warned_at IS NULL") == 1
        if isFirst { try warnStaff(of: delivery, words, isOver: false) }
    }

    fileprivate func recover(id: Int64, wasHandedOver: Bool) throws {
        guard let delivery = try delivery(id: id) else { return }
        let stopped = "Deskbell was stopped while it sent the mail."
        if wasHandedOver {
            let words = "Deskbell was stopped after the mail was handed over and before the server's answer."
            try finish(delivery, .unknown, words)
            try warnStaff(of: delivery, words, isOver: true)
        } else if delivery.attempts >= Desk.triesAtMost {
            try giveUp(delivery, stopped)
        } else {
            try run(
                """
                UPDATE delivery SET state = \(Delivery.State.queued), due_at = \(now), claimed_by = NULL, claimed_until = NULL
                WHERE id = \(id)
                """)
            try warnIfLate(delivery, stopped)
        }
    }

    func tellPages(_ delivery: Delivery) throws {
        guard let ticket = try delivery.ticketID.flatMap({ try ticket(id: $0) }) else { return }
        try sql.notify(
            LiveUpdate.channel,
            LiveUpdate(ticketID: ticket.id, number: ticket.number, requesterID: LiveUpdate.nobody).payload)
    }
}
