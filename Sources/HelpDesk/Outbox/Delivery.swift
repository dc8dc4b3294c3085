import Database
import Foundation

/// One copy of an outgoing mail to one recipient, built once: a retry sends the same bytes under the same Message-ID.
public struct Delivery: Sendable, Identifiable, RowDecodable {
    /// Grows with each delivery: the order in which mail was written.
    public let id: Int64
    /// What the mail is.
    public let kind: Kind
    /// The mailbox that it goes out from.
    public let mailboxID: Int64
    /// The ticket that it is about; nil for sign-in links and test mail.
    public let ticketID: Int64?
    /// The message that it carries; nil for what the desk itself writes.
    public let messageID: Int64?
    /// The one address of the envelope, as it was written; To and Cc of the mail may name others too.
    public let recipient: String
    /// Nil: the empty sender `<>`.
    public let envelopeSender: String?
    /// As the recipient reads it.
    public let subject: String
    /// Without brackets.
    public let mailID: String
    /// SHA-256 of the mail, or of that part of it which is this copy's own; see `tailHash`.
    public let mailHash: [UInt8]
    /// What it shares with the copies to others, which follows; nil: nothing. See `DeskTransaction.mail(of:)`.
    public let tailHash: [UInt8]?
    /// How far it has come.
    public let state: State
    /// How often sending was begun.
    public let attempts: Int
    /// Not sent before this.
    public let dueAt: Instant
    /// The server's last words.
    public let serverReply: String?
    /// When it was written, in the transaction of what caused it.
    public let createdAt: Instant
    /// When it was sent, came back or was given up; nil as long as it is to be sent.
    public let doneAt: Instant?

    /// When its recipient's mail program told that it was opened; nil where none did.
    public let readAt: Instant?

    /// What a mail of ours is for; stored under these names.
    public enum Kind: String, Sendable, CaseIterable {
        case reply
        case confirmation
        case signInLink = "sign_in_link"
        /// To staff, as are the next two.
        case newTicket = "new_ticket"
        case customerReply = "customer_reply"
        case assignment
        /// To a mailbox of ours.
        case mailboxNotice = "mailbox_notice"
        /// To staff: an answer of theirs has not arrived.
        case deliveryTrouble = "delivery_trouble"
        /// To staff: mail waits in quarantine because it is too much.
        case quarantine
        /// To staff: no more notifications for now.
        case notificationLimit = "notification_limit"
        case test
    }

    /// The life of a delivery; stored under these names.
    public enum State: String, Sendable, CaseIterable {
        case queued
        /// A worker has it; the server has not got the whole mail, so that a crash leads to another try.
        case sending
        /// The end of the mail is on its way: a crash here leaves open whether the server has it.
        case handingOver = "handing_over"
        case sent
        case bounced
        case failed
        /// The connection died between the end of the mail and the server's word. Never sent again by itself.
        case unknown
    }

    /// Reads a row of `delivery`.
    public init(row: Row) throws {
        id = try row["id"]
        kind = Kind(rawValue: try row["kind"]) ?? .reply
        mailboxID = try row["mailbox_id"]
        ticketID = try row["ticket_id"]
        messageID = try row["message_id"]
        recipient = try row["recipient"]
        envelopeSender = try row["envelope_sender"]
        subject = try row["subject"]
        mailID = try row["mail_id"]
        mailHash = try row["mail_hash"]
        tailHash = try row["tail_hash"]
        state = State(rawValue: try row["state"]) ?? .failed
        attempts = try row["attempts"]
        dueAt = try row["due_at"]
        serverReply = try row["server_reply"]
        createdAt = try row["created_at"]
        doneAt = try row["done_at"]
        readAt = try row["read_at"]
    }
}

extension DeskTransaction {
    /// One outgoing mail, on nobody's behalf: for workers and the demo.
    public func delivery(id: Int64) throws -> Delivery? {
        try first(Delivery.self, "SELECT * FROM delivery WHERE id = \(id)")
    }

    /// The copies of answers to customers; what staff were told of a message is no delivery of it.
    func deliveries(ofMessages ids: [Int64]) throws -> [Delivery] {
        guard !ids.isEmpty else { return [] }
        return try all(
            Delivery.self,
            "SELECT * FROM delivery WHERE message_id IN \(ids) AND kind = 'reply' AND replaced_at IS NULL ORDER BY id")
    }

    /// The newest outgoing mail, for the page that shows caught mail.
    public func recentDeliveries(limit: Int = 100) throws -> [Delivery] {
        try all(Delivery.self, "SELECT * FROM delivery ORDER BY id DESC LIMIT \(min(limit, 500))")
    }
}

extension DeskTransaction {
    /// The Message-ID of the newest mail to the requester of a ticket.
    public func lastMailID(toRequesterOf ticket: Ticket) throws -> String? {
        try value(
            String.self,
            "SELECT mail_id FROM delivery WHERE ticket_id = \(ticket.id) AND kind IN ('reply', 'confirmation') ORDER BY id DESC LIMIT 1"
        )
    }
}
