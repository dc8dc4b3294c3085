import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Governors` {
    private func sender(_ index: Int, at domain: String) -> Sender {
        Sender(name: "Person \(index)", address: "person\(index)@\(domain)")
    }

    private func confirmations(_ desk: TestDesk) async throws -> Int {
        try await desk.outbox().count { $0.delivery.kind == .confirmation }
    }

    @Test func `answer thirty people of one organisation in an hour, and all those who share a public provider`()
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        for index in 0..<40 {
            _ = try await desk.receives(TestMail(from: sender(index, at: "firm.example"), "Question \(index)"))
        }
        #expect(try await confirmations(desk) == 30)
        for domain in ["gmail.com", "mail.ru"] {
            for index in 0..<40 {
                _ = try await desk.receives(TestMail(from: sender(index, at: domain), "Question \(index)"))
            }
        }
        #expect(try await confirmations(desk) == 110)
        // A domain that only ends like one is an organisation.
        for index in 0..<31 {
            _ = try await desk.receives(TestMail(from: sender(index, at: "not-gmail.com"), "Question \(index)"))
        }
        #expect(try await confirmations(desk) == 140)
        await desk.close()
    }

    @Test func `bound public providers too, by a setting`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.desk.write { tx in try tx.set(.automaticRepliesPerPublicDomain, to: 2) }
        for index in 0..<4 {
            _ = try await desk.receives(TestMail(from: sender(index, at: "Gmail.com"), "Question \(index)"))
        }
        #expect(try await confirmations(desk) == 2)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `tell those who want it once a day that a sender's mail waits because it is too much`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner(), agent = try await desk.agent()
        func notices() async throws -> [OutboxMail] {
            try await desk.outbox().filter { $0.delivery.kind == .quarantine }
        }
        for index in 0..<10 { _ = try await desk.receives(TestMail(from: .mallory, "Alarm \(index)")) }
        #expect(try await notices().isEmpty)
        for index in 10..<15 {
            let entry = try await desk.receives(TestMail(from: .mallory, "Alarm \(index)"))
            #expect(entry.outcome == .quarantined)
        }
        let first = try #require(try await notices().first)
        #expect(try await notices().map(\.delivery.recipient) == [owner.email])
        #expect(first.email.subject == "Too much mail from Mallory <mallory@elsewhere.example>")
        #expect(first.email.text.contains("/ops/support/ledger?outcome=quarantined"))
        #expect(first.email.headers.first("Auto-Submitted") == "auto-generated")
        #expect(try await desk.desk.read { tx in try tx.floods().map(\.count) } == [5])

        try await desk.desk.write { tx in try tx.choose(.quarantine, isOn: true, for: agent, by: agent) }
        try await desk.desk.write { tx in try tx.choose(.quarantine, isOn: false, for: owner, by: owner) }
        desk.clock.advance(days: 1)
        for index in 20..<32 { _ = try await desk.receives(TestMail(from: .mallory, "Alarm \(index)")) }
        #expect(try await notices().map(\.delivery.recipient) == [owner.email, agent.email])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `let a machine reopen a ticket ten times a day, and take in what it writes then`(_ engine: Engine) async throws
    {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Alarm")))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).last)
        func answer(_ index: Int) async throws -> Status {
            let number = ticket.number
            try await desk.desk.write { tx in
                try tx.ticket(number, seenBy: .system).changeStatus(.resolved, by: agent, in: tx)
            }
            let mail = TestMail(from: .anna, "Re: Alarm", "Again \(index)").answering(confirmation)
            let entry = try await desk.receives(mail)
            #expect(entry.outcome == .appended)
            return try await desk.ticket(number).status
        }
        for index in 0..<10 { #expect(try await answer(index) == .open, "\(index)") }
        #expect(try await answer(10) == .resolved)
        #expect(try await desk.conversation(of: ticket).messages.last?.message.text == "Again 10")
        desk.clock.advance(days: 1.01)
        #expect(try await answer(11) == .open)
        await desk.close()
    }
}
