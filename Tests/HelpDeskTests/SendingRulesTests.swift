import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Sending by the rules` {
    /// A desk with a ticket of Anna's and an answer to it in the outbox, and the confirmation out of the way.
    private func answered(_ engine: Engine, _ files: [Upload] = [], cc: String? = nil, delay: Double = 0) async throws
        -> (desk: TestDesk, agent: Person, ticket: Ticket, message: Message)
    {
        let desk = try await TestDesk(engine), agent = try await desk.agent()
        var mail = TestMail(from: .anna, "Hello").with("Thread-Index", "AdVfZ2==").with("Thread-Topic", "Hello")
        mail.cc = cc
        let ticket = try await desk.ticket(of: desk.receives(mail))
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            try await desk.desk.note(.accepted("250 ok"), of: delivery)
        }
        let message = try await desk.desk.write { tx in
            var draft = Draft(text: "An **answer**", uploads: files, channel: .portal)
            draft.sendsAfterSeconds = delay
            return try tx.ticket(ticket.number, seenBy: .system).reply(draft, by: agent, in: tx)
        }
        return (desk, agent, ticket, message)
    }

    private func answers(_ desk: TestDesk) async throws -> [OutboxMail] {
        try await desk.outbox().filter { $0.delivery.kind == .reply }
    }

    @Test(arguments: Engine.everyEngine) func `files are kept once for all copies, and arrive whole`(_ engine: Engine)
        async throws
    {
        let file = Upload(
            filename: "plan.bin", mimeType: "application/octet-stream", content: Array(repeating: 7, count: 300_000))
        let (desk, _, _, _) = try await answered(engine, [file], cc: "b@x.example, c@x.example")
        let copies = try await answers(desk)
        #expect(copies.count == 3)
        #expect(Set(copies.map(\.delivery.tailHash)).count == 1 && copies[0].delivery.tailHash != nil)
        #expect(Set(copies.map(\.delivery.mailHash)).count == 3)
        for copy in copies {
            #expect(copy.email.attachments.map(\.content) == [file.content] && copy.email.defects.isEmpty)
            #expect(copy.email.text.contains("An answer") && copy.email.html?.contains("<strong>") == true)
            #expect(copy.email.headers.first("Thread-Index") == "AdVfZ2==")
            #expect(copy.email.headers.first("Auto-Submitted") == nil && copy.email.headers.first("Precedence") == nil)
        }
        await desk.close()
    }

    @Test func `a note never leaves, and nothing of the history is quoted`() async throws {
        let (desk, agent, ticket, _) = try await answered(.sqlite)
        try await desk.replies(agent, to: ticket, "The secret note", note: true)
        try await desk.replies(agent, to: ticket, "A second answer")
        for mail in try await desk.outbox(to: Sender.anna.address) {
            #expect(!mail.email.text.contains("secret") && mail.email.html?.contains("secret") != true)
            #expect(!mail.email.text.contains("please help"))
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `an answer that quotes our hidden mark finds its ticket, and only from the one it was made for`(
        _ engine: Engine
    )
        async throws
    {
        let (desk, _, ticket, _) = try await answered(engine)
        let html = try #require(try await answers(desk).first?.email.html)
        let mark = try #require(html.firstRange(of: "deskbell-ref:"))
        let token = html[mark.lowerBound...].prefix { $0 != "<" }
        let anna = try await desk.receives(TestMail(from: .anna, "Something else", "Thanks\n\n> \(token)\n"))
        #expect(anna.outcome == .appended && anna.ticketID == ticket.id)
        let mallory = try await desk.receives(TestMail(from: .mallory, "Something else", "Let me in\n\n> \(token)\n"))
        #expect(mallory.outcome == .created)
        let forged = token.dropLast(3) + "aaa"
        #expect(try await desk.receives(TestMail(from: .anna, "Forged", "> \(forged)")).outcome == .created)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `an answer can be taken back until it goes out, and then no more`(
        _ engine: Engine
    ) async throws {
        let (desk, agent, ticket, message) = try await answered(engine, delay: 15)
        #expect(try await desk.ticket(ticket.number).status == .inProgress)
        #expect(try await desk.desk.claimDeliveries().isEmpty)
        let other = try await desk.agent("Nina Berg")
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in _ = try message.takeBack(by: other, in: tx) }
        }
        #expect(try await desk.desk.write { tx in try message.takeBack(by: agent, in: tx) }.text == "An **answer**")
        let talk = try await desk.conversation(of: ticket)
        #expect(talk.messages.count == 1 && talk.ticket.status == .open && talk.ticket.firstResponseAt == nil)
        #expect(try await answers(desk).isEmpty)

        let late = try await desk.replies(agent, to: ticket, "At once")
        #expect(try await desk.desk.claimDeliveries().count == 1)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in _ = try late.takeBack(by: agent, in: tx) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `what is taken back leaves the ticket closed since when it was, and other answers the first`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine), agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Hello")))
        func answer(_ status: Status?) async throws -> Message {
            try await desk.desk.write { tx in
                var draft = Draft(text: "An answer", status: status, channel: .portal)
                draft.sendsAfterSeconds = 15
                return try tx.ticket(ticket.number, seenBy: .system).reply(draft, by: agent, in: tx)
            }
        }
        let first = try await answer(nil)
        desk.clock.advance(seconds: 5)
        let second = try await answer(.resolved)
        try await desk.desk.write { tx in _ = try first.takeBack(by: agent, in: tx) }
        #expect(try await desk.ticket(ticket.number).firstResponseAt == second.createdAt)

        desk.clock.advance(seconds: 60)
        try await desk.desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .system).changeStatus(.closed, by: agent, in: tx)
        }
        let closed = try await desk.ticket(ticket.number)
        try #require(closed.resolvedAt == second.createdAt && closed.closedAt == desk.clock.now)
        desk.clock.advance(seconds: 86_400)
        let late = try await answer(.waiting)
        desk.clock.advance(seconds: 5)
        try await desk.desk.write { tx in _ = try late.takeBack(by: agent, in: tx) }
        let after = try await desk.ticket(ticket.number)
        #expect(after.status == .closed)
        #expect(after.closedAt == closed.closedAt && after.resolvedAt == closed.resolvedAt)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a bad address is told to the author, held back from then on, and can be corrected`(_ engine: Engine)
        async throws
    {
        let (desk, agent, ticket, _) = try await answered(engine)
        let first = try #require(try await desk.desk.claimDeliveries().first).delivery
        try await desk.desk.note(.refused("550 5.1.1 no such user", isAddressBad: true), of: first)
        let trouble = try await desk.desk.read { tx in try tx.addressTroubles() }
        #expect(trouble.map(\.address) == [Sender.anna.address] && trouble.first?.kind == .hard)
        let told = try #require(try await desk.outbox(to: agent.email).last)
        #expect(told.delivery.kind == .deliveryTrouble && told.email.text.contains("550 5.1.1 no such user"))

        try await desk.replies(agent, to: ticket, "Once more")
        let held = try #require(try await answers(desk).last)
        #expect(held.delivery.state == .failed && held.delivery.serverReply?.contains("no such user") == true)

        try await desk.desk.write { tx in
            try held.delivery.resend(to: "anna.carter@customer.example", by: agent, in: tx)
        }
        let sent = try #require(try await answers(desk).last)
        #expect(sent.delivery.recipient == "anna.carter@customer.example" && sent.delivery.state == .queued)
        #expect(sent.email.to.map(\.address) == ["anna.carter@customer.example"])
        #expect(sent.email.messageID == held.email.messageID && sent.email.text.contains("Once more"))
        let shown = try await desk.conversation(of: ticket).messages.last?.deliveries.map(\.id)
        #expect(shown == [sent.delivery.id])
        let stranger = try await desk.customer(.boris)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try first.resend(to: stranger.email ?? "", by: agent, in: tx) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `staff are told once of an answer that has waited for an hour`(
        _ engine: Engine
    )
        async throws
    {
        let (desk, agent, _, _) = try await answered(engine)
        for seconds in [0.0, 61, 301, 901, 1_801, 3_601, 3_601] {
            desk.clock.advance(seconds: seconds)
            for (delivery, _) in try await desk.desk.claimDeliveries() where delivery.kind == .reply {
                try await desk.desk.note(.deferred("451 4.3.0 try later"), of: delivery)
            }
        }
        #expect(try await desk.outbox(to: agent.email).count == 1)
        #expect(try await answers(desk).first?.delivery.attempts == 7)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `an account that is refused rests, and no mail loses a try by that`(
        _ engine: Engine
    )
        async throws
    {
        let (desk, _, _, _) = try await answered(engine)
        let claimed = try #require(try await desk.desk.claimDeliveries().first).delivery
        try await desk.desk.note(.notTried("535 no"), of: claimed)
        try await desk.desk.pauseSending(of: 1, seconds: 900, because: "535 no")
        #expect(try await desk.desk.claimDeliveries().isEmpty)
        #expect(try await desk.desk.read { tx in try tx.sendingAccounts() }.first?.failure == "535 no")
        desk.clock.advance(seconds: 901)
        let again = try #require(try await desk.desk.claimDeliveries().first).delivery
        #expect(again.attempts == 1)
        try await desk.desk.note(.accepted("250 ok"), of: again)
        #expect(try await desk.desk.read { tx in try tx.sendingAccounts() }.first?.failure == nil)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `no more goes out in a minute than the provider takes`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine) { $0.limits.automaticRepliesPerDomain = 100 }
        for index in 1...70 {
            try await desk.receives(TestMail(from: Sender(name: "", address: "c\(index)@x.example"), "Hello"))
        }
        let rate = SendingRate(server: "smtp.office365.com")
        func sendAll() async throws -> Int {
            var count = 0
            while true {
                let claimed = try await desk.desk.claimDeliveries(limit: 8) { _ in rate }
                if claimed.isEmpty { return count }
                for (delivery, _) in claimed { try await desk.desk.note(.accepted("250"), of: delivery) }
                count += claimed.count
            }
        }
        #expect(try await sendAll() == 30)
        #expect(try await sendAll() == 0)
        desk.clock.advance(seconds: 20)
        #expect(try await sendAll() == 10)
        desk.clock.advance(seconds: 60)
        #expect(try await sendAll() == 30)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the id that Amazon puts in place of ours leads answers and bounces back`(
        _ engine: Engine
    )
        async throws
    {
        let (desk, _, ticket, _) = try await answered(engine)
        let sent = try #require(try await desk.desk.claimDeliveries().first).delivery
        try await desk.desk.note(.accepted("250 Ok 01", alias: "0100018c@email.amazonses.com"), of: sent)
        var reply = TestMail(from: .anna, "Something else")
        reply.inReplyTo = "0100018c@email.amazonses.com"
        #expect(try await desk.receives(reply).ticketID == ticket.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `an answer to a confirmation's empty sender is nobody's loop`(
        _ engine: Engine
    )
        async throws
    {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "Hello"))
        let confirmation = try #require(try await desk.outbox().first)
        #expect(confirmation.delivery.envelopeSender == nil)
        #expect(confirmation.email.headers.first("Auto-Submitted") == "auto-replied")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `where the server wants a sender of its own, it stands in From, and answers come to the mailbox`(
        _ engine: Engine
    )
        async throws
    {
        let sender = Mail.Address(name: "Lampwright Ltd", address: "desk@lampwright.example")
        let desk = try await TestDesk(engine) { $0.sender = sender }, agent = try await desk.owner()
        var first = TestMail(from: .anna, "Hello")
        first.cc = "desk@lampwright.example, studio@customer.example"
        let ticket = try await desk.ticket(of: desk.receives(first))
        try await desk.replies(agent, to: ticket, "Good morning")
        try await desk.desk.write { tx in
            try tx.sendSignInLink(to: Sender.anna.address, language: .english, clientAddress: "192.0.2.1")
        }
        let mails = try await desk.outbox()
        let kinds = Set(mails.map(\.delivery.kind))
        #expect(kinds.isSuperset(of: [.reply, .confirmation, .newTicket, .signInLink]))
        for mail in mails {
            #expect(mail.email.from?.address == sender.address, "\(mail.delivery.kind)")
            #expect(mail.email.from?.name?.contains("Lampwright Ltd") == true, "\(mail.delivery.kind)")
            #expect(mail.email.replyTo.map(\.address) == [TestDesk.address], "\(mail.delivery.kind)")
            #expect(mail.delivery.mailID.hasSuffix("@lampwright.example"), "\(mail.delivery.kind)")
            #expect(mail.delivery.envelopeSender == (mail.delivery.kind == .confirmation ? nil : sender.address))
        }
        let copies = mails.filter { $0.delivery.kind == .reply }
        #expect(copies.map(\.delivery.recipient) == [Sender.anna.address, "studio@customer.example"], "it is our own")
        let back = TestMail(from: .anna, "Re: Hello").answering(copies[0])
        #expect(try await desk.receives(back).ticketID == ticket.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `one mail that is put off is no trouble of the account, and trouble ends with the server's next word`(
        _ engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        func stuck() async throws -> Int? { try await desk.desk.read { tx in try tx.stuckMail()[1]?.count } }
        for address in ["a@x.example", "b@x.example"] {
            try await desk.receives(TestMail(from: Sender(name: "", address: address), "Hello"))
        }
        for _ in 1...3 {
            for (delivery, _) in try await desk.desk.claimDeliveries() {
                try await desk.desk.note(.deferred("451 4.7.1 Greylisted"), of: delivery)
            }
            desk.clock.advance(seconds: 901)
        }
        #expect(try await stuck() == nil)
        try await desk.desk.pauseSending(of: 1, seconds: 60, because: "535 no")
        #expect(try await stuck() == 2)
        #expect(try await desk.desk.read { tx in try tx.stuckMail()[1]?.reason } == "535 no")
        try await desk.desk.noteSendingWorks(of: 1)
        #expect(try await stuck() == nil)
        #expect(try await desk.desk.read { tx in try tx.sendingAccount(of: 1)?.failedAt } == nil)
        await desk.close()
    }
}
