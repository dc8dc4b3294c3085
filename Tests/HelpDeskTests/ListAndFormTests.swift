import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Mail by a list of ours` {
    /// What Google Groups writes into each mail that it passes on.
    private static let group = [
        ("Delivered-To", "helpdesk@desk.example"), ("Return-Path", "<support+bncBAABB6VQ@desk.example>"),
        ("Sender", "support@desk.example"), ("X-Original-Sender", Sender.anna.address), ("Precedence", "list"),
        ("Mailing-list", "list support@desk.example; contact support+owners@desk.example"),
        ("List-ID", "<support.desk.example>"), ("X-Google-Group-Id", "1023409876543"),
        (
            "List-Post",
            "<https://groups.google.com/a/desk.example/group/support/post>, <mailto:support@desk.example>"
        ),
        (
            "List-Help",
            "<https://support.google.com/a/desk.example/bin/topic.py?topic=25838>, <mailto:support+help@desk.example>"
        ),
        ("List-Archive", "<https://groups.google.com/a/desk.example/group/support/>"),
        (
            "List-Unsubscribe",
            "<mailto:googlegroups-manage+1023409876543+unsubscribe@googlegroups.com>, <https://groups.google.com/a/desk.example/group/support/subscribe>"
        ),
    ]
    private static let mailman = [
        ("Return-Path", "<support-bounces@desk.example>"), ("X-BeenThere", "support@desk.example"),
        ("X-Mailman-Version", "3.3.8"), ("Precedence", "list"), ("List-Id", "Our support <support.desk.example>"),
        ("List-Post", "<mailto:support@desk.example>"), ("List-Owner", "<mailto:support-owner@desk.example>"),
        ("List-Help", "<mailto:support-request@desk.example?subject=help>"),
        ("List-Unsubscribe", "<https://lists.desk.example/options/support>, <mailto:support-leave@desk.example>"),
    ]

    private func mail(
        _ sender: Sender, by fields: [(String, String)] = group, _ subject: String = "Lamp", _ text: String = "Help."
    ) -> TestMail {
        fields.reduce(TestMail(from: sender, subject, text)) { $0.with($1.0, $1.1) }
    }

    private func withoutField(_ name: String) -> [(String, String)] { Self.group.filter { $0.0 != name } }

    @Test(arguments: [
        [("List-Unsubscribe", "<https://news.example/leave?who=support@desk.example>")],
        [("List-Unsubscribe", "<mailto:leave-support=desk.example@news.example>")],
        [("List-Id", "<weekly.news.example>")], [("Precedence", "bulk")], [("Auto-Submitted", "auto-replied")],
        [("Return-Path", "<>")], [("X-Autoreply", "yes")], [("X-Loop", "them@elsewhere.example")],
        [("X-BeenThere", "other@lists.example")],
    ]) func `is a machine's where the writer has left a sign of it`(_ more: [(String, String)]) async throws {
        let desk = try await TestDesk(.sqlite)
        let entry = try await desk.receives(mail(.anna, by: more + Self.group))
        #expect(entry.outcome == .created)
        #expect(entry.isAutomatic)
        #expect(!entry.isAnswered)
        #expect(try await desk.outbox().isEmpty)
        await desk.close()
    }

    @Test func `is a machine's where the list is somebody else's, whoever is written to`() async throws {
        let desk = try await TestDesk(.sqlite)
        for fields in [Self.group, Self.mailman] {
            let foreign = fields.map { ($0.0, $0.1.replacing("desk.example", with: "lists.example")) }
            let entry = try await desk.receives(mail(.anna, by: foreign))
            #expect(entry.isAutomatic)
            #expect(!entry.isAnswered)
        }
        await desk.close()
    }

    @Test func `does not go round: what we send there comes back and is ours`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.receives(mail(.anna))
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let back = Self.group.map { "\($0.0): \($0.1)\r\n" }.joined()
        let raw = try await desk.desk.read { tx in try tx.mail(of: sent.delivery) }
        #expect(try await desk.receives(raw: Array(back.utf8) + raw).outcome == .ignored)
        // Another desk behind the group answers each of our mails: what it says of itself still counts.
        for round in 1...5 {
            let answer = mail(
                Sender(name: "Desk", address: "help@other.example"), by: Self.group, "Re: ticket \(round)"
            )
            .with("Auto-Submitted", "auto-replied")
            #expect(try await !desk.receives(answer).isAnswered)
        }
        // And where it says nothing, the counters hold.
        var answered = 0
        for round in 1...12 {
            let silent = mail(Sender(name: "Desk", address: "help@other.example"), by: Self.group, "Case \(round)")
            answered += try await desk.receives(silent).isAnswered ? 1 : 0
        }
        #expect(answered <= 3)
        await desk.close()
    }

    @Test(arguments: ["group", "mailman"]) func `is the customer's word, confirmed to the customer`(_ kind: String)
        async throws
    {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let fields = kind == "group" ? Self.group : Self.mailman
        let entry = try await desk.receives(mail(.anna, by: fields))
        #expect(!entry.isAutomatic)
        #expect(entry.isAnswered)
        #expect(entry.sender == Sender.anna.address)
        let ticket = try await desk.ticket(of: entry)
        #expect(try await desk.conversation(of: ticket).requester.email == Sender.anna.address)
        #expect(try await desk.outbox().map(\.delivery.recipient) == [Sender.anna.address])

        try await desk.replies(agent, to: ticket, "Change the bulb.", status: .waiting)
        let ours = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let reply = try await desk.receives(mail(.anna, by: fields, "Re: Lamp").answering(ours))
        #expect(reply.outcome == .appended)
        #expect(try await desk.ticket(ticket.number).status == .open)
        await desk.close()
    }

    @Test func `is shown with those signs of a machine by which it is judged`() async throws {
        let desk = try await TestDesk(.sqlite)
        let foreign = Self.group.map { ($0.0, $0.1.replacing("desk.example", with: "lists.example")) }
        for (fields, isShown) in [(Self.group, false), (foreign, true), (Self.group + [("Precedence", "bulk")], true)] {
            let mail = mail(.anna, by: fields, "Lamp \(fields.count) \(isShown)")
            let understood = UnderstoodMail(mail.bytes, keys: desk.desk.keys)
            let foreseen = try await desk.desk.foresee(understood)
            let entry = try await desk.receives(mail)
            #expect(try await desk.desk.preview(of: entry).automaticSigns.isEmpty != isShown)
            #expect(foreseen.mail.automatic.isAutomatic == isShown)
            #expect(entry.isAutomatic == isShown)
        }
        await desk.close()
    }

    // MARK: The list's address in From

    @Test func `under our address names its writer twice, or it is nobody's`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ours = Sender(name: "'Anna Carter' via Support", address: TestDesk.address)
        let claim = ("X-Original-From", "Anna Carter <\(Sender.anna.address)>")
        let doubtful = [
            // No list at all: anybody can write these.
            [claim, ("Reply-To", Sender.anna.address)],
            // Nothing says the same.
            withoutField("X-Original-Sender") + [claim],
            withoutField("X-Original-Sender") + [claim, ("Reply-To", "\(TestDesk.address)")],
            withoutField("X-Original-Sender") + [("Reply-To", "a@one.example, b@two.example")],
            // Somebody's mail that claims to be our own.
            withoutField("X-Original-Sender") + [
                ("X-Original-From", TestDesk.address), ("Reply-To", TestDesk.address),
            ],
        ]
        for fields in doubtful {
            let entry = try await desk.receives(mail(ours, by: fields))
            #expect(entry.outcome == .created)
            #expect(!entry.isAnswered, "\(fields)")
            let requester = try await desk.conversation(of: desk.ticket(of: entry)).requester
            #expect(requester.email != Sender.anna.address, "\(fields)")
        }
        #expect(try await desk.outbox().isEmpty)
        // Where the From is the writer's, no other field says who wrote.
        let named = Self.group + [claim, ("Reply-To", Sender.anna.address)]
        #expect(try await desk.receives(mail(.mallory, by: named)).sender == Sender.mallory.address)
        await desk.close()
    }

    @Test func `under our address is its writer's, also in the conversation`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ours = Sender(name: "'Anna Carter' via Support", address: TestDesk.address)
        let named =
            Self.group + [
                ("X-Original-From", "Anna Carter <\(Sender.anna.address)>"), ("Reply-To", Sender.anna.address),
            ]
        var first = mail(ours, by: named)
        first.cc = Sender.mallory.address
        let entry = try await desk.receives(first)
        #expect(entry.isAnswered)
        #expect(entry.sender == Sender.anna.address)
        let ticket = try await desk.ticket(of: entry)
        let conversation = try await desk.conversation(of: ticket)
        #expect(conversation.requester.name == "Anna Carter")
        #expect(conversation.messages.first?.message.isUnverified == false)
        #expect(conversation.participants.isEmpty, "anybody can write such fields")

        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let html = try #require(confirmation.email.html), mark = try #require(html.firstRange(of: "deskbell-ref:"))
        var answer = mail(ours, by: named, "Re: Lamp").answering(confirmation)
        answer.text = "It works\n\n> \(html[mark.lowerBound...].prefix { $0 != "<" })\n"
        answer.cc = Sender.mallory.address
        #expect(try await desk.receives(answer).outcome == .appended)
        // The ids of the conversation, and its number, know others too: she is believed as far as a field that nobody checks can be.
        var forged = mail(ours, by: named, "Re: Lamp", "It is me").answering(confirmation)
        forged.cc = Sender.mallory.address
        #expect(try await desk.receives(forged).outcome == .appended)
        let byNumber = try await desk.receives(mail(ours, by: named, "Re: [\(ticket.number)] Lamp"))
        #expect(byNumber.outcome == .appended)
        let talk = try await desk.conversation(of: ticket)
        #expect(talk.messages.map(\.message.isUnverified) == [false, false, true, true])
        #expect(talk.participants.isEmpty)

        let munged = Self.mailman + [("Reply-To", "Anna Carter <\(Sender.anna.address)>, \(TestDesk.address)")]
        #expect(try await desk.receives(mail(ours, by: munged, "Bulb")).sender == Sender.anna.address)
        await desk.close()
    }

    @Test func `is unverified where the list's server has seen that it is forged`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ours = Sender(name: "'Anna Carter' via Support", address: TestDesk.address)
        let forged =
            Self.group + [
                ("X-Original-From", Sender.anna.address), ("Reply-To", Sender.anna.address),
                ("Received", "from a by mx.google.com with SMTP; Fri, 20 Nov 2026 09:59:00 +0000"),
                (
                    "X-Original-Authentication-Results",
                    "mx.google.com; dmarc=fail (p=REJECT) header.from=customer.example"
                ),
            ]
        let entry = try await desk.receives(mail(ours, by: forged))
        let messages = try await desk.conversation(of: desk.ticket(of: entry)).messages
        #expect(messages.first?.message.isUnverified == true)
        await desk.close()
    }
}

@Suite struct `Mail of a web form` {
    private static let form = Sender(name: "Contact form", address: "noreply@shop.example")

    private func desk(trusting senders: String = form.address) async throws -> TestDesk {
        let desk = try await TestDesk(.sqlite)
        try await desk.desk.write { tx in
            guard let mailbox = try tx.mailbox(id: 1) else { return }
            var draft = MailboxDraft(mailbox)
            draft.formSenders = senders
            try mailbox.change(draft, by: .system, in: tx)
        }
        return desk
    }

    private func mail(_ subject: String = "A question", replyTo: String? = "Anna Carter <\(Sender.anna.address)>")
        -> TestMail
    {
        let mail = TestMail(from: Self.form, subject).with("Auto-Submitted", "auto-generated").with(
            "Precedence", "bulk")
        return replyTo.map { mail.with("Reply-To", $0) } ?? mail
    }

    @Test func `is the form's own where nobody trusts it, the server calls it forged, or nobody or two are named`()
        async throws
    {
        let desk = try await desk()
        let forged = mail().with("Received", "from a by mx.desk.example; Fri, 20 Nov 2026 09:59:00 +0000")
            .with("Authentication-Results", "mx.desk.example; dmarc=fail header.from=shop.example")
        var stranger = mail()
        stranger.from = Sender(name: "Form", address: "noreply@elsewhere.example")
        let mails = [
            forged, stranger, mail(replyTo: nil), mail(replyTo: "a@one.example, b@two.example"),
            mail(replyTo: TestDesk.address), mail(replyTo: "not an address"), mail(replyTo: Self.form.address),
        ]
        for mail in mails {
            let entry = try await desk.receives(mail)
            #expect(entry.outcome == .created)
            #expect(!entry.isAnswered)
            let requester = try await desk.conversation(of: desk.ticket(of: entry)).requester
            #expect(requester.email == mail.from?.address)
        }
        #expect(try await desk.outbox().isEmpty)
        await desk.close()
    }

    @Test func `is the visitor's, who is told that it has come`() async throws {
        let desk = try await desk(trusting: "shop@shop.example,\n NOREPLY@Shop.example ")
        var form = mail()
        form.cc = "boss@shop.example"
        let entry = try await desk.receives(form.with("Return-Path", "<www-data@web7.hoster.example>"))
        #expect(entry.isAnswered)
        #expect(!entry.isAutomatic)
        #expect(entry.sender == Sender.anna.address)
        let conversation = try await desk.conversation(of: desk.ticket(of: entry))
        #expect(conversation.requester.email == Sender.anna.address)
        #expect(conversation.requester.name == "Anna Carter")
        #expect(conversation.participants.isEmpty, "whom the form writes to beside us")
        #expect(try await desk.outbox().map(\.delivery.recipient) == [Sender.anna.address])
        await desk.close()
    }

    @Test func `is not answered where it says that it is an answer, or the visitor had enough`() async throws {
        let desk = try await desk()
        #expect(try await !desk.receives(mail().with("Auto-Submitted", "auto-replied")).isAnswered)
        #expect(try await !desk.receives(mail().with("Return-Path", "<>")).isAnswered)
        var answered = 0
        for round in 1...8 { answered += try await desk.receives(mail("Question \(round)")).isAnswered ? 1 : 0 }
        #expect(answered == 3, "nobody can have somebody else flooded through the form")
        await desk.close()
    }

    @Test func `that names a customer and a number joins the ticket as unconfirmed, and lets nobody in`() async throws {
        let desk = try await desk()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        var forged = mail("Re: [\(ticket.number)] Lamp")
        forged.cc = Sender.mallory.address
        #expect(try await desk.receives(forged).outcome == .appended)
        let conversation = try await desk.conversation(of: ticket)
        #expect(conversation.messages.last?.message.isUnverified == true)
        #expect(conversation.participants.isEmpty)
        await desk.close()
    }

    @Test func `may come under our own address, and what the team writes there is not taken for it`() async throws {
        let desk = try await desk(trusting: TestDesk.address)
        var form = mail()
        form.from = Sender(name: "WordPress", address: TestDesk.address)
        let entry = try await desk.receives(form)
        #expect(entry.sender == Sender.anna.address)
        #expect(entry.isAnswered)
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let answer = try await desk.receives(form.answering(sent))
        #expect(answer.sender == TestDesk.address)
        await desk.close()
    }

    @Test func `is set up with addresses alone`() async throws {
        await #expect(throws: DeskError.invalid(["form_senders": "names “nonsense”, which is not an email address"])) {
            _ = try await desk(trusting: "a@b.example nonsense")
        }
    }
}
