import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Forged mail` {
    private let olga = Sender(name: "Olga Sokolova", address: "olga@desk.example")
    private let tom = Sender(name: "Tom Baker", address: "tom@desk.example")

    /// Fields as the providers write them above whatever a sender has written.
    private static let verdicts: [String: [(name: String, value: String)]] = [
        "Gmail": [
            ("Delivered-To", TestDesk.address),
            ("Received", "by 2002:a05:7300:a12:b0:f2:1 with SMTP id x18; Fri, 20 Nov 2026 01:59:00 -0800 (PST)"),
            ("ARC-Authentication-Results", "i=1; mx.google.com; spf=fail; dmarc=fail header.from=desk.example"),
            ("Return-Path", "<mallory@elsewhere.example>"),
            ("Received", "from evil.example by mx.google.com with ESMTPS id q1; Fri, 20 Nov 2026 01:59:00 -0800"),
            (
                "Authentication-Results",
                "mx.google.com; spf=pass smtp.mailfrom=elsewhere.example;\r\n dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=desk.example"
            ),
        ],
        "Microsoft 365": [
            (
                "Received",
                "from AM0PR01MB1.eurprd01.prod.exchangelabs.com by DB8PR01MB2.eurprd01.prod.exchangelabs.com with HTTPS"
            ),
            ("Received", "from evil.example by AM1FFO11.mail.protection.outlook.com with Microsoft SMTP Server"),
            (
                "Authentication-Results",
                "spf=fail (sender IP is 192.0.2.1)\r\n smtp.mailfrom=desk.example; dkim=none (message not signed)\r\n header.d=none;dmarc=fail action=none\r\n header.from=desk.example;compauth=fail reason=001"
            ),
        ],
        "a relay of its own inside": [
            (
                "Received",
                "from mx.host.example by store17.internal (Cyrus) with LMTPA; Fri, 20 Nov 2026 09:59:00 +0000"
            ),
            ("Received", "from evil.example by mx.host.example with ESMTP; Fri, 20 Nov 2026 09:59:00 +0000"),
            ("Authentication-Results", "mx.host.example; dmarc=fail header.from=desk.example"),
        ],
        "a pass for another From": [
            ("Received", "from evil.example by mx.desk.example with ESMTP; Fri, 20 Nov 2026 09:59:00 +0000"),
            ("Authentication-Results", "mx.desk.example; dmarc=pass header.from=elsewhere.example"),
        ],
    ]

    @Test(arguments: Self.verdicts.keys.sorted())
    func `is known by the words of the server that took it in, wherever it writes them`(_ server: String) async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.owner()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let notice = try #require(try await desk.outbox(to: tom.address).last)
        var forged = TestMail(from: tom, notice.email.subject, "Send your password to x@y.example").answering(notice)
        forged.headers = try #require(Self.verdicts[server])
        let entry = try await desk.receives(forged)
        #expect(entry.because?.code != .staffReply)
        #expect(try await !desk.conversation(of: ticket).messages.contains { $0.message.isStaffReply })
        await desk.close()
    }

    @Test func `is not made true by a pass that its sender wrote, and staff are told`() async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.owner()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        var forged = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp", "It is me")
        forged.headers = [
            ("Authentication-Results", "mx.desk.example; dmarc=fail header.from=customer.example"),
            ("Received", "from evil.example by mx.desk.example with ESMTP; Fri, 20 Nov 2026 09:59:00 +0000"),
            ("Authentication-Results", "mx.desk.example; dmarc=pass header.from=customer.example"),
        ]
        try await desk.receives(forged)
        #expect(try await desk.conversation(of: ticket).messages.last?.message.isUnverified == true)
        let told = try #require(try await desk.outbox(to: tom.address).last)
        #expect(told.email.text.contains("Anna Carter <anna@customer.example> (sender not confirmed)"))
        await desk.close()
    }

    @Test(arguments: [
        "Sender: <anna@customer.example>", "From: \r\nSender: <anna@customer.example>",
        "Return-Path: <anna@customer.example>",
        "From: Anna <anna@customer.example>, Mallory <mallory@elsewhere.example>",
        "From: Anna <anna@customer.example>\r\nFrom: Mallory <mallory@elsewhere.example>",
    ])
    func `under fields that no server checks is marked as unverified`(_ fields: String) async throws {
        let desk = try await TestDesk(.sqlite)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let raw =
            "\(fields)\r\nTo: \(TestDesk.address)\r\nSubject: [\(ticket.number)] Lamp\r\nMessage-ID: <x@y>\r\n\r\nHi\r\n"
        let entry = try await desk.receives(raw: Array(raw.utf8))
        // It is nobody else's either: whom it names is who has written it, as far as anybody knows.
        #expect(entry.ticketID == ticket.id)
        let conversation = try await desk.conversation(of: desk.ticket(of: entry))
        #expect(conversation.messages.last?.message.isUnverified == true)
        await desk.close()
    }

    @Test func `of a customer, by number alone, lets nobody into the ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        var forged = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp", "What is my address with you?")
        forged.cc = Sender.mallory.address
        #expect(try await desk.receives(forged).ticketID == ticket.id)
        #expect(try await desk.conversation(of: ticket).participants.isEmpty)
        try await desk.replies(agent, to: ticket, "1 Lamp Street")
        #expect(try await desk.outbox(to: Sender.mallory.address).isEmpty)

        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        var real = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp", "My husband reads along").answering(answer)
        real.cc = Sender.boris.address
        try await desk.receives(real)
        #expect(try await desk.conversation(of: ticket).participants.map(\.address) == [Sender.boris.address])
        await desk.close()
    }

    @Test func `that the server calls so lets nobody in, though it opens a ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        var forged = TestMail(from: .anna, "Lamp", "What is my address with you?")
        forged.cc = Sender.mallory.address
        forged.headers = [
            ("Authentication-Results", "mx.desk.example; dmarc=fail header.from=customer.example"),
            ("Received", "from evil.example by mx.desk.example with ESMTP; Fri, 20 Nov 2026 09:59:00 +0000"),
        ]
        let conversation = try await desk.conversation(of: desk.ticket(of: desk.receives(forged)))
        #expect(conversation.messages.first?.message.isUnverified == true)
        #expect(conversation.participants.isEmpty)
        await desk.close()
    }

    @Test func `of an agent whom a customer has copied does not speak in the ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.agent()
        var mail = TestMail(from: .anna, "Lamp")
        mail.cc = olga.address
        let ticket = try await desk.ticket(of: desk.receives(mail))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        for forged in [
            TestMail(from: olga, "Re: [\(ticket.number)] Lamp", "Send your password to x@y.example"),
            TestMail(from: olga, "Re: Lamp", "Send your password to z@y.example").answering(confirmation),
        ] {
            let entry = try await desk.receives(forged)
            #expect(entry.outcome == .created)
        }
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        await desk.close()
    }

    @Test func `of somebody who took part, and works here by now, does not speak there any more`() async throws {
        let desk = try await TestDesk(.sqlite)
        var mail = TestMail(from: .anna, "Lamp")
        mail.cc = Sender.boris.address
        let ticket = try await desk.ticket(of: desk.receives(mail))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let before = try await desk.receives(TestMail(from: .boris, "Re: Lamp").answering(confirmation))
        #expect(before.ticketID == ticket.id)
        try await desk.desk.write { tx in
            _ = try tx.addStaff(Sender.boris.address, name: Sender.boris.name, role: .agent)
        }
        let entry = try await desk.receives(TestMail(from: .boris, "Re: Lamp", "Pay here.").answering(confirmation))
        #expect(entry.outcome == .created)
        #expect(entry.ticketID != ticket.id)
        await desk.close()
    }

    /// Whoever answers to all writes to the address that was made for the one whom they answer.
    @Test func `it is not where somebody who takes part answers to another one's reply address`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
        let agent = try await desk.agent()
        var first = TestMail(from: .anna, "Lamp")
        first.cc = Sender.boris.address
        let ticket = try await desk.ticket(of: desk.receives(first))
        try await desk.replies(agent, to: ticket, "Which one?")
        let annas = try #require(
            try await desk.outbox(to: Sender.anna.address).last?.email.replyTo.first?.address)
        #expect(annas.contains("+TKT-"))
        func writes(_ sender: Sender) async throws -> LedgerEntry {
            var mail = TestMail(from: sender, "Re: Lamp", "The one above, says \(sender.name).")
            mail.to = annas
            return try await desk.receives(mail)
        }
        let boris = try await writes(.boris)
        #expect(boris.ticketID == ticket.id)
        #expect(boris.because?.code == .replyAddress)
        let said = try #require(try await desk.conversation(of: ticket).messages.last)
        #expect(said.author.email == Sender.boris.address, "the address chooses the ticket, not the author")
        let mallory = try await writes(.mallory)
        #expect(mallory.because?.code == .tokenOfSomebodyElse)
        #expect(mallory.ticketID != ticket.id)
        await desk.close()
    }

    @Test func `does not learn whether a number exists`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        var answers: [String] = [], seen: [String] = []
        for (index, number) in [ticket.number, "TKT-2026-99999"].enumerated() {
            let sender = Sender(name: "Mallory", address: "mallory\(index)@elsewhere.example")
            let own = try await desk.ticket(of: desk.receives(TestMail(from: sender, "Re: [\(number)] Lamp")))
            let answer = try #require(try await desk.outbox(to: sender.address).first?.email)
            let said = "\(answer.subject)\n\(answer.text)\n\(answer.html ?? "")"
            answers.append(
                said.replacing(own.number, with: "OWN").replacing(/deskbell-ref:\S+?</, with: "").replacing(
                    "Re: ", with: ""))
            seen.append(own.subject)
        }
        #expect(answers[0] == answers[1])
        #expect(seen[0] == seen[1])
        await desk.close()
    }

    private static let forward = """
        Verified by phone, please change the address.

        ---------- Forwarded message ---------
        From: Anna Carter <anna@customer.example>
        Date: Fri, 20 Nov 2026 at 09:00
        Subject: New address
        To: Olga <olga@desk.example>

        I live at 1 Evil Street now.
        """

    /// What its sender may have written; of no server is known here that it takes such fields out.
    @Test(arguments: [
        [], [("Authentication-Results", "mx.desk.example; dmarc=pass header.from=desk.example")],
        [("Authentication-Results", "mx.google.com; dmarc=pass header.from=desk.example")],
    ]) func `of an agent that forwards a mail is not taken for the agent's word`(_ fields: [(String, String)])
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.agent()
        var mail = TestMail(from: olga, "Fwd: New address", Self.forward)
        mail.headers =
            [("Received", "from x by mx.desk.example with ESMTP; Fri, 20 Nov 2026 09:59:00 +0000")]
            + fields.map { (name: $0.0, value: $0.1) }
        let entry = try await desk.receives(mail)
        #expect(entry.because?.code == .forwardedByStaff)
        let conversation = try await desk.conversation(of: desk.ticket(of: entry))
        #expect(conversation.messages.allSatisfy { $0.message.isUnverified })
        await desk.close()
    }

    @Test func `of an agent that forwards a mail is nobody's word where the server calls it forged`() async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.agent()
        var mail = TestMail(from: olga, "Fwd: New address", Self.forward)
        mail.headers = try #require(Self.verdicts["a relay of its own inside"])
        let entry = try await desk.receives(mail)
        #expect(entry.because?.code != .forwardedByStaff)
        #expect(try await desk.conversation(of: desk.ticket(of: entry)).requester.email == olga.address)
        await desk.close()
    }

    private static let pass = "mx.google.com; dmarc=pass (p=NONE; sp=NONE) header.from=desk.example"

    @Test(arguments: [
        ("imap.gmail.com", [pass], true), ("imap.gmail.com", ["mx.google.com; spf=pass", pass], false),
        (
            "imap.gmail.com", [#"mx.google.com; spf=pass smtp.mailfrom="x; dmarc=pass header.from=desk.example"@y"#],
            false
        ),
        ("imap.gmail.com", ["mx.google.com; spf=pass (x; dmarc=pass header.from=desk.example)"], false),
        ("imap.gmail.com", ["mx.evil.example; dmarc=pass header.from=desk.example", pass], false),
        ("imap.gmail.com", ["mx.google.com; dmarc=pass header.from=evil.desk.example"], false),
        ("imap.gmail.com.evil.example", [pass], false), ("mail.desk.example", [pass], false),
        ("outlook.office365.com", ["spf=pass; dmarc=pass action=none header.from=desk.example"], true),
        ("outlook.office365.com", [pass], false),
    ]) func `of an agent that forwards a mail is the agent's word where the provider's own field says so`(
        _ host: String, _ results: [String], _ isConfirmed: Bool
    ) async throws {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.agent()
        var mail = TestMail(from: olga, "Fwd: New address", Self.forward)
        mail.headers = results.map { ("Authentication-Results", $0) }
        let raw = mail.bytes
        let folder = try await desk.desk.write { tx in
            try tx.folderState(of: 1, folder: "INBOX", account: "support@desk.example@\(host):993")
        }
        let place = ArrivedMail.Place(folderID: folder.id, uidValidity: 1, uid: 1)
        let ids = try await desk.desk.keep([ArrivedMail(raw: raw, mailboxID: 1, place: place, source: .imap)])
        try await desk.desk.processKept()
        let conversation = try await desk.conversation(of: desk.ticket(of: desk.entry(ids[0])))
        #expect(conversation.messages.map(\.message.isUnverified) == [!isConfirmed, !isConfirmed])
        await desk.close()
    }

    /// What the sender says of himself stands in the servers' fields.
    @Test(arguments: [
        (
            "from by (unknown [192.0.2.1]) by mx.desk.example with SMTP",
            "spf=none; dmarc=fail header.from=customer.example"
        ),
        ("from evil.example by mx.desk.example", "spf=none smtp.helo=a(b; dmarc=fail header.from=customer.example"),
        (
            "from evil.example by mx.desk.example",
            #"spf=none smtp.mailfrom="a(b"@x; dmarc=fail(p=REJECT) header.from=y"#
        ),
        ("from evil.example by mx.desk.example", #"spf=none smtp.mailfrom="x; dmarc=pass"@y; dmarc=fail"#),
        ("from evil.example by mx.desk.example", "dmarc=pass header.from=evil.customer.example"),
    ]) func `does not hide what the server says of it`(_ received: String, _ results: String) async throws {
        let desk = try await TestDesk(.sqlite)
        var forged = TestMail(from: .anna, "Lamp")
        forged.headers = [("Received", received), ("Authentication-Results", "mx.desk.example; \(results)")]
        let conversation = try await desk.conversation(of: desk.ticket(of: desk.receives(forged)))
        #expect(conversation.messages.first?.message.isUnverified == true)
        await desk.close()
    }

    @Test(arguments: [Sender(name: "Support", address: TestDesk.address), nil])
    func `under our own address, or nobody's, waits for a person like anybody's after ten in an hour`(
        _ sender: Sender?
    ) async throws {
        let desk = try await TestDesk(.sqlite)
        var outcomes: [LedgerEntry.Outcome] = []
        for round in 1...12 {
            outcomes.append(try await desk.receives(TestMail(from: sender, "Flood \(round)")).outcome)
        }
        #expect(outcomes == Array(repeating: .created, count: 10) + [.quarantined, .quarantined])
        let many = try await desk.desk.keep(
            (1...5).map {
                ArrivedMail(raw: TestMail(from: sender, "At once \($0)").bytes, mailboxID: 1, source: .ingest)
            })
        try await desk.desk.processKept()
        for id in many { #expect(try await desk.entry(id).outcome == .quarantined) }
        desk.clock.advance(seconds: 3_601)
        #expect(try await desk.receives(TestMail(from: sender, "Later")).outcome == .created)
        await desk.close()
    }
}
