import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Staff who answer by mail` {
    /// A desk with an owner who hears of new tickets, and a ticket of Anna's.
    private func deskWithTicket(_ engine: Engine = .sqlite) async throws -> (TestDesk, Ticket, OutboxMail) {
        let desk = try await TestDesk(engine)
        _ = try await desk.owner()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp", "It flickers.")))
        return (desk, ticket, try #require(try await desk.outbox(to: tom.address).last))
    }

    private let tom = Sender(name: "Tom Baker", address: "tom@desk.example")

    /// An answer as a mail program writes it: to the Reply-To, with the notification quoted.
    private func answer(_ sender: Sender, to notice: OutboxMail, _ text: String) -> TestMail {
        var mail = TestMail(from: sender, "Re: \(notice.email.subject)")
        let to = notice.email.replyTo.first?.address ?? TestDesk.address
        mail.to = to
        let quote = notice.email.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
        mail.text =
            "\(text)\n\nOn Fri, 20 Nov 2026 at 10:00, Lampwright <\(to)> wrote:\n\n\(quote.joined(separator: "\n"))"
        return mail.answering(notice)
    }

    private func withPlusAddresses(_ desk: TestDesk) async throws {
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
    }

    @Test(arguments: Engine.everyEngine) func `an answer to a notification is an answer to the customer`(engine: Engine)
        async throws
    {
        let (desk, ticket, notice) = try await deskWithTicket(engine)
        let entry = try await desk.receives(answer(tom, to: notice, "Please change the bulb."))

        #expect(entry.outcome == .appended)
        #expect(entry.because?.code == .staffReply)
        let conversation = try await desk.conversation(of: ticket)
        let message = try #require(conversation.messages.last)
        #expect(message.message.isStaffReply)
        #expect(message.author.name == "Tom Baker")
        #expect(message.message.text == "Please change the bulb.")
        #expect(conversation.ticket.status == .inProgress)
        #expect(conversation.ticket.firstResponseAt != nil)
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(mail.delivery.kind == .reply)
        #expect(mail.email.subject == "Re: [\(ticket.number)] Lamp")
        #expect(mail.email.text.contains("Please change the bulb."))
        await desk.close()
    }

    @Test func `nothing that lets its holder act as staff reaches the customer`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await withPlusAddresses(desk)
        _ = try await desk.owner()
        try await desk.receives(TestMail(from: .anna, "Lamp", "It flickers."))
        let notice = try #require(try await desk.outbox(to: tom.address).last)
        // Without any mark that a splitter could cut at, and with signs that Markdown would eat.
        var mail = answer(tom, to: notice, "See below.")
        mail.text =
            "1. See below * \(notice.email.replyTo.first?.address ?? "") and \(notice.email.replyTo.first?.address.uppercased() ?? "")"
            + "\n2. Message-ID: <\(notice.email.messageID ?? "")>, of ann-marie.t-a.abcdefghijklmnop@kept.example"
        try await desk.receives(mail)

        let secret = try #require(notice.email.replyTo.first?.address.split(separator: "@").first)
        #expect(secret.contains("-a"))
        for sent in try await desk.outbox(to: Sender.anna.address) {
            let raw = try await desk.desk.read { tx in
                String(decoding: try tx.content(sent.delivery.mailHash), as: UTF8.self)
            }
            #expect(!raw.lowercased().contains(secret.lowercased()))
            let id = notice.email.messageID?.split(separator: "@").first ?? ""
            #expect(id.contains("-a") && !sent.email.text.contains(id) && sent.email.html?.contains(id) != true)
            #expect(!sent.email.text.lowercased().contains("-a1."))
            if sent.delivery.kind == .reply {
                #expect(sent.email.text.contains("1. See below * "))
                #expect(sent.email.text.contains("of ann-marie.t-a.abcdefghijklmnop@kept.example"))
            }
            let ids = sent.email.references + sent.email.inReplyTo + [sent.email.messageID].compactMap(\.self)
            #expect(!ids.contains { $0 == notice.email.messageID })
        }
        await desk.close()
    }

    @Test func `a stranger, a customer and a colleague gain nothing from a notification that was not theirs`()
        async throws
    {
        let (desk, ticket, notice) = try await deskWithTicket()
        let olga = try await desk.agent()
        for sender in [Sender.mallory, .anna, Sender(name: olga.name, address: "olga@desk.example")] {
            let entry = try await desk.receives(answer(sender, to: notice, "I am staff, believe me: \(sender.name)"))
            let messages = try await desk.conversation(of: ticket).messages
            #expect(!messages.contains { $0.message.isStaffReply }, "\(sender)")
            if sender != .anna { #expect(entry.outcome == .created, "\(sender)") }
        }
        let told = try await desk.outbox(to: Sender.anna.address)
        #expect(!told.contains { $0.delivery.kind == .reply })
        await desk.close()
    }

    @Test func `an agent's From alone, with number and references, does not act as the agent`() async throws {
        let (desk, ticket, _) = try await deskWithTicket()
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        var forged = TestMail(from: tom, "Re: [\(ticket.number)] Lamp", "Send your password to x@y.example")
        forged.headers = [("X-Ticket-ID", ticket.number)]
        let entry = try await desk.receives(forged.answering(confirmation))

        #expect(entry.outcome == .created)
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        #expect(try await !desk.outbox(to: Sender.anna.address).contains { $0.delivery.kind == .reply })
        await desk.close()
    }

    @Test func `an agent's true notification counts for nothing where our server calls the From forged`() async throws {
        let (desk, ticket, notice) = try await deskWithTicket()
        var mail = answer(tom, to: notice, "Stolen mailbox speaking")
        mail.headers = [
            ("Authentication-Results", "mx.desk.example; dmarc=fail header.from=desk.example"),
            ("Received", "from evil.example by mx.desk.example; Fri, 20 Nov 2026 09:59:00 +0000"),
        ]
        try await desk.receives(mail)
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        await desk.close()
    }

    @Test func `an absence note of an agent does not reach the customer`() async throws {
        let (desk, ticket, notice) = try await deskWithTicket()
        let entry = try await desk.receives(
            answer(tom, to: notice, "I am on holiday").with("Auto-Submitted", "auto-replied"))
        #expect(entry.outcome == .ignored)
        #expect(entry.because?.code == .automaticAnswerOfStaff)
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        await desk.close()
    }

    @Test func `the owner may switch answers by mail off`() async throws {
        let (desk, ticket, notice) = try await deskWithTicket()
        try await desk.desk.write { tx in try tx.set(.staffRepliesByMail, to: 0) }
        let entry = try await desk.receives(answer(tom, to: notice, "Please change the bulb."))
        #expect(entry.outcome == .created)
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a team without the page answers from the mailbox itself`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        try await withPlusAddresses(desk)
        let anna = try await desk.customer(.anna)
        let ticket = try await desk.desk.write { tx in
            try Ticket.open(
                NewTicket(subject: "Lamp", draft: Draft(text: "It flickers.", channel: .portal)), for: anna, by: anna,
                in: tx)
        }
        let notice = try #require(try await desk.outbox(to: TestDesk.address).last)
        #expect(notice.email.headers.first("X-Ticket-ID") == ticket.number)
        // The copy that arrives in the mailbox is ours.
        let raw = try await desk.desk.read { tx in try tx.content(notice.delivery.mailHash) }
        #expect(try await desk.receives(raw: raw).outcome == .ignored)

        // What was made for one mailbox says nothing for another.
        _ = try await desk.secondMailbox("billing@desk.example")
        let other = Sender(name: "Billing", address: "billing@desk.example")
        #expect(try await desk.receives(answer(other, to: notice, "Pay here.")).because?.code == .tokenOfSomebodyElse)

        let mailbox = Sender(name: "Lampwright", address: TestDesk.address)
        let entry = try await desk.receives(answer(mailbox, to: notice, "Please change the bulb."))
        #expect(entry.outcome == .appended)
        #expect(entry.because?.code == .mailboxReply)
        let message = try #require(try await desk.conversation(of: ticket).messages.last)
        #expect(message.message.isStaffReply)
        #expect(message.message.text == "Please change the bulb.")
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(mail.delivery.kind == .reply)

        // What the team's mail refers to stays with the team, also where nothing else is there to refer to.
        try await desk.replies(try await desk.agent(), to: ticket, "Does it work?")
        let next = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(next.email.text.contains("Does it work?"))
        #expect(!(next.email.references + next.email.inReplyTo).contains { $0 == notice.email.messageID })

        let back = try await desk.receives(TestMail(from: .anna, mail.email.subject, "It works").answering(mail))
        #expect(back.ticketID == ticket.id)
        #expect(try await desk.ticket(ticket.number).status == .open)
        await desk.close()
    }

    @Test func `who works here and asks for something is the customer of that ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        let owner = try await desk.owner()
        let ticket = try await desk.desk.write { tx in
            try Ticket.open(
                NewTicket(subject: "Lamp", draft: Draft(text: "Mine flickers.", channel: .portal)), for: owner,
                by: owner, in: tx)
        }
        let notice = try #require(try await desk.outbox(to: TestDesk.address).last)
        let entry = try await desk.receives(answer(tom, to: notice, "It still does."))
        #expect(entry.ticketID == ticket.id)
        #expect(try await desk.conversation(of: ticket).messages.last?.message.isStaffReply == false)
        #expect(try await desk.ticket(ticket.number).status == .open)
        await desk.close()
    }

    @Test func `a stranger who writes as the mailbox is not the team`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let forged = Sender(name: "Lampwright", address: TestDesk.address)
        let mail = TestMail(from: forged, "Re: [\(ticket.number)] Lamp", "Pay here: http://evil.example")
        let entry = try await desk.receives(mail.answering(confirmation))
        #expect(entry.outcome == .created)
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        #expect(try await desk.outbox(to: Sender.anna.address).count == 1)
        await desk.close()
    }

    // MARK: Without a notification

    private let verified = [
        ("Received", "from mail.desk.example by mx.desk.example; Fri, 20 Nov 2026 09:59:00 +0000"),
        ("Authentication-Results", "mx.desk.example; dmarc=pass header.from=desk.example"),
    ]

    /// A customer's ticket, and what a copied colleague writes to the customer, with us in Cc.
    private func copied() async throws -> (TestDesk, Ticket, TestMail) {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.owner()
        var first = TestMail(from: .anna, "Lamp", "It flickers.")
        first.cc = tom.address
        let ticket = try await desk.ticket(of: desk.receives(first))
        var direct = TestMail(from: tom, "Re: Lamp", "Anna, change the bulb, please.")
        direct.to = Sender.anna.address
        direct.cc = TestDesk.address
        direct.inReplyTo = first.messageID
        direct.references = [first.messageID ?? ""]
        return (desk, ticket, direct)
    }

    @Test
    func
        `a colleague's direct answer stays out of the ticket, whatever is written into it about its sender`()
        async throws
    {
        let (desk, ticket, direct) = try await copied()
        var forged = direct.with(verified[0].0, verified[0].1)
        forged.headers.append(("Authentication-Results", "mx.desk.example; dmarc=fail header.from=desk.example"))
        var byNumber = TestMail(from: tom, "Re: [\(ticket.number)] Lamp", "Change the bulb.")
        byNumber.headers = verified
        var automatic = direct
        automatic.headers = verified + [("Auto-Submitted", "auto-replied")]
        // Where a server writes no such field, the sender can.
        var confirmed = direct
        confirmed.headers = verified
        for (index, mail) in [direct, confirmed, forged, byNumber, automatic].enumerated() {
            var mail = mail
            mail.messageID = "other\(index)@desk.example"
            #expect(try await desk.receives(mail).ticketID != ticket.id)
        }
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        #expect(try await !desk.outbox().contains { $0.delivery.kind == .reply })
        await desk.close()
    }
}
