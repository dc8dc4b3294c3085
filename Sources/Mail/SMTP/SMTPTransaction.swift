import NIOCore

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
    var isSenderRefused: Bool { senderReply.map { !$0.isDone } ?? false }
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
        var seen: Set<String> = []
        for address in addresses where seen.insert(address).inserted { check(address, extensions) }
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
        deliveries[path.address] = reply.code == 552 ? .deferred(failure) : delivery(failure)
    }

    /// The server has the message.
    mutating func accept(_ reply: SMTPReply) {
        for path in openPaths { deliveries[path.address] = .accepted(reply, queueID: reply.queueID) }
    }

    /// The server refused the message as a whole.
    mutating func fail(_ failure: SMTPFailure) {
        close(delivery(failure))
    }

    /// What is about the account or the load is not this message's fault, whatever the reply's first digit.
    private mutating func delivery(_ failure: SMTPFailure) -> SMTPDelivery {
        if let found = SMTPProblem(failure) ?? refusedSender(failure) {
            problem = found
            return .deferred(found.failure)
        }
        return failure.reply?.isPermanent ?? true ? .refused(failure) : .deferred(failure)
    }

    /// The empty sender may be refused where the account's own address is not.
    private func refusedSender(_ failure: SMTPFailure) -> SMTPProblem? {
        guard failure.isAboutSender, let sender else { return nil }
        return SMTPProblem(refusing: sender.address, failure)
    }

    /// The connection or the account failed: whoever is open gets the message later, or may have it already.
    mutating func fail(_ problem: SMTPProblem) {
        self.problem = self.problem ?? problem
        close(stage == .end ? .unknown(problem.failure) : .deferred(problem.failure))
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
        var command = "MAIL FROM:<\(transaction.sender?.wire ?? "")>"
        if hasSize { command += " SIZE=\(body.buffer.readableBytes)" }
        if eightBitMIME, body.hasEightBit { command += " BODY=8BITMIME" }
        if smtpUTF8, transaction.needsUTF8 || body.hasEightBitHeader { command += " SMTPUTF8" }
        return command
    }
}
