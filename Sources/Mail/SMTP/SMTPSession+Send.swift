import Logging
import NIOCore

extension SMTPSession {
    /// Sends one message to some recipients. Never throws: what went wrong stands in the outcome.
    /// - Parameters:
    ///   - message: the bytes as they are to arrive; line ends become CRLF.
    ///   - envelopeSender: where bounces go; `nil` for `<>`, which answers no bounce.
    ///   - recipients: the envelope's recipients; what stands in the message's header plays no part.
    ///   - beforeEnd: called when all is sent but the message's end: the last moment to write down that it is about to be
    ///     handed over. Where it answers false the end is not sent, and the server has nothing.
    public func send(
        _ message: [UInt8], from envelopeSender: String?, to recipients: [String],
        beforeEnd: @Sendable () async -> Bool = { true }
    ) async -> SMTPOutcome {
        var transaction = SMTPTransaction(recipients)
        guard !isBusy else { return transaction.outcome(SMTPProblem(.check, ConnectionError.busy)) }
        isBusy = true
        defer { isBusy = false }
        do {
            try await perform(&transaction, message, from: envelopeSender, beforeEnd)
        } catch let problem as SMTPProblem {
            transaction.fail(problem)
        } catch let failure as SMTPFailure {
            transaction.fail(failure)
        } catch {
            transaction.fail(SMTPProblem(transaction.stage, error))
        }
        if transaction.problem?.kind == .connection { wire.abort(ConnectionError.closed(by: "us")) }
        return transaction.outcome()
    }

    private func perform(
        _ transaction: inout SMTPTransaction, _ message: [UInt8], from sender: String?, _ beforeEnd: () async -> Bool
    ) async throws {
        let body = SMTPData(message)
        try transaction.check(sender, bytes: body.buffer.readableBytes, extensions)
        guard transaction.hasOpenRecipients else { return }
        try await sendEnvelope(&transaction, extensions.mailCommand(transaction, body))
        guard transaction.hasAcceptedRecipients else {
            if isOpen { _ = try? await ask("RSET", at: .recipient, timeouts.recipientSeconds) }
            return
        }
        transaction.stage = .data
        let answer = try await ask("DATA", at: .data, timeouts.dataSeconds)
        guard answer.code == 354 else {
            _ = try? await ask("RSET", at: .data, timeouts.dataSeconds)
            throw SMTPFailure(.data, answer)
        }
        try await sendMessage(&transaction, body, beforeEnd)
    }

    /// The sender and all recipients, in one go where the server allows that (RFC 2920).
    private func sendEnvelope(_ transaction: inout SMTPTransaction, _ mail: String) async throws {
        let paths = transaction.openPaths
        let commands = [mail] + paths.map { "RCPT TO:<\($0.wire)>" }
        if extensions.pipelining {
            transaction.stage = .sender
            try await wire.send(commands.map { "\($0)\r\n" }.joined(), within: timeouts.mailSeconds)
        }
        for (index, command) in commands.enumerated() {
            let stage: SMTPStage = index == 0 ? .sender : .recipient
            let seconds = index == 0 ? timeouts.mailSeconds : timeouts.recipientSeconds
            transaction.stage = stage
            let reply: SMTPReply
            do {
                reply =
                    try await extensions.pipelining ? self.reply(at: stage, seconds) : ask(command, at: stage, seconds)
            } catch  where transaction.isSenderRefused {
                // It has closed after its word on the sender, which says more than that.
                break
            }
            guard index > 0 else {
                transaction.senderReply = reply
                if !reply.isDone, !extensions.pipelining { break }
                continue
            }
            transaction.take(reply, for: paths[index - 1])
        }
        if let reply = transaction.senderReply, !reply.isDone {
            if isOpen { _ = try? await ask("RSET", at: .sender, timeouts.mailSeconds) }
            throw SMTPFailure(.sender, reply)
        }
    }

    /// Nothing but the end of the connection ends a message that must not be delivered.
    private static let heldBack = SMTPFailure(
        stage: .message, reply: nil, text: "The message was held back at the last moment; the server has nothing.")

    /// The message in blocks, then its end, then the server's word on it.
    private func sendMessage(
        _ transaction: inout SMTPTransaction, _ body: SMTPData, _ beforeEnd: () async -> Bool
    ) async throws {
        transaction.stage = .message
        var rest = body.buffer
        while let block = rest.readSlice(length: min(rest.readableBytes, 256 << 10)), block.readableBytes > 0 {
            try await wire.send(block, within: timeouts.blockSeconds)
        }
        // As long as the end has not been sent, the server cannot have the message.
        guard await beforeEnd() else { throw SMTPProblem(kind: .connection, failure: Self.heldBack) }
        guard isOpen else { throw SMTPProblem(.message, ConnectionError.closed(by: "\(server)")) }
        transaction.stage = .end
        try await wire.send(SMTPData.end, within: timeouts.blockSeconds)
        let reply = try await reply(at: .end, timeouts.endSeconds)
        guard reply.isDone else {
            transaction.stage = .message
            throw SMTPFailure(.end, reply)
        }
        transaction.accept(reply)
        logger.debug("Message taken", metadata: ["reply": "\(reply)"])
    }
}
