import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `What the headers of our mail say` {
    private static let machineFields = ["Auto-Submitted", "Precedence", "X-Auto-Response-Suppress"]

    private func fields(_ mail: OutboxMail) -> [String?] { Self.machineFields.map { mail.email.headers.first($0) } }

    @Test func `a confirmation goes to the envelope's sender, says that a machine wrote it, and repeats nothing`()
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        let long = "Buy \u{7}now " + String(repeating: "x", count: 400)
        var mail = TestMail(from: .anna, long, "Visit http://evil.example\n\n[{{number}}]")
            .with("Return-Path", "<anna-bounces@customer.example>").with("Reply-To", "<\(Sender.mallory.address)>")
        mail.references = ["older@customer.example"]
        let ticket = try await desk.ticket(of: desk.receives(mail))
        let sent = try await desk.outbox()
        let confirmation = try #require(sent.first)
        #expect(sent.count == 1)
        #expect(confirmation.delivery.recipient == "anna-bounces@customer.example")
        #expect(confirmation.delivery.envelopeSender == nil)
        #expect(fields(confirmation) == ["auto-replied", "bulk", "All"])
        #expect(confirmation.email.headers.first("X-Ticket-ID") == ticket.number)
        let id = try #require(mail.messageID)
        #expect(confirmation.email.inReplyTo == [id])
        #expect(confirmation.email.references == ["older@customer.example", id])
        #expect(confirmation.email.subject.hasPrefix("[\(ticket.number)] Buy"))
        #expect(confirmation.email.subject.count <= 230)
        #expect(!confirmation.email.subject.unicodeScalars.contains { $0.value < 32 })
        let words = confirmation.email.text + (confirmation.email.html ?? "")
        #expect(!words.contains("evil.example"))
        await desk.close()
    }

    @Test func `a second mail is not confirmed, nor what staff open, nor an answer to nobody`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent(), anna = try await desk.customer(.anna)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        try await desk.receives(TestMail(from: .anna, "Re: [\(ticket.number)] Lamp"))
        #expect(try await desk.outbox(to: Sender.anna.address).count == 1)
        _ = try await desk.desk.write { tx in
            try Ticket.open(
                NewTicket(subject: "By telephone", draft: Draft(text: "She called.", channel: .phone)), for: anna,
                by: agent, in: tx)
        }
        #expect(try await desk.outbox(to: Sender.anna.address).count == 1)
        await desk.close()
    }

    @Test func `one subject of one sender is confirmed once a day`() async throws {
        let desk = try await TestDesk(.sqlite)
        #expect(try await desk.receives(TestMail(from: .anna, "Lamp")).isAnswered)
        #expect(try await !desk.receives(TestMail(from: .anna, "Re: Lamp")).isAnswered)
        #expect(try await desk.receives(TestMail(from: .anna, "Chair")).isAnswered)
        #expect(try await desk.receives(TestMail(from: .boris, "Lamp")).isAnswered)
        desk.clock.advance(days: 2)
        #expect(try await desk.receives(TestMail(from: .anna, "Lamp")).isAnswered)
        await desk.close()
    }

    /// An address that was a stranger's when the customer named it, and is a mailbox of ours by now.
    @Test func `no copy of an answer goes to ourselves`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        var mail = TestMail(from: .anna, "Lamp")
        mail.cc = "billing@desk.example, \(Sender.boris.address)"
        let ticket = try await desk.ticket(of: desk.receives(mail))
        _ = try await desk.secondMailbox("billing@desk.example")
        try await desk.replies(agent, to: ticket, "Which one?")
        let answers = try await desk.outbox().filter { $0.delivery.kind == .reply }
        #expect(answers.map(\.delivery.recipient).sorted() == [Sender.anna.address, Sender.boris.address])
        await desk.close()
    }

    @Test func `an answer refers to the customer's last mail and all before it, and is a person's`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        var first = TestMail(from: .anna, "Lamp")
        first.references = ["older@customer.example"]
        let ticket = try await desk.ticket(of: desk.receives(first))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let root = try #require(confirmation.email.messageID)
        try await desk.replies(agent, to: ticket, "Which one?")
        let second = TestMail(from: .anna, "AW: RE[2]: [\(ticket.number)] Lamp", "The red one").answering(confirmation)
        try await desk.receives(second)
        try await desk.replies(agent, to: ticket, "Change the bulb.")
        let answers = try await desk.outbox(to: Sender.anna.address).filter { $0.delivery.kind == .reply }
        #expect(answers.count == 2)
        for answer in answers {
            #expect(fields(answer) == [nil, nil, nil])
            #expect(answer.email.subject == "Re: [\(ticket.number)] Lamp")
            #expect(answer.email.from?.address == TestDesk.address)
            #expect(answer.email.replyTo.count == 1)
        }
        let (one, two) = (try #require(first.messageID), try #require(second.messageID))
        #expect(answers[0].email.inReplyTo == [one])
        #expect(answers[0].email.references == [root, "older@customer.example", one])
        #expect(answers[1].email.inReplyTo == [two])
        #expect(answers[1].email.references.first == root)
        #expect(answers[1].email.references.last == two)
        #expect(Set(answers[1].email.references).count == answers[1].email.references.count)
        await desk.close()
    }

    /// A ticket without any mail: programs keep its mails together all the same.
    @Test func `an answer to what came by the page refers to the ticket's root`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent(), anna = try await desk.customer(.anna)
        let ticket = try await desk.desk.write { tx in
            try Ticket.open(
                NewTicket(subject: "Lamp", draft: Draft(text: "It flickers.", channel: .portal)), for: anna, by: anna,
                in: tx)
        }
        try await desk.replies(agent, to: ticket, "Which one?")
        let mails = try await desk.outbox(to: Sender.anna.address)
        let root = try #require(mails.first?.email.messageID)
        #expect(mails.last?.email.references == [root])
        await desk.close()
    }

    @Test func `a notification says that a machine wrote it, and is not the customer's`() async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.owner()
        try await desk.receives(TestMail(from: .anna, "Lamp"))
        let notice = try #require(try await desk.outbox(to: "tom@desk.example").last)
        #expect(fields(notice).first == "auto-generated")
        #expect(notice.email.headers.first("X-Auto-Response-Suppress") == "All")
        #expect(notice.email.from?.address == TestDesk.address)
        #expect(notice.email.replyTo.isEmpty == false)
        await desk.close()
    }
}
