import Logging

/// Sends single messages. For several at a time keep an `SMTPSession` open.
public enum SMTPClient {
    /// Connects, sends one message, and disconnects. Never throws: what went wrong stands in the outcome.
    /// - Parameters:
    ///   - message: the bytes as they are to arrive; line ends become CRLF.
    ///   - envelopeSender: where bounces go; `nil` for `<>`.
    ///   - recipients: the envelope's recipients.
    ///   - credentials: `nil` for a server that wants none.
    public static func send(
        _ message: [UInt8], from envelopeSender: String?, to recipients: [String], via server: MailServer,
        credentials: Credentials?, timeouts: SMTPTimeouts = .rfc5321, logger: Logger
    ) async -> SMTPOutcome {
        let session: SMTPSession
        do {
            session = try await SMTPSession.open(
                to: server, credentials: credentials, timeouts: timeouts, logger: logger)
        } catch {
            let problem = error as? SMTPProblem ?? SMTPProblem(.connect, error)
            return SMTPTransaction(recipients).outcome(problem)
        }
        let outcome = await session.send(message, from: envelopeSender, to: recipients)
        // The message's fate is known: nobody should wait for the good-bye.
        Task { await session.quit() }
        return outcome
    }
}
