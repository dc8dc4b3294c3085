import Logging
import TestKit
import Testing

@testable import Mail

/// Sends a small message, with patience for a test and not for the internet.
func send(
    _ text: String = "Subject: hi\r\n\r\nHello\r\n", from sender: String? = "desk@example.test",
    to recipients: [String] = ["anna@example.org"], via sink: SMTPSink, as credentials: Credentials? = nil,
    timeouts: SMTPTimeouts = .all(10), security: MailServer.Security? = nil
) async -> SMTPOutcome {
    var server = sink.server
    if let security { server.security = security }
    return await SMTPClient.send(
        Array(text.utf8), from: sender, to: recipients, via: server, credentials: credentials ?? sink.credentials,
        timeouts: timeouts, logger: Logger(label: "test"))
}

extension SMTPDelivery {
    /// The kind alone, for comparing.
    var kind: String {
        switch self {
        case .accepted: "accepted"
        case .deferred: "deferred"
        case .refused: "refused"
        case .unknown: "unknown"
        }
    }
}

extension SMTPOutcome {
    /// What became of the message, recipient by recipient.
    var kinds: [String] { recipients.map(\.delivery.kind) }
}

@Suite struct `A message that a server does not take` {
    @Test func `each recipient has an answer of its own`() async throws {
        let all = ["refuse@a.test", "anna@a.test", "defer@a.test", "cut-nothing@a.test", "busy@a.test"]
        for extensions in [["PIPELINING"], []] {
            let sink = try await SMTPSink.start(.init(extensions: extensions))
            let outcome = await send(to: all, via: sink)
            #expect(outcome.kinds == ["refused", "accepted", "deferred", "accepted", "deferred"])
            #expect(outcome.delivery(to: "refuse@a.test")?.failure?.reply?.enhancedCode == "5.1.1")
            #expect(outcome.problem?.kind == .slowDown)
            #expect(sink.received.map(\.recipients) == [["anna@a.test", "cut-nothing@a.test"]])
            await sink.stop()
        }
    }

    @Test(arguments: [
        (SMTPStep.sender, "552 5.3.4 Too big", "refused"), (.sender, "451 4.1.8 Later", "deferred"),
        (.recipient, "550 5.1.1 Unknown", "refused"), (.recipient, "450 4.2.0 Greylisted", "deferred"),
        (.recipient, "552 Too many recipients", "deferred"), (.data, "554 5.5.1 No", "refused"),
        (.data, "451 4.3.0 No", "deferred"), (.end, "554 5.7.1 Spam", "refused"), (.end, "452 4.3.1 Full", "deferred"),
        (.kept, "451 4.3.0 Hm", "deferred"),
    ])
    func `the reply's first digit decides at every step`(step: SMTPStep, reply: String, kind: String) async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .reply(reply))
        let outcome = await send(to: ["anna@a.test", "boris@a.test"], via: sink)
        #expect(outcome.kinds == [kind, kind])
        #expect(outcome.recipients.first?.delivery.failure?.reply?.description == reply)
        await sink.stop()
    }

    @Test(arguments: [
        (SMTPStep.sender, "553 5.7.1 Sender address rejected: not owned by auth user."),
        (.sender, "550 5.7.1 Not allowed"), (.sender, "550 5.1.8 Access denied, bad outbound sender"),
        (.sender, "550 Sender verify failed"),
        (.recipient, "553 5.7.1 <desk@example.test>: Sender address rejected: not owned by user desk"),
        (.end, "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
        (.end, "554 5.2.252 SendAsDenied; desk not allowed to send as x"),
    ])
    func `a sender that the account may not use stops the account, with a word what to do`(
        step: SMTPStep, reply: String
    ) async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .reply(reply))
        let outcome = await send(via: sink)
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem?.kind == .account)
        let words = outcome.problem?.failure.text ?? ""
        #expect(words.contains("send as desk@example.test") && words.contains(reply))
        // Automatic mail tries the account's own address then.
        #expect(await send(from: nil, via: sink).problem == nil)
        await sink.stop()
    }

    @Test(arguments: [
        (SMTPStep.recipient, "550 5.7.1 Relaying denied"), (.end, "550 5.7.1 Message content rejected"),
        (.end, "554 5.7.1 Spam"), (.recipient, "550 5.1.1 No such user"), (.sender, "552 5.3.4 Size"),
        (.sender, "501 5.5.4 Syntax"),
    ])
    func `a refusal of one message or recipient does not stop the account`(step: SMTPStep, reply: String) async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .reply(reply))
        let outcome = await send(via: sink)
        #expect(outcome.kinds == ["refused"])
        #expect(outcome.problem == nil)
        await sink.stop()
    }

    @Test(arguments: [
        (SMTPStep.recipient, "452 4.2.2 Mailbox full"),
        (.end, "451 4.7.1 Greylisting in action, please come back later"),
        (.end, "452 4.2.1 Mailbox disabled for now"), (.recipient, "451 4.7.1 Greylisted"), (.end, "451 4.3.0 Not now"),
    ])
    func `what puts off one message or recipient does not slow the account`(step: SMTPStep, reply: String) async throws
    {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .reply(reply))
        let outcome = await send(via: sink)
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem == nil)
        await sink.stop()
    }

    @Test func `a busy server's word on one recipient does not soften its word on the message`() async throws {
        let sink = try await SMTPSink.start()
        let outcome = await send(to: ["busy@a.test", "refuse-data@a.test"], via: sink)
        #expect(outcome.kinds == ["deferred", "refused"])
        sink.fail(at: .recipient, .reply("530 5.7.0 Authentication required"))
        let strange = await send(to: ["anna@a.test"], via: sink)
        #expect(strange.kinds == ["deferred"])
        #expect(strange.problem?.kind == .account)
        await sink.stop()
    }

    @Test func `the next message on the same connection is not harmed`() async throws {
        let sink = try await SMTPSink.start()
        let session = try await SMTPSession.open(
            to: sink.server, credentials: sink.credentials, timeouts: .all(10), logger: Logger(label: "test"))
        let message = Array("Subject: x\r\n\r\nx\r\n".utf8)
        for bad in ["refuse@a.test", "refuse-data@a.test", "defer-data@a.test"] {
            #expect(await session.send(message, from: nil, to: [bad]).kinds != ["accepted"])
            #expect(await session.send(message, from: nil, to: ["anna@a.test"]).kinds == ["accepted"])
        }
        await session.quit()
        #expect(sink.received.count == 3)
        #expect(sink.connectionCount == 1)
        await sink.stop()
    }

    @Test func `a wrong password stops the account and is not shown`() async throws {
        let sink = try await SMTPSink.start()
        let outcome = await send(via: sink, as: .password(user: "desk", password: "hunter2-hunter2"))
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem?.kind == .account)
        #expect(outcome.problem?.mayBeRetried == false)
        #expect(outcome.problem?.failure.reply?.code == 535)
        #expect(!"\(outcome)".contains("hunter2"))
        await sink.stop()
    }

    @Test func `a server that wants a password gets none when there is none`() async throws {
        let sink = try await SMTPSink.start()
        let outcome = await SMTPClient.send(
            Array("x".utf8), from: nil, to: ["anna@a.test"], via: sink.server, credentials: nil, timeouts: .all(10),
            logger: Logger(label: "test"))
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem?.kind == .account)
        #expect(outcome.problem?.failure.reply?.code == 530)
        await sink.stop()
    }

    @Test(arguments: [
        "anna@a.test>\r\nRCPT TO:<eve@a.test", "anna@a.test\n", "anna\0@a.test", "an na@a.test", "anna@a.test>",
        "<anna@a.test", "anna", "@a.test", "anna@", "", String(repeating: "a", count: 400) + "@a.test",
    ])
    func `an address that would end the command never leaves`(address: String) async throws {
        let sink = try await SMTPSink.start()
        let outcome = await send(to: [address, "boris@a.test"], via: sink)
        #expect(outcome.kinds == ["refused", "accepted"])
        #expect(sink.received.map(\.recipients) == [["boris@a.test"]])
        #expect(await send(from: address.isEmpty ? "x" : address, via: sink).kinds == ["refused"])
        await sink.stop()
    }

    @Test func `letters beyond ASCII in an address need a server that supports them`() async throws {
        let able = try await SMTPSink.start()
        #expect(await send(to: ["анна@пример.рф"], via: able).kinds == ["accepted"])
        #expect(able.received.map(\.recipients) == [["анна@пример.рф"]])
        let unable = try await SMTPSink.start(.init(extensions: ["8BITMIME"]))
        #expect(await send(to: ["anna@пример.рф"], via: unable).kinds == ["accepted"], "the domain has an ASCII form")
        #expect(unable.received.map(\.recipients) == [["anna@xn--e1afmkfd.xn--p1ai"]])
        #expect(await send(to: ["анна@пример.рф", "anna@a.test"], via: unable).kinds == ["refused", "accepted"])
        await able.stop()
        await unable.stop()
    }

    @Test(arguments: [("To: анна@a.test", true), ("To: anna@a.test", false)])
    func `a header with letters beyond ASCII asks for SMTPUTF8, whoever gets it`(field: String, asks: Bool) async throws
    {
        let heard = Heard()
        let server = try await LineServer.start { connection in
            try await connection.send("220 ready")
            while let line = try await connection.readLine() {
                heard.note(line)
                switch line.prefix(4) {
                case "EHLO": try await connection.send("250-desk\r\n250-8BITMIME\r\n250 SMTPUTF8")
                case "DATA":
                    try await connection.send("354 go")
                    _ = try await connection.read(through: Array("\r\n.\r\n".utf8))
                    try await connection.send("250 ok")
                default: try await connection.send("250 ok")
                }
            }
        }
        let outcome = await SMTPClient.send(
            Array("\(field)\r\n\r\nПривет\r\n".utf8), from: nil, to: ["boris@a.test"],
            via: MailServer(host: "127.0.0.1", port: server.port, security: .startTLSIfOffered), credentials: nil,
            timeouts: .all(10), logger: Logger(label: "test"))
        #expect(outcome.kinds == ["accepted"])
        #expect(heard.lines.contains("MAIL FROM:<> BODY=8BITMIME\(asks ? " SMTPUTF8" : "")"))
        await server.stop()
    }

    @Test func `a message above the announced size is not even begun`() async throws {
        let sink = try await SMTPSink.start(.init(extensions: ["SIZE 1000"]))
        let outcome = await send(String(repeating: "x", count: 2_000), via: sink)
        #expect(outcome.kinds == ["refused"])
        #expect(outcome.recipients.first?.delivery.failure?.stage == .check)
        await sink.stop()
    }

    @Test(arguments: [
        (SMTPStep.connect, "554 5.7.1 Blocked", SMTPProblem.Kind.account), (.connect, "421 4.3.2 Busy", .slowDown),
        (.hello, "421 4.7.0 Slow down", .slowDown), (.startTLS, "454 4.7.0 No TLS just now", .connection),
        (.authenticate, "454 4.7.0 Later", .connection), (.authenticate, "421 4.7.0 Too many", .slowDown),
        (.sender, "451 4.7.1 Rate limit", .slowDown), (.sender, "530 5.7.57 Client not authenticated", .account),
    ])
    func `what concerns all messages is told apart`(step: SMTPStep, reply: String, kind: SMTPProblem.Kind) async throws
    {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .reply(reply))
        let outcome = await send(via: sink)
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem?.kind == kind)
        await sink.stop()
    }
}

@Suite struct `A connection that breaks while a message is sent` {
    @Test(arguments: [SMTPStep.connect, .hello, .startTLS, .authenticate, .sender, .recipient, .data])
    func `before the message nothing can have been delivered`(step: SMTPStep) async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .cut)
        let outcome = await send(via: sink)
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem?.kind == .connection)
        await sink.stop()
    }

    @Test func `within a long message nothing can have been delivered`() async throws {
        let sink = try await SMTPSink.start()
        // More than the sockets' buffers can hold.
        let text = String(repeating: String(repeating: "x", count: 100_000) + "\r\n", count: 200)
        let outcome = await send(text, to: ["cut-message@a.test"], via: sink)
        #expect(outcome.kinds == ["deferred"])
        #expect(sink.received.isEmpty)
        await sink.stop()
    }

    @Test(arguments: [("cut-lost@a.test", 0), ("cut-kept@a.test", 1)])
    func `after the end of the message nobody knows`(address: String, kept: Int) async throws {
        let sink = try await SMTPSink.start()
        let outcome = await send(to: [address, "refuse@a.test"], via: sink)
        #expect(outcome.kinds == ["unknown", "refused"])
        #expect(outcome.recipients.first?.delivery.failure?.stage == .end)
        #expect(outcome.problem?.kind == .connection)
        #expect(sink.received.count == kept)
        await sink.stop()
    }

    @Test func `who may not hand it over any more does not, and nobody has it`() async throws {
        let sink = try await SMTPSink.start()
        let session = try await SMTPSession.open(
            to: sink.server, credentials: sink.credentials, timeouts: .all(10), logger: Logger(label: "test"))
        let message = Array("Subject: x\r\n\r\nx\r\n".utf8)
        #expect(await session.send(message, from: nil, to: ["anna@a.test"]) { true }.kinds == ["accepted"])
        let held = await session.send(message, from: nil, to: ["anna@a.test"]) { false }
        #expect(held.kinds == ["deferred"])
        #expect("\(held)".contains("held back"))
        #expect(!session.isOpen)
        #expect(sink.received.count == 1)
        await session.quit()
        await sink.stop()
    }

    @Test func `silence after the end of the message is no refusal either`() async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: .kept, .silence)
        var timeouts = SMTPTimeouts.all(10)
        timeouts.endSeconds = 0.2
        let outcome = await send(via: sink, timeouts: timeouts)
        #expect(outcome.kinds == ["unknown"])
        #expect("\(outcome)".contains("0.2 seconds in vain"))
        await sink.stop()
    }

    @Test(arguments: [SMTPStep.connect, .hello, .authenticate, .sender, .recipient, .data])
    func `silence before the message ends in time`(step: SMTPStep) async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: step, .silence)
        let outcome = await send(via: sink, timeouts: .all(0.2))
        #expect(outcome.kinds == ["deferred"])
        await sink.stop()
    }

    @Test func `stopping the task ends the sending at once`() async throws {
        let sink = try await SMTPSink.start()
        sink.fail(at: .sender, .silence)
        let sending = Task { await send(via: sink, timeouts: .all(60)) }
        try await eventually("the connection is made") { sink.connectionCount == 1 }
        let start = ContinuousClock.now
        sending.cancel()
        #expect(await sending.value.kinds == ["deferred"])
        #expect(ContinuousClock.now - start < .seconds(1))
        await sink.stop()
    }

    @Test func `a server that talks nonsense is left`() async throws {
        let server = try await LineServer.start { connection in
            try await connection.send("HTTP/1.1 400 Bad Request")
            try await connection.waitForEnd()
        }
        let outcome = await SMTPClient.send(
            [], from: nil, to: ["anna@a.test"],
            via: MailServer(host: "127.0.0.1", port: server.port, security: .startTLSIfOffered), credentials: nil,
            timeouts: .all(5), logger: Logger(label: "test"))
        #expect(outcome.kinds == ["deferred"])
        #expect("\(outcome)".contains("which is no SMTP reply"))
        await server.stop()
    }
}

@Suite struct `A message that arrives` {
    @Test(arguments: [
        ("a\r\n.b\r\n..c\r\n.\r\nd\r\n", "a\r\n.b\r\n..c\r\n.\r\nd\r\n"), (".", ".\r\n"), ("", ""),
        ("a\nb", "a\r\nb\r\n"), ("a\rb\r", "a\r\nb\r\n"), ("a\r\r\nb", "a\r\n\r\nb\r\n"),
        ("a\r\n\r\n\r\n", "a\r\n\r\n\r\n"), ("a\n.\nQUIT\n", "a\r\n.\r\nQUIT\r\n"), ("a\r.\r\nb", "a\r\n.\r\nb\r\n"),
        ("Привет\r\n", "Привет\r\n"), ("\r\n", "\r\n"), ("\n", "\r\n"),
    ])
    func `is the same but for its line ends`(sent: String, arrived: String) async throws {
        let sink = try await SMTPSink.start()
        #expect(await send(sent, via: sink).kinds == ["accepted"])
        #expect(sink.received.map(\.text) == [arrived])
        await sink.stop()
    }

    @Test func `keeps every byte and every long line`() async throws {
        let sink = try await SMTPSink.start()
        let bytes = (0...255).map(UInt8.init).filter { $0 != 10 && $0 != 13 } + [13, 10]
        let message = bytes + Array(String(repeating: "x", count: 100_000).utf8) + [13, 10]
        let outcome = await SMTPClient.send(
            message, from: "desk@a.test", to: ["anna@a.test"], via: sink.server, credentials: sink.credentials,
            timeouts: .all(10), logger: Logger(label: "test"))
        #expect(outcome.kinds == ["accepted"])
        #expect(sink.received.first?.bytes == message)
        await sink.stop()
    }

    @Test func `carries its envelope and tells its name in the queue`() async throws {
        let sink = try await SMTPSink.start()
        let outcome = await send(from: nil, to: ["anna@a.test", "boris@a.test"], via: sink)
        let mail = try await sink.next()
        #expect(mail.sender == "")
        #expect(mail.recipients == ["anna@a.test", "boris@a.test"])
        #expect(mail.isEncrypted)
        #expect(mail.user == "desk")
        guard case .accepted(_, let queueID) = outcome.recipients.first?.delivery else { return #expect(Bool(false)) }
        #expect(queueID == "1")
        await sink.stop()
    }

    @Test(arguments: [["PLAIN"], ["LOGIN"]])
    func `after each way to sign in`(mechanisms: [String]) async throws {
        let sink = try await SMTPSink.start(.init(security: .tls, mechanisms: mechanisms))
        #expect(await send(via: sink).kinds == ["accepted"])
        await sink.stop()
    }

    @Test func `after signing in with an OAuth token, and not with a stale one`() async throws {
        let sink = try await SMTPSink.start(.init(token: "ya29.good"))
        #expect(await send(via: sink, as: .oauth(user: "desk", token: "ya29.good")).kinds == ["accepted"])
        let stale = await send(via: sink, as: .oauth(user: "desk", token: "ya29.stale"))
        #expect(stale.problem?.kind == .account)
        #expect(!"\(stale)".contains("ya29.stale"))
        await sink.stop()
    }
}
