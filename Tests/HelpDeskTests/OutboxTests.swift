import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `The outbox` {
    @Test(arguments: Engine.everyEngine) func `two workers never take the same mail`(engine: Engine) async throws {
        let desk = try await TestDesk(engine) { $0.limits.ticketsPerAddressAndHour = 100 }
        for index in 1...12 {
            try await desk.receives(TestMail(from: Sender(name: "C\(index)", address: "c\(index)@x.example"), "Hello"))
        }
        let claims = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 1...6 { group.addTask { try await desk.desk.claimDeliveries(limit: 4).map(\.delivery.id) } }
            return try await group.reduce(into: [Int64]()) { $0 += $1 }
        }
        #expect(claims.count == 12)
        #expect(Set(claims).count == 12)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a temporary refusal is tried again later with the same bytes`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "Hello"))
        let first = try #require(try await desk.desk.claimDeliveries().first)
        try await desk.desk.note(.deferred("451 try later"), of: first.delivery)
        #expect(try await desk.desk.claimDeliveries().isEmpty)
        desk.clock.advance(seconds: 61)
        let second = try #require(try await desk.desk.claimDeliveries().first)
        #expect(second.delivery.id == first.delivery.id)
        #expect(second.mail == first.mail)
        #expect(second.delivery.attempts == 2)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `what nobody takes for three days is given up, and its author is told`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Hello")))
        try await desk.replies(olga, to: ticket, "Good morning")
        let began = desk.clock.now
        var tries = 0
        while let delivery = try await desk.outbox(to: Sender.anna.address).last?.delivery, delivery.doneAt == nil {
            for (claimed, _) in try await desk.desk.claimDeliveries() {
                try await desk.desk.note(.deferred("451 try later"), of: claimed)
                if claimed.id == delivery.id { tries += 1 }
            }
            desk.clock.advance(seconds: 1_800)
            try #require(tries < 200)
        }
        let days = Double(desk.clock.now.microseconds - began.microseconds) / 86_400_000_000
        #expect(
            (2.0...4.0).contains(days), "RFC 5321 §4.5.4.1 and the rules: given up after two to four days, not \(days)")
        let given = try #require(try await desk.outbox(to: Sender.anna.address).last?.delivery)
        #expect(given.state == .failed && given.serverReply == "451 try later")
        // Once after an hour, and once at the end.
        #expect(
            try await desk.outbox(to: "olga@desk.example").filter { $0.delivery.kind == .deliveryTrouble }.count == 2)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a refusal for good is shown and not tried again, until a person asks`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        try await desk.receives(TestMail(from: .anna, "Hello"))
        let claimed = try #require(try await desk.desk.claimDeliveries().first)
        try await desk.desk.note(.refused("550 no such user"), of: claimed.delivery)
        desk.clock.advance(days: 10)
        #expect(try await desk.desk.claimDeliveries().isEmpty)
        let failed = try #require(try await desk.outbox().first?.delivery)
        #expect(failed.state == .failed)
        #expect(failed.serverReply == "550 no such user")
        try await desk.desk.write { tx in try tx.resend(failed, by: agent) }
        #expect(try await desk.desk.claimDeliveries().count == 1)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `what was not handed over before a crash is sent, what was is unknown`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "First"))
        try await desk.receives(TestMail(from: .boris, "Second"))
        let claimed = try await desk.desk.claimDeliveries()
        #expect(claimed.count == 2)
        #expect(try await desk.desk.handOver(claimed[1].delivery))
        // The process is gone; its claims run out.
        desk.clock.advance(seconds: 3_600)
        try await desk.desk.recoverDeliveries()
        let states = try await desk.outbox().map(\.delivery.state)
        #expect(states == [.queued, .unknown])
        #expect(try await desk.desk.claimDeliveries().map(\.delivery.id) == [claimed[0].delivery.id])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a claim that is renewed lasts as long as the mail takes`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "First"))
        let slow = try #require(try await desk.desk.claimDeliveries().first).delivery
        for _ in 1...10 {
            desk.clock.advance(seconds: 100)
            try await desk.desk.renewClaims(of: [slow])
            try await desk.desk.recoverDeliveries()
        }
        #expect(try await desk.desk.handOver(slow))
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a claim that has run out may not hand over`(engine: Engine) async throws
    {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "First"))
        let slow = try #require(try await desk.desk.claimDeliveries().first)
        desk.clock.advance(seconds: 3_600)
        try await desk.desk.recoverDeliveries()
        #expect(try await desk.desk.handOver(slow.delivery) == false)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `each participant gets a copy with the same Cc and a reply address of their own`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
        var mail = TestMail(from: .anna, "Together")
        mail.cc = "studio@customer.example, support@desk.example, no-reply@shop.example, nicht-antworten@post.example"
        mail = mail.with("Cc", "lamps-request@lists.example")
        let ticket = try await desk.ticket(of: desk.receives(mail))
        try await desk.replies(agent, to: ticket, "Hello **both**")
        let copies = try await desk.outbox().filter { $0.delivery.kind == .reply }
        #expect(copies.map(\.delivery.recipient) == ["anna@customer.example", "studio@customer.example"])
        #expect(Set(copies.map(\.email.messageID)).count == 1)
        #expect(copies.allSatisfy { $0.email.cc.map(\.address) == ["studio@customer.example"] })
        let addresses = copies.compactMap { $0.email.replyTo.first?.address }
        #expect(Set(addresses).count == 2)
        #expect(
            addresses.allSatisfy {
                $0.hasPrefix("support+TKT-2026-00001.") && $0.split(separator: "@")[0].utf8.count <= 64
            })
        #expect(copies[0].email.html?.contains("<strong>both</strong>") == true)

        var stranger = TestMail(from: .mallory, "I found this address")
        stranger.to = addresses[0]
        #expect(try await desk.receives(stranger).because?.code == .tokenOfSomebodyElse)
        var friend = TestMail(from: .anna, "Without any reference")
        friend.to = addresses[0]
        #expect(try await desk.receives(friend).because?.code == .replyAddress)
        await desk.close()
    }

    @Test func `an address beyond ASCII stands in the copy to itself alone, so that the others can be delivered`()
        async throws
    {
        let desk = try await TestDesk(.sqlite), agent = try await desk.agent()
        var mail = TestMail(from: .anna, "Together")
        mail.cc = "studio@customer.example, анна@customer.example, boris@пример.рф"
        let ticket = try await desk.ticket(of: desk.receives(mail))
        try await desk.replies(agent, to: ticket, "Hello all")
        let copies = try await desk.outbox().filter { $0.delivery.kind == .reply }
        #expect(copies.count == 4)
        for copy in copies {
            let isHers = copy.delivery.recipient == "анна@customer.example"
            let raw = String(decoding: try await desk.desk.read { tx in try tx.mail(of: copy.delivery) }, as: UTF8.self)
            let header = raw.split(separator: "\r\n\r\n").first ?? ""
            #expect(header.utf8.contains { $0 >= 0x80 } == isHers, "\(copy.delivery.recipient)")
            #expect(copy.email.to.map(\.address) == [Sender.anna.address])
            #expect(copy.email.cc.count == (isHers ? 3 : 2))
        }
        await desk.close()
    }

    @Test func `where the customer's own address is beyond ASCII, the copies to others name the others`() async throws {
        let desk = try await TestDesk(.sqlite), agent = try await desk.agent()
        var mail = TestMail(from: Sender(name: "Anna", address: "анна@customer.example"), "Together")
        mail.cc = "studio@customer.example"
        let ticket = try await desk.ticket(of: desk.receives(mail))
        try await desk.replies(agent, to: ticket, "Hello all")
        let copies = try await desk.outbox().filter { $0.delivery.kind == .reply }
        let other = try #require(copies.first { $0.delivery.recipient == "studio@customer.example" })
        #expect(other.email.to.map(\.address) == ["studio@customer.example"] && other.email.cc.isEmpty)
        #expect(copies.first?.email.to.map(\.address) == ["анна@customer.example"])
        await desk.close()
    }
}
