import Foundation
import HelpDesk

/// One thing in a conversation.
enum TalkItem: Sendable {
    case message(MessageView)
    case event(EventLine)
}

/// One message as staff see it.
struct MessageView: Sendable {
    enum Kind: Sendable {
        /// From outside.
        case customer
        /// A public answer.
        case staff
        /// For staff eyes only.
        case note
    }

    let id: String
    let kind: Kind
    let author: Face
    /// The author's address, where there is one.
    var address: String?
    /// To whom it went or came, where that is known.
    var to: String?
    let at: Date
    /// The new part, as plain text.
    let text: String
    /// What staff wrote in Markdown, as sanitised markup; shown instead of `text`.
    var markup: HTML?
    /// The quoted history, folded away.
    var quote: String?
    /// The signature, folded away.
    var signature: String?
    /// Whether the mail has an HTML form, shown in a frame of its own.
    var html: HTMLForm = .none
    /// Whether that form asks for pictures from other servers, which stay unloaded until somebody wants them.
    var hasRemoteImages: Bool = false
    var files: [FileChip] = []
    var delivery: Delivery?
    /// It has not gone out yet, so that its author can take it back.
    var waiting: Waiting?
    /// Copies that did not arrive, each with the server's words.
    var troubles: [DeliveryTrouble] = []
    var why: Why?
    /// By which way it came, for what has no other reason to be here.
    var channel = ChannelMark.email
    /// A machine wrote it.
    var isAutomatic = false
    /// The mail server could not confirm the sender.
    var isUnverified = false
    /// The mail of the ledger that it was made from.
    var ledgerID: String?
    /// Whether it can become a ticket of its own.
    var canDetach = false
    /// Whether its author may be let into the ticket that it is moved to.
    var canLetAuthorIn = false
    /// Whether staff must decide if the author takes part in the ticket that it points to.
    var stranger: StrangerNotice?

    /// An answer that goes out in a moment.
    struct Waiting: Sendable {
        /// From the moment in which the page was drawn, at least 1.
        let seconds: Int
        /// Whether the reader wrote it.
        let canTakeBack: Bool
        /// The ticket's number, where the browser is sent if the answer is gone already.
        let number: String
    }

    enum HTMLForm: Sendable {
        case none
        /// There, behind a switch: the text says it all.
        case available
        /// Shown at once: tables and pictures carry the meaning.
        case preferred
    }

    /// What became of an answer on its way out.
    enum Delivery: Sendable {
        case queued
        /// Accepted by the customer's server.
        case sent(at: Date, server: String?, readAt: Date? = nil)
        /// Tried again at this time; the server's words.
        case deferred(until: Date, reason: String)
        case bounced(reason: String)
        case failed(reason: String)
        /// The connection died before the server's word: it may have arrived. Never sent again by itself.
        case unknown(reason: String)
        /// No address: it shows in the portal.
        case portal
    }
}

/// A copy of an answer that somebody has not got.
struct DeliveryTrouble: Sendable {
    enum State: Sendable {
        case bounced, failed, unknown
    }

    let id: String
    let recipient: String
    let state: State
    /// The server's words, or those of our connection.
    let reason: String
}

/// A mail from an address that nobody knows, which points to somebody else's ticket.
struct StrangerNotice: Sendable {
    /// The ticket that it opened.
    let number: String
    let address: String
    /// The ticket that it points to, and whose that is.
    let older: String
    let requester: String
    /// It answers what we sent to them; else it just names the ticket.
    let answersOurMail: Bool
    /// The mail server could not confirm the sender.
    let isUnverified: Bool
    /// All tickets of this address.
    let ticketCount: Int
}

/// Why a mail is where it is.
struct Why: Sendable {
    let code: Reason.Code
    /// The address, the Message-ID, the number or the count that the code speaks of.
    var detail: String?
}

/// One grey line in the conversation and the history.
struct EventLine: Sendable {
    enum Kind: Sendable {
        case opened(ChannelMark)
        case replied
        case noted
        case status(from: StatusMark, to: StatusMark)
        case assigned(to: String?)
        case priority(to: PriorityMark)
        case category(to: String?)
        case department(to: String?)
        case subject(to: String)
        case tags(to: [String])
        case autoReplySent
        case rated(stars: Int)
        case messageMoved(from: String, to: String)
        case merged(String, into: String)
        case notDelivered(to: String)
        /// A recipient has reported our mail as spam.
        case complained(String)
        case participantAdded(String)
        case unlinked(String)
    }

    let kind: Kind
    let at: Date
    /// Who did it; `nil`: Deskbell itself.
    var by: String?
}
