import Database
import HelpDesk
import Mail
import ServiceLifecycle
import TestKit
import Testing

@testable import Deskbell

/// Every step of an SMTP session, and every way in which it can fail.
@Suite struct `A step of sending that fails` {
    @Test(arguments: FailingStep.all)
    func `leaves the mail delivered once, tried again, refused or unknown, and never lost`(_ failing: FailingStep)
        async throws
    {
        let desk = try await SendingDesk(.sqlite, failing.options)
        try await desk.answer(to: [.anna], fileBytes: failing.fileBytes)
        desk.sink.fail(at: failing.step, failing.fault)
        #expect(try await desk.send(patience: failing.isSilent ? 0.4 : 10) == 1)

        let first = try #require(try await desk.answers().first)
        let pause = try await desk.pauseSeconds()
        #expect(failing.pause.seconds.contains(pause), "the account pauses for \(pause) seconds: \(first)")
        switch failing.fate {
        case .later:
            #expect(first.state == .queued)
            #expect(first.serverReply?.isEmpty == false, "the page tells why it waits")
            if failing.pause == .account { #expect(first.attempts == 0, "no try is lost by the account") }
        case .refused: #expect(first.state == .failed && first.serverReply?.isEmpty == false)
        case .unknown: #expect(first.state == .unknown && first.serverReply?.isEmpty == false)
        case .sent: #expect(first.state == .sent)
        }
        if case .reply(let words) = failing.fault, failing.fate != .sent {
            #expect(first.serverReply?.contains(words.dropFirst(4)) == true, "\(first.serverReply ?? "")")
        }

        desk.sink.recover()
        try await desk.wait()
        #expect(try await desk.send() == (failing.fate == .later ? 1 : 0))
        let last = try #require(try await desk.answers().first), got = desk.sink.mails(to: .anna)
        #expect(last.state == (failing.fate == .later ? .sent : first.state))
        #expect(got.count == failing.fate.copies)
        #expect(got.allSatisfy { Email(parsing: $0.bytes).messageID == first.mailID })
        #expect(try await desk.warnings() == (failing.fate == .later || failing.fate == .sent ? 0 : 1))
        #expect(try await desk.send() == 0, "nothing is left to do")
        await desk.close()
    }

    @Test func `a server that nobody reaches and that comes back gets each mail once`() async throws {
        let desk = try await SendingDesk()
        try await desk.answer(to: [.anna, .boris])
        await desk.sink.stop()
        for _ in 1...3 {
            try await desk.wait()
            #expect(try await desk.send() == 2)
            #expect(try await desk.answers().allSatisfy { $0.state == .queued })
            #expect(FailingStep.Pause.brief.seconds.contains(try await desk.pauseSeconds()))
        }
        try await desk.sink.restart()
        try await desk.wait()
        #expect(try await desk.send() == 2)
        #expect(try await desk.answers().map(\.state) == [.sent, .sent])
        #expect(
            desk.sink.received.flatMap(\.recipients).sorted() == [Sender.anna.address, Sender.boris.address].sorted())
        #expect(try await desk.desk.desk.read { tx in try tx.sendingAccount(of: 1)?.failure } == nil)
        await desk.close()
    }

    @Test func `several recipients are told apart, and none is served twice for another's sake`() async throws {
        let desk = try await SendingDesk()
        let names = ["anna", "refuse", "defer", "refuse-data", "defer-data", "cut-lost", "cut-kept", "cut", "last"]
        let recipients = names.map { Sender(name: $0, address: "\($0)@customers.example") }
        try await desk.answer(to: recipients)
        #expect(try await desk.send() == recipients.count)
        func states() async throws -> [String: Delivery.State] {
            try await Dictionary(uniqueKeysWithValues: desk.answers().map { ($0.recipient, $0.state) })
        }
        let first = try await states()
        let expected: [(String, Delivery.State)] = [
            ("anna", .sent), ("refuse", .failed), ("defer", .queued), ("refuse-data", .failed), ("defer-data", .queued),
            ("cut-lost", .unknown), ("cut-kept", .unknown), ("cut", .queued), ("last", .sent),
        ]
        for (name, state) in expected { #expect(first["\(name)@customers.example"] == state, "\(name)") }

        for name in ["defer", "defer-data", "cut"] {
            try await desk.desk.desk.database.write { tx in
                try tx.run(
                    """
                    UPDATE delivery SET recipient = \("\(name)ed@customers.example")
                    WHERE recipient = \("\(name)@customers.example")
                    """)
            }
        }
        try await desk.wait()
        #expect(try await desk.send() == 3)
        let toCustomers = desk.sink.received.filter { $0.recipients != [Staff.address] }
        let copies = Dictionary(grouping: toCustomers) { $0.recipients.joined() }.mapValues(\.count)
        #expect(
            copies == [
                "anna@customers.example": 1, "last@customers.example": 1, "defered@customers.example": 1,
                "defer-dataed@customers.example": 1, "cuted@customers.example": 1, "cut-kept@customers.example": 1,
            ])
        await desk.close()
    }

    @Test func `a mail that takes longer than its claim is still this worker's`() async throws {
        let desk = try await SendingDesk(), database = desk.desk.desk.database
        desk.sink.fail(at: .data, .delay(.seconds(3)))
        let sender = OutboxSender(
            desk: desk.desk.desk, carrier: SMTPCarrier(accounts: desk.desk.accounts), renewSeconds: 0.1)
        try await desk.answer(to: [.anna])
        let running = Task { try await sender.run() }
        try await eventually("it is being sent") { try await desk.answers().first?.state == .sending }
        // As if most of its time had passed.
        try await database.write { tx in
            try tx.run("UPDATE delivery SET claimed_until = \(Instant.now() + 30) WHERE state = 'sending'")
        }
        try await eventually("the claim is renewed") {
            try await database.read { tx in
                try tx.rows(
                    "SELECT id FROM delivery WHERE kind = 'reply' AND claimed_until > \(Instant.now() + 60)"
                ).count == 1
            }
        }
        _ = try await desk.sink.mail(1, to: .anna)
        running.cancel()
        try? await running.value
        await desk.close()
    }

    @Test func `a server that is silent keeps back the mail of its own mailbox alone`() async throws {
        let silent = try await SMTPSink.start(), desk = try await SendingDesk()
        silent.fail(at: .hello, .silence)
        let second = try await desk.desk.add(try await DovecotServer.shared().account("silent")) { draft in
            draft.smtpHost = silent.server.host
            draft.smtpPort = silent.port
            draft.smtpUser = "desk"
            draft.smtpPassword = "secret-word"
        }
        try await desk.desk.desk.write { tx in try tx.testPlusAddressing(of: second, by: .system) }
        let sender = OutboxSender(desk: desk.desk.desk, carrier: SMTPCarrier(accounts: desk.desk.accounts))
        let running = Task { try await sender.run() }
        try await eventually("the silent server is being asked") { silent.connectionCount == 1 }
        try await desk.answer(to: [.anna])
        _ = try await desk.sink.mail(1, to: .anna)
        #expect(silent.connectionCount == 1)
        running.cancel()
        try? await running.value
        await desk.close()
        await silent.stop()
    }

    private struct Stop {
        let step: SMTPStep
        let fault: SMTPFault
        let handOverSeconds: Double
        let state: Delivery.State
        let attempts: Int
    }

    @Test(arguments: 0...2)
    func `a stop waits for the server's word on a mail that it may have, and for nothing else`(_ number: Int)
        async throws
    {
        let stop = [
            Stop(step: .kept, fault: .delay(.seconds(2)), handOverSeconds: 30, state: .sent, attempts: 1),
            Stop(step: .kept, fault: .silence, handOverSeconds: 0.5, state: .unknown, attempts: 1),
            Stop(step: .hello, fault: .silence, handOverSeconds: 30, state: .queued, attempts: 0),
        ][number]
        let desk = try await SendingDesk()
        desk.sink.fail(at: stop.step, stop.fault)
        var sender = OutboxSender(desk: desk.desk.desk, carrier: SMTPCarrier(accounts: desk.desk.accounts))
        sender.stopSeconds = 0.2
        sender.handOverSeconds = stop.handOverSeconds
        try await desk.answer(to: [.anna])
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: sender, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: TestDatabase.quiet))
        let running = Task { try await group.run() }
        let wanted: Delivery.State = stop.step == .kept ? .handingOver : .sending
        try await eventually("it is under way") { try await desk.answers().first?.state == wanted }
        await group.triggerGracefulShutdown()
        try await running.value
        let answer = try #require(try await desk.answers().first)
        #expect(answer.state == stop.state && answer.attempts == stop.attempts)
        #expect(try await desk.warnings() == (stop.state == .unknown ? 1 : 0))
        await desk.close()
    }
}
