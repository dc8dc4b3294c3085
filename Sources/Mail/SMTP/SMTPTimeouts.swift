/// How long a server may be silent at each stage. As they stand, the minima of RFC 5321 §4.5.3.2: the server's word after
/// the end of the data may take ten minutes, and whoever hangs up before that sends mail twice (RFC 1047).
public struct SMTPTimeouts: Sendable, Hashable {
    /// For the greeting, and for the answers to EHLO, STARTTLS and AUTH.
    public var greetingSeconds = 300.0
    /// For the answer to MAIL.
    public var mailSeconds = 300.0
    /// For the answer to RCPT.
    public var recipientSeconds = 300.0
    /// For the answer to DATA.
    public var dataSeconds = 120.0
    /// For taking a block of the message.
    public var blockSeconds = 180.0
    /// For the answer to the end of the message.
    public var endSeconds = 600.0

    /// The times of RFC 5321.
    public static let rfc5321 = SMTPTimeouts()

    /// The same time at every stage.
    public static func all(_ seconds: Double) -> SMTPTimeouts {
        SMTPTimeouts(
            greetingSeconds: seconds, mailSeconds: seconds, recipientSeconds: seconds, dataSeconds: seconds,
            blockSeconds: seconds, endSeconds: seconds)
    }
}
