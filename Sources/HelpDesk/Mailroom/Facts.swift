import Database
import Foundation
import Mail

/// All that a decision may know beside the mail itself, looked up beforehand.
public struct Facts: Sendable {
    /// When the decision is made.
    public var now: Instant
    /// The reopen window and the governor.
    public var limits: Limits
    /// The ledger row that holds the same mail.
    public var sameMail: Int64?
    /// The ledger row of the same mail that waits in quarantine: it lay in a junk folder, and this copy may not.
    public var waitingMail: Int64?
    /// The mail bears a Message-ID that we signed and have sent.
    public var isOwnCopy = false
    /// Who wrote the mail.
    public var sender = Sender()
    /// Tickets that the mail points to, strongest evidence first.
    public var evidence: [Evidence] = []
    /// Numbers that the mail names and nobody knows.
    public var unknownNumbers: [String] = []
    /// The pattern of the block list that the sender matches.
    public var blockedBy: String?
    /// A person has looked at the mail and let it through: neither the governor nor the block list stops it again.
    public var isReleased = false
    /// The folder that it lay in, where that is not the inbox.
    public var folderRole: FolderRole?
    /// Mail to staff may be answered by mail; the owner may switch that off.
    public var takesStaffReplies = true
    /// The mailbox that it came to.
    public var mailboxID: Int64?
    /// The outgoing mail that a delivery report is about, where it proves to be ours.
    public var reportedDelivery: Int64?
    /// The outgoing mail that a complaint is about, where it proves to be ours.
    public var complainedDelivery: Int64?

    /// The outgoing mail that a receipt is about, where it proves to be ours.
    public var readDelivery: Int64?

    /// Facts of a desk that knows nothing of the mail.
    public init(now: Instant, limits: Limits) {
        self.now = now
        self.limits = limits
    }

    /// Who wrote, as far as the From can say.
    public struct Sender: Sendable {
        /// The person at the From address; nil for a stranger.
        public var person: Person?
        /// The member of staff at the From address.
        public var staff: Person?
        /// Our own mailbox whose address stands in From.
        public var mailbox: Mailbox?
        /// Tickets that this address has opened by mail within the last hour.
        public var ticketsInTheLastHour = 0
    }

    /// One ticket with what speaks for it.
    public struct Evidence: Sendable {
        /// How the mail points to the ticket: the reason that the message bears if this decides.
        public var reason: Reason
        /// The ticket as it stands now.
        public var ticket: Ticket
        /// The sender is the requester or takes part in the ticket.
        public var isSenderInTicket: Bool
        /// The clue was made for another address than the sender's.
        public var isMadeForSomebodyElse: Bool
        /// A signed address or mark was made for the sender's own address: whoever has it has seen the sender's copy of our mail.
        public var isMadeForSender = false
        /// A signature of ours, or an id that the ticket knows; not just a number that anybody can write.
        public var isStrong: Bool
        /// Whom the signed id or address was made for, where the From is theirs: their answer is a staff reply.
        public var staffAuthor: StaffAuthor?
        /// It answers an internal note.
        public var isParentInternal = false
        /// It went to the requester or somebody who takes part in the ticket.
        public var isRecipientInTicket = false
        /// The ticket belongs to another mailbox than the one that got this mail.
        public var isOfAnotherMailbox = false
    }

    /// Who answers on behalf of the desk.
    public enum StaffAuthor: Sendable, Equatable {
        case person(Person)
        /// Somebody at the mailbox's own mail client.
        case mailbox(Mailbox)
    }
}

extension Facts {
    /// Where no desk is at hand: nothing is known, and the mail speaks for itself.
    public static var unknown: Facts { Facts(now: .now(), limits: Limits()) }
}
