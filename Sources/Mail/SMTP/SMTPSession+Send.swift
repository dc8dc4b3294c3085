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
        guard answer.code == 354 else { throw SMTPFailure(.data, answer) }
        try await sendMessage(&transaction, body, beforeEnd)
    }

    /// The sender and all recipients, in one go where the server allows that (RFC 2920).
    private func sendEnvelope(_ transaction: inout SMTPTransaction, _ mail: String) async throws {
        let paths = transaction.openPaths
        let commands = [mail] + paths.map { "RCPT TO:<\($0.address)>" }
        if extensions.pipelining {
            transaction.stage = .sender
            try await wire.send(commands.map { "\($0)\r\n" }.joined(), within: timeouts.mailSeconds)
        }
        for (index, command) in commands.enumerated() {
            let stage: SMTPStage = index == 0 ? .sender : .recipient
            let seconds = index == 0 ? timeouts.mailSeconds : timeouts.recipientSeconds
            transaction.stage = stage
            let reply = try await extensions.pipelining ? reply(at: stage, seconds) : ask(command, at: stage, seconds)
            guard index > 0 else {
                transaction.senderReply = reply
                if !reply.isDone, !extensions.pipelining { break }
                continue
            }
            transaction.take(reply, for: paths[index - 1])
        }
        if let reply = transaction.senderReply, !reply.isDone {
            _ = try? await ask("RSET", at: .sender, timeouts.mailSeconds)
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

/// One message on its way, and what is known of each recipient so far.
struct SMTPTransaction {
    var stage = SMTPStage.check
    var senderReply: SMTPReply?
    private(set) var problem: SMTPProblem?
    private(set) var sender: SMTPPath?
    private let addresses: [String]
    private var deliveries: [String: SMTPDelivery] = [:]
    private var paths: [SMTPPath] = []
    private var accepted: Set<String> = []

    init(_ recipients: [String]) { addresses = recipients }

    /// Those of whom nothing final is known.
    var openPaths: [SMTPPath] { paths.filter { deliveries[$0.address] == nil } }
    var hasOpenRecipients: Bool { !openPaths.isEmpty }
    var hasAcceptedRecipients: Bool { !accepted.isEmpty }
    var needsUTF8: Bool { !(sender?.isASCII ?? true) || openPaths.contains { !$0.isASCII } }

    /// Refuses before the first command what the server cannot or must not get.
    /// - Throws: `SMTPFailure` where nobody can get the message.
    mutating func check(_ envelopeSender: String?, bytes: Int, _ extensions: SMTPExtensions) throws {
        sender = try envelopeSender.flatMap { $0.isEmpty ? nil : try SMTPPath($0) }
        if let limit = extensions.maximumBytes, bytes > limit {
            throw SMTPFailure(
                stage: .check, reply: nil,
                text: "The message has \(bytes) bytes and the mail server takes at most \(limit). Send a link instead.")
        }
        for address in Set(addresses) { check(address, extensions) }
        paths.sort { one, other in
            (addresses.firstIndex(of: one.address) ?? 0) < (addresses.firstIndex(of: other.address) ?? 0)
        }
        guard sender?.isASCII ?? true || extensions.smtpUTF8 else { throw Self.needsUTF8Support }
    }

    private mutating func check(_ address: String, _ extensions: SMTPExtensions) {
        do {
            let path = try SMTPPath(address)
            guard path.isASCII || extensions.smtpUTF8 else { throw Self.needsUTF8Support }
            paths.append(path)
        } catch {
            deliveries[address] = .refused(error as? SMTPFailure ?? SMTPFailure(.check, error))
        }
    }

    private static var needsUTF8Support: SMTPFailure {
        SMTPFailure(
            stage: .check, reply: nil,
            text: "The address has letters beyond ASCII, and the mail server does not support them (SMTPUTF8).")
    }

    /// Notes what the server says of one recipient.
    mutating func take(_ reply: SMTPReply, for path: SMTPPath) {
        // If the sender was refused, what follows says nothing of the recipients.
        guard senderReply?.isDone == true else { return }
        guard !reply.isDone else {
            accepted.insert(path.address)
            return
        }
        let failure = SMTPFailure(.recipient, reply)
        // RFC 5321 §4.5.3.1.10: 552 for too many recipients means 452.
        deliveries[path.address] = reply.isPermanent && reply.code != 552 ? .refused(failure) : .deferred(failure)
        note(failure)
    }

    /// The server has the message.
    mutating func accept(_ reply: SMTPReply) {
        for path in openPaths { deliveries[path.address] = .accepted(reply, queueID: reply.queueID) }
    }

    /// The server refused the message as a whole.
    mutating func fail(_ failure: SMTPFailure) {
        note(failure)
        let isPermanent = problem == nil && failure.reply?.isPermanent ?? true
        close(isPermanent ? .refused(failure) : .deferred(failure))
    }

    /// The connection or the account failed: whoever is open gets the message later, or may have it already.
    mutating func fail(_ problem: SMTPProblem) {
        self.problem = self.problem ?? problem
        close(stage == .end ? .unknown(problem.failure) : .deferred(problem.failure))
    }

    private mutating func note(_ failure: SMTPFailure) {
        if let found = SMTPProblem(failure) { problem = found }
    }

    private mutating func close(_ delivery: SMTPDelivery) {
        for address in addresses where deliveries[address] == nil { deliveries[address] = delivery }
    }

    /// What became of it; `problem` where nothing was even tried.
    func outcome(_ problem: SMTPProblem? = nil) -> SMTPOutcome {
        let problem = problem ?? self.problem
        let failure = problem?.failure ?? SMTPFailure(stage: stage, reply: nil, text: "Nothing was sent.")
        return SMTPOutcome(
            recipients: addresses.map {
                SMTPOutcome.Recipient(address: $0, delivery: deliveries[$0] ?? .deferred(failure))
            }, problem: problem)
    }
}

extension SMTPExtensions {
    /// `mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF`. Eight-bit text goes out also where 8BITMIME is not
    /// offered: every server passes it on, and our own composer makes none.
    func mailCommand(_ transaction: SMTPTransaction, _ body: SMTPData) -> String {
        var command = "MAIL FROM:<\(transaction.sender?.address ?? "")>"
        if hasSize { command += " SIZE=\(body.buffer.readableBytes)" }
        if eightBitMIME, body.hasEightBit { command += " BODY=8BITMIME" }
        if smtpUTF8, transaction.needsUTF8 { command += " SMTPUTF8" }
        return command
    }
}
