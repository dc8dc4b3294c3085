/// The steps at which an `SMTPSink` can fail.
public enum SMTPStep: Sendable, Hashable, CaseIterable {
    /// When the connection is made.
    case connect
    /// At EHLO.
    case hello
    /// At STARTTLS.
    case startTLS
    /// After STARTTLS was agreed on, in place of the handshake.
    case handshake
    /// At the second EHLO, after STARTTLS.
    case securedHello
    /// At AUTH.
    case authenticate
    /// At MAIL.
    case sender
    /// At RCPT.
    case recipient
    /// At DATA.
    case data
    /// While the message is coming.
    case message
    /// When the message has come whole, before it is kept.
    case end
    /// When it has been kept, before the client hears of it.
    case kept
    /// At QUIT.
    case quit
}

/// How an `SMTPSink` fails.
public enum SMTPFault: Sendable, Hashable {
    /// It answers with this line instead.
    case reply(String)
    /// It closes the connection without a word.
    case cut
    /// It says nothing more, until the client gives up.
    case silence
    /// It takes nothing more from the network, until the client gives up.
    case stall
    /// It takes so long, and then does what it should.
    case delay(Duration)
}

extension SMTPFault {
    /// What the local part of a recipient's address asks for, so that any test can fail without touching the sink:
    /// `refuse@`, `defer@`, `busy@` and `cut@` at RCPT; `refuse-data@`, `defer-data@`, `cut-lost@` (not kept) and
    /// `cut-kept@` (kept) after the message; `cut-message@` while it is coming.
    static func asked(by address: String, at step: SMTPStep) -> SMTPFault? {
        switch (address.prefix { $0 != "@" }, step) {
        case ("refuse", .recipient): .reply("550 5.1.1 No such user")
        case ("defer", .recipient): .reply("451 4.3.0 Try again later")
        case ("busy", .recipient): .reply("452 4.5.3 Too many recipients")
        case ("cut", .recipient), ("cut-message", .message), ("cut-lost", .end), ("cut-kept", .kept): .cut
        case ("refuse-data", .end): .reply("554 5.6.0 We do not want this message")
        case ("defer-data", .end): .reply("451 4.3.2 Not now")
        default: nil
        }
    }
}
