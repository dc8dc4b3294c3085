import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Deciding about mail` {
    @Test func `a failed DMARC check of our own server takes the sender's word away, one of a stranger does not`()
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let received = (
            "Received", "from a.example by mx.desk.example with ESMTPS id 1; Fri, 20 Nov 2026 09:59:00 +0000"
        )
        func arrives(_ results: String) async throws -> Bool {
            var mail = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp", "Word \(results)")
            mail.headers = [received, ("Authentication-Results", results)]
            let entry = try await desk.receives(mail)
            #expect(entry.ticketID == ticket.id)
            return try await desk.conversation(of: ticket).messages.last?.message.isUnverified == true
        }
        #expect(try await arrives("mail.desk.example; spf=pass; dmarc=fail header.from=customer.example"))
        #expect(try await !arrives("mx.evil.example; dmarc=fail header.from=customer.example"))
        #expect(try await !arrives("mx.desk.example; dmarc=pass header.from=customer.example"))
        let twice = "mx.desk.example; dkim=none\r\nAuthentication-Results: mx.desk.example; dmarc = fail"
        #expect(try await arrives(twice), "one field for each check")
        await desk.close()
    }

    @Test func `spam and junk wait for a person, but not a known customer's answer`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let spam = try await desk.receives(TestMail(from: .mallory, "Win").with("X-Spam-Flag", "YES"))
        #expect(spam.outcome == .quarantined)
        #expect(spam.because?.code == .spamVerdict)
        let answer = try await desk.receives(
            TestMail(from: .anna, "Re: [\(ticket.number)] Lamp").with("X-Spam-Flag", "YES"))
        #expect(answer.outcome == .appended)

        let ids = try await desk.desk.keep([
            ArrivedMail(
                raw: TestMail(from: .mallory, "Win again").bytes, mailboxID: 1, source: .imap, folderRole: .junk)
        ])
        try await desk.desk.processKept()
        #expect(try await desk.entry(ids[0]).because?.code == .inJunkFolder)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `mail from our own address opens a ticket of nobody and is not answered`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let forged = Sender(name: "Support", address: TestDesk.address)
        let entry = try await desk.receives(
            TestMail(from: forged, "Transfer money").with("Return-Path", "<\(Sender.anna.address)>"))
        #expect(entry.outcome == .created)
        #expect(!entry.isAnswered)
        #expect(try await desk.outbox().isEmpty)
        let conversation = try await desk.conversation(of: desk.ticket(of: entry))
        #expect(conversation.requester.email == nil)
        #expect(conversation.messages.first?.message.isStaffReply == false)
        await desk.close()
    }

    @Test func `one mail to two of our mailboxes is one message in one ticket that shows in both`() async throws {
        let desk = try await TestDesk(.sqlite)
        let second = try await desk.secondMailbox("billing@desk.example")
        var mail = TestMail(from: .anna, "Lamp")
        mail.to = "\(TestDesk.address), billing@desk.example"
        let first = try await desk.receives(mail)
        let copy = try await desk.receives(mail.with("Delivered-To", "billing@desk.example"), mailbox: second)
        #expect(first.outcome == .created)
        #expect(copy.outcome == .duplicate)
        #expect(copy.duplicateOf == first.id)
        #expect(copy.ticketID == first.ticketID)
        let conversation = try await desk.conversation(of: desk.ticket(of: first))
        #expect(conversation.messages.count == 1)
        #expect(conversation.participants.isEmpty)
        #expect(try await desk.desk.read { tx in try tx.mailboxes(of: conversation.ticket) } == [1, second])
        await desk.close()
    }

    @Test func `whom a customer wrote to takes part, also where our own address stands in no field`() async throws {
        let desk = try await TestDesk(.sqlite)
        var mail = TestMail(from: .anna, "Lamp")
        mail.to = "ben@customer.example"
        let ticket = try await desk.ticket(of: desk.receives(mail))
        #expect(try await desk.conversation(of: ticket).participants.map(\.address) == ["ben@customer.example"])
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        mail = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp").answering(confirmation)
        mail.to = (1...40).map { "c\($0)@customer.example" }.joined(separator: ", ")
        try await desk.receives(mail)
        #expect(try await desk.conversation(of: ticket).participants.count == 20)
        await desk.close()
    }

    @Test
    func
        `neither machines, staff nor ourselves take part because somebody wrote to them, nor whom a participant names`()
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.agent()
        _ = try await desk.secondMailbox("billing@desk.example")
        var mail = TestMail(from: .anna, "Lamp")
        mail.cc =
            "\(Sender.boris.address), noreply@shop.example, mailer-daemon@shop.example, olga@desk.example, "
            + "BILLING@desk.example, support+x@desk.example, \(Sender.anna.address)"
        let ticket = try await desk.ticket(of: desk.receives(mail))
        func parties() async throws -> [String] {
            try await desk.conversation(of: ticket).participants.map(\.address)
        }
        #expect(try await parties() == [Sender.boris.address])
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        var answer = TestMail(from: .boris, "Re: Lamp", "I am her husband").answering(confirmation)
        answer.cc = Sender.mallory.address
        #expect(try await desk.receives(answer).ticketID == ticket.id)
        #expect(try await parties() == [Sender.boris.address])
        await desk.close()
    }

    @Test func `a number that belongs to another mailbox is a hint that counts for nothing`() async throws {
        let desk = try await TestDesk(.sqlite)
        let second = try await desk.secondMailbox("billing@desk.example")
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        var mail = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp")
        mail.to = "billing@desk.example"
        let entry = try await desk.receives(mail, mailbox: second)
        #expect(entry.because?.code == .ticketOfAnotherMailbox)
        #expect(try await desk.ticket(of: entry).linkedTo == ticket.id)
        await desk.close()
    }

    @Test func `Jira names only the stem of its first mail, and lands in the ticket all the same`() async throws {
        let desk = try await TestDesk(.sqlite)
        let jira = Sender(name: "Jira", address: "jira@tracker.example")
        var first = TestMail(from: jira, "[JIRA] (LAMP-1) Lamp")
        first.messageID = "JIRA.10017.1700000000000.3.1700000001000@tracker.example"
        let entry = try await desk.receives(first)
        var second = TestMail(from: jira, "[JIRA] (LAMP-1) Lamp, commented", "A comment")
        second.inReplyTo = "JIRA.10017.1700000000000@tracker.example"
        #expect(try await desk.receives(second).ticketID == entry.ticketID)
        await desk.close()
    }

    @Test func `a stranger's forward opens a ticket of the stranger, an agent's one of the customer`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let text = """
            This one is for support.

            ---------- Forwarded message ---------
            From: Anna Carter <anna@customer.example>
            Date: Fri, 20 Nov 2026 at 09:00
            Subject: Broken lamp
            To: Olga <olga@desk.example>

            My lamp is broken.
            """
        let stranger = try await desk.receives(TestMail(from: .mallory, "Fwd: Broken lamp", text))
        #expect(try await desk.conversation(of: desk.ticket(of: stranger)).requester.email == Sender.mallory.address)

        // Nor does a known customer's forward speak for another one.
        try await desk.receives(TestMail(from: .boris, "Chair"))
        let customer = try await desk.receives(TestMail(from: .boris, "Fwd: Broken lamp", text))
        #expect(try await desk.conversation(of: desk.ticket(of: customer)).requester.email == Sender.boris.address)

        let sender = Sender(name: agent.name, address: "olga@desk.example")
        let entry = try await desk.receives(TestMail(from: sender, "Fwd: Broken lamp", text))
        #expect(entry.because?.code == .forwardedByStaff)
        let conversation = try await desk.conversation(of: desk.ticket(of: entry))
        #expect(conversation.requester.email == Sender.anna.address)
        #expect(conversation.ticket.subject == "Broken lamp")
        #expect(conversation.messages.map(\.message.text) == ["My lamp is broken.", "This one is for support."])
        #expect(conversation.messages.map(\.message.isInternal) == [false, true])
        #expect(try await desk.outbox(to: Sender.anna.address).isEmpty)
        await desk.close()
    }

    @Test func `what a customer writes about a mail that an agent has forwarded belongs to its ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.agent()
        let raw =
            "From: Olga Sokolova <olga@desk.example>\r\nTo: \(TestDesk.address)\r\nSubject: Fwd: Lamp\r\n"
            + "Message-ID: <f@desk.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\nFor you.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            + "From: Anna <\(Sender.anna.address)>\r\nTo: olga@desk.example\r\nSubject: Lamp\r\n"
            + "Message-ID: <inner@customer.example>\r\n\r\nMy lamp is broken.\r\n--b--\r\n"
        let entry = try await desk.receives(raw: Array(raw.utf8))
        #expect(entry.because?.code == .forwardedByStaff)
        var more = TestMail(from: .anna, "Lamp", "It is the red one.")
        more.inReplyTo = "inner@customer.example"
        #expect(try await desk.receives(more).ticketID == entry.ticketID)
        await desk.close()
    }

    @Test(arguments: [StoredSetting.automaticRepliesPerAddress, .automaticRepliesPerSubject])
    func `nobody is answered automatically where the owner allows none`(_ setting: StoredSetting) async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.desk.write { tx in try tx.set(setting, to: 0) }
        let entry = try await desk.receives(TestMail(from: .anna, "Lamp"))
        #expect(entry.outcome == .created && !entry.isAnswered)
        #expect(try await desk.outbox(to: Sender.anna.address).isEmpty)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `automatic replies stop per domain and per mailbox, and settings move the bounds`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        try await desk.desk.write { tx in
            try tx.set(.automaticRepliesPerDomain, to: 2)
            try tx.set(.automaticRepliesPerMailbox, to: 3)
        }
        func writes(_ address: String) async throws -> Bool {
            let sender = Sender(name: "", address: address)
            return try await desk.receives(TestMail(from: sender, "Help \(address)")).isAnswered
        }
        #expect(try await writes("a@one.example"))
        #expect(try await writes("b@one.example"))
        #expect(try await !writes("c@one.example"))
        #expect(try await writes("a@two.example"))
        #expect(try await !writes("a@three.example"))
        desk.clock.advance(seconds: 3_601)
        #expect(try await writes("b@three.example"))
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try tx.set(.automaticRepliesPerDomain, to: -1) }
        }
        await desk.close()
    }

    @Test func `what was sent by hand from the mailbox stands in the ticket, and goes out no second time`() async throws
    {
        let desk = try await TestDesk(.sqlite)
        let mail = TestMail(from: .anna, "Lamp")
        let ticket = try await desk.ticket(of: desk.receives(mail))
        let before = try await desk.outbox().count
        var sent = TestMail(from: Sender(name: "Lampwright", address: TestDesk.address), "Re: Lamp", "Screw it in.")
        sent.to = Sender.anna.address
        sent.inReplyTo = mail.messageID
        var elsewhere = sent
        elsewhere.to = Sender.mallory.address
        elsewhere.messageID = "elsewhere@desk.example"
        let ids = try await desk.desk.keep(
            [sent, elsewhere].map { ArrivedMail(raw: $0.bytes, mailboxID: 1, source: .imap, folderRole: .sent) })
        try await desk.desk.processKept()

        #expect(try await desk.entry(ids[0]).because?.code == .sentByHand)
        #expect(try await desk.entry(ids[1]).outcome == .ignored)
        let conversation = try await desk.conversation(of: ticket)
        #expect(conversation.messages.last?.message.text == "Screw it in.")
        #expect(conversation.messages.last?.message.isStaffReply == true)
        #expect(conversation.ticket.status == .inProgress)
        #expect(try await desk.outbox().count == before)
        var answer = TestMail(from: .anna, "Re: Lamp", "It works")
        answer.inReplyTo = sent.messageID
        #expect(try await desk.receives(answer).ticketID == ticket.id)
        await desk.close()
    }
}
