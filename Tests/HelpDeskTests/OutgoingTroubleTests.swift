import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Trouble with outgoing mail` {
    /// Anna's ticket, with the confirmation out of the way.
    private func scene(_ engine: Engine, _ mail: TestMail = TestMail(from: .anna, "Hello")) async throws
        -> (desk: TestDesk, agent: Person, ticket: Ticket)
    {
        let desk = try await TestDesk(engine), agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(mail))
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            try await desk.desk.note(.accepted("250"), of: delivery)
        }
        return (desk, agent, ticket)
    }

    private func answers(_ desk: TestDesk) async throws -> [OutboxMail] {
        try await desk.outbox().filter { $0.delivery.kind == .reply }
    }

    @Test(arguments: Engine.everyEngine)
    func `a file that cannot be read lets its mail wait, with a word after an hour, and keeps back no other`(
        _ engine: Engine
    ) async throws {
        let (desk, agent, ticket) = try await scene(engine)
        let file = Upload(
            filename: "plan.bin", mimeType: "application/octet-stream", content: Array(repeating: 7, count: 400_000))
        try await desk.desk.write { tx in
            let draft = Draft(text: "The plan", uploads: [file], channel: .portal)
            _ = try tx.ticket(ticket.number, seenBy: .system).reply(draft, by: agent, in: tx)
        }
        let away = desk.contentsFolder.deletingLastPathComponent().appending(path: "away")
        try FileManager.default.moveItem(at: desk.contentsFolder, to: away)
        try await desk.receives(TestMail(from: .boris, "Привет"))
        #expect(try await desk.desk.claimDeliveries().map(\.delivery.recipient) == [Sender.boris.address])
        let waiting = try await desk.desk.read { tx in try tx.recentDeliveries().first { $0.kind == .reply } }
        #expect(waiting?.state == .queued && waiting?.serverReply?.contains("Cannot read") == true)
        desk.clock.advance(seconds: 3_700)
        _ = try await desk.desk.claimDeliveries()
        let told = try await desk.desk.read { tx in try tx.recentDeliveries().filter { $0.kind == .deliveryTrouble } }
        #expect(told.map(\.recipient) == [agent.email])

        try FileManager.default.moveItem(at: away, to: desk.contentsFolder)
        desk.clock.advance(seconds: 3_700)
        let sent = try #require(try await desk.desk.claimDeliveries().first { $0.delivery.kind == .reply })
        #expect(Email(parsing: sent.mail).attachments.map(\.content) == [file.content])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a mail whose content is gone stops no other, and fails with a word in the end`(_ engine: Engine)
        async throws
    {
        let (desk, agent, ticket) = try await scene(engine)
        try await desk.replies(agent, to: ticket, "Lost")
        let lost = try #require(try await answers(desk).first?.delivery)
        try await desk.desk.database.write { tx in
            try tx.run("DELETE FROM content WHERE hash = \(lost.mailHash)")
            try tx.run("UPDATE delivery SET attempts = 74 WHERE id = \(lost.id)")
        }
        try await desk.receives(TestMail(from: .boris, "Привет"))
        #expect(try await desk.desk.claimDeliveries().map(\.delivery.recipient) == [Sender.boris.address])
        desk.clock.advance(seconds: 3_700)
        _ = try await desk.desk.claimDeliveries()
        let end = try await desk.desk.read { tx in try tx.recentDeliveries() }
        #expect(end.first { $0.id == lost.id }?.state == .failed)
        #expect(end.contains { $0.kind == .deliveryTrouble && $0.recipient == agent.email })
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a rate that is set begins with what it allows, however much went out before`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine), owner = try await desk.owner()
        func sent(_ count: Int, from first: Int) async throws -> Int {
            for index in first..<(first + count) {
                let sender = Sender(name: "", address: "c@c\(index).example")
                try await desk.receives(TestMail(from: sender, "Hello \(index)"))
            }
            let claimed = try await desk.desk.claimDeliveries(limit: 100, only: 1) { _ in SendingRate(perDay: 500) }
            let confirmations = claimed.filter { $0.delivery.kind == .confirmation }
            for (delivery, _) in claimed { try await desk.desk.note(.accepted("250"), of: delivery) }
            return confirmations.count
        }
        try await desk.desk.write { tx in try tx.choose(.newTicket, isOn: false, for: owner, by: owner) }
        #expect(try await sent(40, from: 0) == 40)
        try await desk.desk.write { tx in try tx.setSendingRate(SendingRate(perMinute: 20), of: 1, by: owner) }
        #expect(try await sent(10, from: 100) == 10)
        #expect(try await sent(20, from: 200) == 10)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a mail that another mailbox of ours has sent on is confirmed to its writer`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        _ = try await desk.secondMailbox("info@desk.example")
        let entry = try await desk.receives(
            TestMail(from: .anna, "Hello").with("Return-Path", "<info+x@desk.example>"))
        #expect(entry.isAnswered)
        #expect(try await desk.outbox().map(\.delivery.recipient) == [Sender.anna.address])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `each word about a copy that did not arrive is a mail of its own`(_ engine: Engine) async throws {
        var mail = TestMail(from: .anna, "Hello")
        mail.cc = "b@x.example"
        let (desk, agent, ticket) = try await scene(engine, mail)
        try await desk.replies(agent, to: ticket, "An answer")
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            try await desk.desk.note(.refused("550 no"), of: delivery)
        }
        let told = try await desk.outbox(to: agent.email)
        #expect(told.count == 2 && Set(told.map(\.delivery.mailID)).count == 2)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `an answer can be taken back also where one of its copies was refused in advance`(_ engine: Engine)
        async throws
    {
        var mail = TestMail(from: .anna, "Hello")
        mail.cc = "b@x.example"
        let (desk, agent, ticket) = try await scene(engine, mail)
        try await desk.replies(agent, to: ticket, "First")
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            let isBad = delivery.recipient == "b@x.example"
            try await desk.desk.note(isBad ? .refused("550 5.1.1", isAddressBad: true) : .accepted("250"), of: delivery)
        }
        let message = try await desk.desk.write { tx in
            var draft = Draft(text: "Second", channel: .portal)
            draft.sendsAfterSeconds = 15
            return try tx.ticket(ticket.number, seenBy: .system).reply(draft, by: agent, in: tx)
        }
        #expect(try await answers(desk).count == 4)
        #expect(try await desk.desk.write { tx in try message.takeBack(by: agent, in: tx) }.text == "Second")
        #expect(try await answers(desk).count == 2)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a confirmation that may not go out again says so, and leaves everything as it was`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine), agent = try await desk.agent()
        try await desk.receives(TestMail(from: .anna, "Hello"))
        let first = try #require(try await desk.desk.claimDeliveries().first).delivery
        try await desk.desk.note(.refused("550 no"), of: first)
        try await desk.desk.write { tx in try tx.set(.automaticRepliesPerAddress, to: 0) }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try first.resend(to: "anna@right.example", by: agent, in: tx) }
        }
        #expect(try await desk.customer(.anna).email == Sender.anna.address)
        try await desk.desk.write { tx in try tx.set(.automaticRepliesPerAddress, to: nil) }
        let failed = try #require(try await desk.outbox().first?.delivery)
        try await desk.desk.write { tx in try failed.resend(to: "anna@right.example", by: agent, in: tx) }
        #expect(try await desk.outbox().last?.delivery.recipient == "anna@right.example")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a corrected address takes part only where the wrong one was the requester's`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine), agent = try await desk.agent()
        let mail = TestMail(from: .anna, "Hello").with("Return-Path", "<relay@x.example>")
        let ticket = try await desk.ticket(of: desk.receives(mail))
        let first = try #require(try await desk.desk.claimDeliveries().first).delivery
        #expect(first.recipient == "relay@x.example")
        try await desk.desk.note(.refused("550 no"), of: first)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try first.resend(to: "other@x.example", by: agent, in: tx) }
        }
        #expect(try await desk.conversation(of: ticket).participants.isEmpty)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a message that becomes a ticket of its own leaves the old number behind`(_ engine: Engine) async throws {
        let (desk, agent, ticket) = try await scene(engine)
        let entry = try await desk.receives(TestMail(from: .anna, "Re: [\(ticket.number)] Another matter"))
        #expect(entry.ticketID == ticket.id)
        let new = try await desk.desk.write { tx in try entry.detach(by: agent, in: tx) }
        #expect(!new.subject.contains(ticket.number) && new.subject.hasSuffix("Another matter"))
        await desk.close()
    }
}
