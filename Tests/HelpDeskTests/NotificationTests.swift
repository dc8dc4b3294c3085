import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Telling staff by mail` {
    private func told(_ desk: TestDesk) async throws -> [OutboxMail] {
        try await desk.outbox().filter { ![.confirmation, .reply, .signInLink, .test].contains($0.delivery.kind) }
    }

    private func open(_ desk: TestDesk, by requester: Person, channel: Channel = .portal) async throws -> Ticket {
        try await desk.desk.write { tx in
            try Ticket.open(
                NewTicket(subject: "From the portal", draft: Draft(text: "Please help", channel: channel)),
                for: requester, by: requester, in: tx)
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `a new ticket is told to owners, and to agents who have asked for it`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner(), quiet = try await desk.agent(), keen = try await desk.agent("Nina Berg")
        try await desk.desk.write { tx in
            try tx.choose(.newTicket, isOn: true, for: keen, by: keen)
            try tx.setPlusAddressing(true, of: 1)
        }
        try await desk.receives(TestMail(from: .anna, "Cannot <sign> in", "It says:\n\n<script>no</script>"))
        let mails = try await told(desk)
        #expect(mails.map(\.delivery.recipient) == [keen.email, owner.email])
        let mail = try #require(mails.last)
        #expect(mail.email.subject == "[TKT-2026-00001] Cannot <sign> in")
        #expect(mail.email.from?.address == TestDesk.address)
        #expect(mail.email.from?.name == "Anna Carter via Lampwright")
        #expect(mail.email.headers.first("Auto-Submitted") == "auto-generated")
        #expect(mail.email.headers.first("X-Auto-Response-Suppress") == "All")
        #expect(mail.email.headers.first("X-Ticket-ID") == "TKT-2026-00001")
        #expect(mail.email.text.contains("New support ticket TKT-2026-00001"))
        #expect(mail.email.text.contains("From: Anna Carter <anna@customer.example>"))
        #expect(mail.email.text.contains("<script>no</script>"))
        #expect(mail.email.html?.contains("&lt;script&gt;no&lt;/script&gt;") == true)
        #expect(mail.email.text.contains("https://help.desk.example/ops/support/tickets/TKT-2026-00001"))
        let signed = try #require(mail.email.replyTo.first?.address)
        #expect(signed.hasPrefix("support+TKT-2026-00001.1-a\(owner.id)."))
        #expect(mail.email.messageID?.contains("-a\(owner.id).") == true)
        #expect(Set(mails.map(\.email.messageID)).count == 2)
        #expect(quiet.email != nil)
        await desk.close()
    }

    @Test func `an absence note, an import and old mail tell nobody, and an order does`() async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.owner()
        try await desk.receives(TestMail(from: .anna, "Away").with("Auto-Submitted", "auto-replied"))
        try await desk.receives(TestMail(from: .anna, "Automatic reply: hello").with("X-Autoreply", "yes"))
        try await desk.receives(TestMail(from: .anna, "Imported"), quietly: true)
        try await desk.receives(TestMail(from: .anna, "Old"), receivedAt: desk.clock.now + -100_000)
        #expect(try await told(desk).isEmpty)
        try await desk.receives(TestMail(from: .boris, "Order 5").with("Auto-Submitted", "auto-generated"))
        #expect(try await told(desk).count == 1)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a customer's answer is told to the assignee, else to those who hear of new tickets`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner(), agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Hello")))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        try await desk.receives(TestMail(from: .anna, "Re: Hello", "One more thing").answering(confirmation))
        #expect(try await told(desk).map(\.delivery.recipient) == [owner.email, owner.email])
        try await desk.desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .system).assign(to: agent.id, by: owner, in: tx)
        }
        let assignment = try #require(try await told(desk).last)
        #expect(assignment.delivery.recipient == agent.email && assignment.delivery.kind == .assignment)
        #expect(assignment.email.text.contains("Tom Baker has assigned ticket TKT-2026-00001 to you"))
        #expect(assignment.email.text.contains("One more thing"))
        try await desk.receives(TestMail(from: .anna, "Re: Hello", "And another").answering(confirmation))
        let last = try #require(try await told(desk).last)
        #expect(last.delivery.recipient == agent.email && last.delivery.kind == .customerReply)
        #expect(last.email.text.contains("Anna Carter has answered in ticket TKT-2026-00001"))
        try await desk.desk.write { tx in try tx.choose(.customerReply, isOn: false, for: agent, by: agent) }
        let before = try await told(desk).count
        try await desk.receives(TestMail(from: .anna, "Re: Hello", "A fourth").answering(confirmation))
        try await desk.receives(
            TestMail(from: .anna, "Re: Hello", "Away").answering(confirmation).with("Auto-Submitted", "auto-replied"))
        #expect(try await told(desk).count == before)
        await desk.close()
    }

    @Test func `nobody is told of what they did themselves, nor twice of one thing`() async throws {
        let desk = try await TestDesk(.sqlite), owner = try await desk.owner(), agent = try await desk.agent()
        let customer = try await desk.customer(.anna)
        try await desk.desk.write { tx in
            try tx.choose(.newTicket, isOn: true, for: agent, by: agent)
            var new = NewTicket(subject: "By phone", draft: Draft(text: "She rang", channel: .phone))
            new.assigneeID = agent.id
            let ticket = try Ticket.open(new, for: customer, by: owner, in: tx)
            try ticket.assign(to: owner.id, by: owner, in: tx)
        }
        let mails = try await told(desk).filter { $0.delivery.kind != .mailboxNotice }
        #expect(mails.map(\.delivery.recipient) == [agent.email])
        #expect(mails.map(\.delivery.kind) == [.assignment])
        await desk.close()
    }

    @Test func `a ticket that is given twice is told twice, under two ids`() async throws {
        let desk = try await TestDesk(.sqlite), owner = try await desk.owner(), agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Hello")))
        for assignee in [agent.id, nil, agent.id] {
            try await desk.desk.write { tx in
                try tx.ticket(ticket.number, seenBy: .system).assign(to: assignee, by: owner, in: tx)
            }
        }
        let mails = try await desk.outbox(to: agent.email)
        #expect(mails.count == 2 && Set(mails.map(\.delivery.mailID)).count == 2)
        await desk.close()
    }

    @Test func `a flood of mail does not become a flood for staff`() async throws {
        let desk = try await TestDesk(.sqlite) { $0.limits.ticketsPerAddressAndHour = 1_000 }
        let owner = try await desk.owner()
        for index in 1...120 {
            try await desk.receives(TestMail(from: Sender(name: "", address: "c\(index)@x.example"), "Hello"))
        }
        let told = try await desk.outbox(to: owner.email)
        #expect(told.count { $0.delivery.kind == .newTicket } == 100)
        #expect(
            told.map(\.delivery.kind).filter { $0 != .newTicket } == [.notificationLimit],
            "whoever hears no more is told so, once")
        #expect(told.last?.email.text.contains("100 notifications") == true)
        desk.clock.advance(seconds: 3_601)
        try await desk.receives(TestMail(from: .boris, "Later"))
        #expect(try await desk.outbox(to: owner.email).count == 102)
        try await desk.desk.write { tx in try tx.set(.notificationsPerPersonAndHour, to: 3) }
        for index in 1...5 {
            try await desk.receives(TestMail(from: Sender(name: "", address: "d\(index)@x.example"), "Hello"))
        }
        #expect(try await desk.outbox(to: owner.email).count { $0.delivery.kind == .newTicket } == 103)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a ticket from the portal is told to the mailbox, and the copy that comes back is ours`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine), customer = try await desk.customer(.anna)
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
        let ticket = try await open(desk, by: customer)
        let mail = try #require(try await desk.outbox(to: TestDesk.address).first)
        #expect(mail.delivery.kind == .mailboxNotice && mail.email.to.map(\.address) == [TestDesk.address])
        #expect(mail.email.headers.first("X-Ticket-ID") == ticket.number)
        #expect(mail.email.replyTo.first?.address.hasPrefix("support+\(ticket.number).1-b1.") == true)
        #expect(mail.email.from?.address == TestDesk.address)
        let raw = try await desk.desk.read { tx in try tx.content(mail.delivery.mailHash) }
        #expect(try await desk.receives(raw: raw).outcome == .ignored)
        // What came by mail lies in the mailbox already.
        try await desk.receives(TestMail(from: .boris, "By mail"))
        #expect(try await desk.outbox(to: TestDesk.address).count == 1)
        await desk.close()
    }

    @Test func `choices are one's own or an owner's to make`() async throws {
        let desk = try await TestDesk(.sqlite), owner = try await desk.owner(), agent = try await desk.agent()
        let customer = try await desk.customer(.anna)
        let choices = try await desk.desk.read { tx in try tx.notificationChoices(of: agent) }
        #expect(choices.map(\.isOn) == [false, true, true, false])
        try await desk.desk.write { tx in try tx.choose(.assignment, isOn: false, for: agent, by: owner) }
        #expect(
            try await desk.desk.read { tx in try tx.notificationChoices(of: agent).map(\.isOn) } == [
                false, true, false, false,
            ])
        for (who, whose) in [(agent, owner), (customer, customer), (owner, customer)] {
            await #expect(throws: DeskError.self) {
                try await desk.desk.write { tx in try tx.choose(.assignment, isOn: true, for: whose, by: who) }
            }
        }
        await desk.close()
    }
}
