/// What became of one message, recipient by recipient.
public struct SMTPOutcome: Sendable, Hashable {
    /// One recipient and what became of the message for them.
    public struct Recipient: Sendable, Hashable {
        /// The address as it was given.
        public var address: String
        /// What became of it.
        public var delivery: SMTPDelivery
    }

    /// The recipients in the order in which they were given.
    public var recipients: [Recipient]
    /// What is wrong with the connection or the account, so that other messages will meet it as well.
    public var problem: SMTPProblem?

    /// What became of the message for that address.
    public func delivery(to address: String) -> SMTPDelivery? {
        recipients.first { $0.address == address }?.delivery
    }
}

/// What became of a message for one recipient.
public enum SMTPDelivery: Sendable, Hashable {
    /// The server has taken it; with the name under which it keeps it, where it tells.
    case accepted(SMTPReply, queueID: String?)
    /// Not now: the same bytes may be sent again.
    case deferred(SMTPFailure)
    /// Never: it must be changed, or the address is wrong.
    case refused(SMTPFailure)
    /// The connection broke between the end of the message and the server's word: it may have been delivered.
    case unknown(SMTPFailure)

    /// The failure, unless it was accepted.
    public var failure: SMTPFailure? {
        switch self {
        case .accepted: nil
        case .deferred(let failure), .refused(let failure), .unknown(let failure): failure
        }
    }
}

/// Where it failed and why.
public struct SMTPFailure: Error, Sendable, Hashable {
    /// The step of the dialogue.
    public var stage: SMTPStage
    /// The server's reply, if there was one.
    public var reply: SMTPReply?
    /// What happened and what to do, in plain words.
    public var text: String
}

extension SMTPFailure: CustomStringConvertible {
    /// What happened, in plain words.
    public var description: String { text }
}

/// The steps of sending a message.
public enum SMTPStage: String, Sendable, Hashable {
    /// Before anything is sent: the addresses and the size.
    case check = "the check before sending"
    /// The connection, TLS included.
    case connect = "the connection"
    /// The server's first line.
    case greeting = "the greeting"
    /// EHLO.
    case hello = "EHLO"
    /// The change to TLS, or TLS from the first byte.
    case startTLS = "STARTTLS"
    /// Signing in.
    case authenticate = "AUTH"
    /// The envelope's sender.
    case sender = "the sender"
    /// An envelope's recipient.
    case recipient = "the recipient"
    /// The beginning of the message.
    case data = "DATA"
    /// The message itself, up to its end.
    case message = "the message"
    /// After the message's end.
    case end = "the end of the message"
}

/// A failure that concerns not one message but the connection or the account.
public struct SMTPProblem: Error, Sendable, Hashable {
    /// What the sender should do about it.
    public enum Kind: Sendable, Hashable {
        /// Try again later: network, TLS, a server that is busy.
        case connection
        /// The server asks for less mail at a time (421, 452, 4.7.x): slow the whole account down.
        case slowDown
        /// The server does not know us (530, 535), or a setting is wrong: stop the account until somebody changes it.
        case account
    }

    /// What the sender should do about it.
    public var kind: Kind
    /// Where it happened and what the server said.
    public var failure: SMTPFailure

    /// Whether it may go away without anybody changing a setting.
    public var mayBeRetried: Bool { kind != .account }
}

extension SMTPProblem: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String { failure.text }
}
