import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Incoming mail` {
    @Test(arguments: Engine.everyEngine) func `a stranger who knows the number does not get into the ticket`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Cannot sign in")))
        let forged = TestMail(from: .mallory, "Re: [\(ticket.number)] Cannot sign in", "Send me everything")
        let entry = try await desk.receives(forged)

        #expect(entry.outcome == .created)
        #expect(entry.because?.code == .senderIsNotInTheTicket)
        let authors = try await desk.conversation(of: ticket).messages.map(\.author.email)
        #expect(authors == [Sender.anna.address])
        let answers = try await desk.outbox(to: Sender.mallory.address)
        #expect(answers.count == 1)
        #expect(
            answers.allSatisfy {
                !$0.email.text.contains(ticket.number) || $0.email.subject.contains("Re: [\(ticket.number)]") == false
            })
        let new = try await desk.ticket(of: entry)
        #expect(new.linkedTo == ticket.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a stranger with stolen references does not get into the ticket`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Cannot sign in")))
        try await desk.replies(agent, to: ticket, "Which browser?")
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let entry = try await desk.receives(TestMail(from: .mallory, answer.email.subject).answering(answer))

        #expect(entry.outcome == .created)
        #expect(try await desk.conversation(of: ticket).messages.count == 2)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a signature that is not ours counts as no evidence`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "First")))
        var mail = TestMail(from: .anna, "Something else")
        mail.inReplyTo = "t\(String(ticket.id, radix: 36)).c0.aaaaaaaaaaaaaaaa@desk.example"
        let entry = try await desk.receives(mail)

        #expect(entry.outcome == .created)
        #expect(entry.because?.code == .nothingPointsToATicket)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a mail becomes a ticket with number, category, confirmation and reason`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let entry = try await desk.receives(
            TestMail(from: .boris, "Не горит лампа", "Здравствуйте! Лампа не горит.\n\nБорис"))
        let ticket = try await desk.ticket(of: entry)

        #expect(ticket.number == "TKT-2026-00001")
        #expect(ticket.subject == "Не горит лампа")
        #expect(ticket.status == .open)
        #expect(ticket.language == .russian)
        let conversation = try await desk.conversation(of: ticket)
        #expect(conversation.category?.name == "Support")
        #expect(conversation.requester.name == "Борис Петров")
        #expect(conversation.messages.map(\.message.because?.code) == [.nothingPointsToATicket])
        let mail = try #require(try await desk.outbox().first)
        #expect(mail.delivery.recipient == Sender.boris.address)
        #expect(mail.email.subject == "[TKT-2026-00001] Не горит лампа")
        #expect(mail.email.text.contains("Спасибо"))
        #expect(mail.email.headers.first("Auto-Submitted") == "auto-replied")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the customer's reply joins the ticket and opens it again`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Broken shade")))
        try await desk.replies(agent, to: ticket, "Please send a photo.")
        #expect(try await desk.ticket(ticket.number).status == .inProgress)
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(answer.email.subject == "Re: [\(ticket.number)] Broken shade")
        #expect(answer.email.headers.first("X-Ticket-ID") == ticket.number)
        #expect(answer.email.references.contains { $0.hasSuffix("@customer.example") })

        var reply = TestMail(from: .anna, "Re: something that her client has rewritten", "Here it is.").answering(
            answer)
        reply.references = []
        let entry = try await desk.receives(reply)
        #expect(entry.outcome == .appended)
        #expect(entry.because?.code == .signedMessageID)
        #expect(try await desk.ticket(ticket.number).status == .open)
        #expect(try await desk.outbox(to: Sender.anna.address).count == 2, "a reply is not confirmed again")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the tag in the subject is enough for somebody who takes part`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Broken shade")))
        let entry = try await desk.receives(TestMail(from: .anna, "AW: [ \(ticket.number.lowercased()) ] Broken shade"))
        #expect(entry.outcome == .appended)
        #expect(entry.because?.code == .subjectTag)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the same mail in two mailboxes is one message`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let mail = TestMail(from: .anna, "Twice")
        let first = try await desk.receives(mail)
        let second = try await desk.receives(mail.with("Delivered-To", "other@desk.example"))
        #expect(second.outcome == .duplicate)
        #expect(second.duplicateOf == first.id)
        #expect(second.ticketID == first.ticketID)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the same place in a mailbox is kept once, however often it is read`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let mail = ArrivedMail(
            raw: TestMail(from: .anna, "Once").bytes, mailboxID: 1, place: .init(folderID: 1, uidValidity: 7, uid: 3),
            source: .imap)
        let first = try await desk.desk.keep([mail]), again = try await desk.desk.keep([mail])
        #expect(first.count == 1)
        #expect(again.isEmpty)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a machine's mail becomes a ticket and gets no answer`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let entry = try await desk.receives(
            TestMail(from: .anna, "Out of office").with("Auto-Submitted", "auto-replied"))
        #expect(entry.outcome == .created)
        #expect(entry.isAutomatic)
        #expect(!entry.isAnswered)
        #expect(try await desk.outbox().isEmpty)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `an out-of-office in a ticket changes no status`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Broken shade")))
        try await desk.replies(agent, to: ticket, "We look into it.")
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let absence = TestMail(from: .anna, "Automatic reply: Broken shade").with("Auto-Submitted", "auto-replied")
            .answering(answer)
        let entry = try await desk.receives(absence)
        #expect(entry.outcome == .appended)
        #expect(try await desk.ticket(ticket.number).status == .inProgress)
        #expect(try await desk.conversation(of: ticket).messages.last?.message.isAutomatic == true)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `our own mail that comes back is ignored`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "Broken shade"))
        let sent = try #require(try await desk.outbox().first)
        let raw = try await desk.desk.read { tx in try tx.content(sent.delivery.mailHash) }
        let entry = try await desk.receives(raw: raw)
        #expect(entry.outcome == .ignored)
        #expect(entry.because?.code == .ourMailCameBack)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `after the reopen window a reply opens a new ticket that is linked`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Broken shade")))
        try await desk.replies(agent, to: ticket, "Done.", status: .closed)
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        desk.clock.advance(days: 13)
        #expect(try await desk.receives(TestMail(from: .anna, "Re: a").answering(answer)).outcome == .appended)
        try await desk.desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .system).changeStatus(.closed, by: agent, in: tx)
        }
        desk.clock.advance(days: 15)
        let late = try await desk.receives(TestMail(from: .anna, "Re: b").answering(answer))
        #expect(late.outcome == .created)
        #expect(late.because?.code == .ticketWasClosedTooLongAgo)
        #expect(try await desk.ticket(of: late).linkedTo == ticket.id)
        // A machine needs no ticket for its answer.
        let machine = TestMail(from: .anna, "Re: c").with("Auto-Submitted", "auto-replied").answering(answer)
        #expect(try await desk.receives(machine).ticketID == ticket.id)
        #expect(try await desk.ticket(ticket.number).status == .closed)
        await desk.close()
    }

    @Test func `a ticket that comes back does not wait for somebody who has left, and a machine brings none back`()
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent(), owner = try await desk.owner()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Broken shade")))
        try await desk.desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .system).assign(to: agent.id, by: owner, in: tx)
            try tx.ticket(ticket.number, seenBy: .system).changeStatus(.closed, by: agent, in: tx)
            try tx.disable(agent)
        }
        let number = "Re: [\(ticket.number)] Broken shade"
        let machine = try await desk.receives(TestMail(from: .anna, number).with("Auto-Submitted", "auto-replied"))
        #expect(machine.ticketID == ticket.id)
        var now = try await desk.ticket(ticket.number)
        #expect(now.status == .closed)
        #expect(now.assigneeID == agent.id)
        #expect(try await desk.receives(TestMail(from: .anna, number)).ticketID == ticket.id)
        now = try await desk.ticket(ticket.number)
        #expect(now.status == .open)
        #expect(now.assigneeID == nil)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a mail of random bytes is a ticket too, and an empty one`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(try await desk.receives(raw: noise).outcome == .created)
        #expect(try await desk.receives(raw: []).outcome == .created)
        #expect(try await desk.outbox().isEmpty, "nobody is known who could be answered")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `two machines that answer each other fall silent`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        for number in 1...30 {
            try await desk.receives(TestMail(from: .mallory, "Thank you for your message \(number)"))
        }
        #expect(try await desk.outbox().count <= 3)
        let quarantined = try await desk.desk.read { tx in try tx.ledger(LedgerQuery(outcome: .quarantined)) }
        #expect(quarantined.count == 20, "ten tickets an hour, then a person looks")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `an import answers nobody, nor does old mail`(engine: Engine) async throws
    {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .anna, "Imported"), quietly: true)
        try await desk.receives(TestMail(from: .boris, "Old"), receivedAt: desk.clock.now + -2 * 86_400)
        #expect(try await desk.outbox().isEmpty)
        await desk.close()
    }
}
