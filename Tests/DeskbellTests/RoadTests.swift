import Database
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `The road of a ticket` {
    @Test(arguments: Engine.everyEngine)
    func `a mail becomes a ticket, its answer a mail, and the customer's reply finds back`(_ engine: Engine)
        async throws
    {
        let mailbox = try await DovecotServer.shared().account("support"), sink = try await SMTPSink.start()
        let installation = try await Installation(engine, mailbox: mailbox, sink: sink)
        let token = try await Staff.hired(at: installation)
        #expect(try await installation.run("settings", "undo_send_seconds=0").exitCode == 0)
        let server = try await installation.serve()
        try await server.logs("[background-tasks] Starting email-to-ticket checker (interval: 300s)")
        try await server.logs("[background-tasks] ✓ Email-to-ticket task scheduled")
        let staff = Staff(script: server.script(token: token)), olga = server.browser(), anna = Sender.anna

        // The open page hears of new mail.
        #expect(try await olga.signIn().path == "/ops/support")
        let page = olga.listen(to: "/ops/support/live")
        try await eventually("the page listens") { page.isOpen }
        try mailbox.deliver(TestMail.mail(from: anna, "The door does not open", to: mailbox).bytes)
        let delivered = ContinuousClock.now
        try await eventually("the open page knows of it") { !page.events.isEmpty }
        // Half a second of it is Dovecot's own, before it tells of a change (NOTIFY_DELAY_MSECS).
        #expect(delivered.duration(to: .now) < .seconds(2), "IDLE, not polling, brings new mail")

        let ticket = try await staff.ticket(from: anna)
        #expect(ticket.number.wholeMatch(of: /TKT-20\d\d-00001/) != nil)
        #expect(ticket.status == "open" && ticket.channel == "email" && ticket.texts == ["Please help."])
        #expect(page.events.contains(ticket.number))
        for words in [
            "[email-to-ticket] Processing 1 new emails...",
            "[email-to-ticket] ✓ Created ticket \(ticket.number) from \(anna.address)",
            "[email-to-ticket] ✓ Processed 1 emails",
        ] { try await server.logs(words) }
        try await eventually("the mail is marked as read") { try await mailbox.unseenCount() == 0 }

        let confirmation = Email(parsing: try await sink.mail(1, to: anna).bytes)
        #expect(confirmation.subject == "[\(ticket.number)] The door does not open")
        #expect(confirmation.headers.first("Auto-Submitted") == "auto-replied")
        #expect(confirmation.headers.first("X-Ticket-ID") == ticket.number)

        // Olga answers in the page.
        let shown = try await olga.open("/ops/support/tickets/\(ticket.number)")
        #expect(shown.status == 200 && shown.text.contains("The door does not open"))
        let sent = try await olga.submit(
            ["kind": "reply", "message": "Turn the key twice."], to: "/ops/support/tickets/\(ticket.number)/messages")
        #expect(sent.status == 200 && sent.path == "/ops/support/tickets/\(ticket.number)")
        let letter = try await sink.mail(2, to: anna), reply = Email(parsing: letter.bytes)
        #expect(reply.subject == "Re: [\(ticket.number)] The door does not open")
        #expect(reply.text.contains("Turn the key twice."))
        #expect(reply.inReplyTo.count == 1 && reply.references.last == reply.inReplyTo.first)
        #expect(reply.references.contains(confirmation.messageID ?? "none"))
        #expect(reply.headers.first("X-Ticket-ID") == ticket.number)
        #expect(reply.replyTo.first?.address == mailbox.user)
        #expect(letter.sender == mailbox.user && letter.isEncrypted)
        #expect(try await staff.ticket(ticket.number).status == "in_progress")
        try await eventually("the answer is known to be sent") {
            try await staff.ticket(ticket.number).messages?.last?.delivery?.first?.state == "sent"
        }

        // The customer answers from a mail program.
        try mailbox.deliver(TestMail.answer(to: letter, "It opens now, thank you!", from: anna).bytes)
        try await server.logs("[email-to-ticket] ✓ Added comment to ticket \(ticket.number)")
        let answered = try await staff.ticket(ticket.number)
        #expect(answered.status == "open")
        #expect(answered.texts == ["Please help.", "Turn the key twice.", "It opens now, thank you!"])
        #expect(answered.messages?.last?.because?.contains("It answers a mail that we sent") == true)
        #expect(try await staff.tickets().count == 1)
        #expect(sink.mails(to: anna).count == 2, "an answer is not confirmed")
        try await eventually("the answer is marked as read") { try await mailbox.unseenCount() == 0 }

        page.close()
        #expect(await server.stop() == 0)
        await sink.stop()
    }

    @Test func `a customer comes in by a link that works once, and answers in the portal`() async throws {
        let mailbox = try await DovecotServer.shared().account("support"), sink = try await SMTPSink.start()
        let installation = try await Installation(mailbox: mailbox, sink: sink)
        let token = try await Staff.hired(at: installation)
        let server = try await installation.serve()
        let staff = Staff(script: server.script(token: token)), anna = Sender.anna, browser = server.browser()
        try mailbox.deliver(TestMail.mail(from: anna, "Lost my invoice", to: mailbox).bytes)
        let ticket = try await staff.ticket(from: anna)
        _ = try await sink.mail(1, to: anna)

        #expect(try await browser.submit(["email": anna.address], to: "/support/sign-in").status == 200)
        let letter = Email(parsing: try await sink.mail(2, to: anna).bytes)
        #expect(letter.headers.first("Auto-Submitted") == "auto-generated")
        let link = try #require(
            letter.text.split(whereSeparator: \.isWhitespace).first { $0.contains("/support/enter") })
        let secret = String(try #require(link.split(separator: "=").last))

        // Programs that guard mailboxes follow links: looking does not use the link up.
        for _ in 1...2 {
            let button = try await server.browser().open(String(link))
            #expect(button.status == 200 && button.text.contains("<form"))
        }
        #expect(try await browser.submit(["token": secret], to: "/support/enter").path == "/support")
        #expect(try await browser.open("/support").text.contains("Lost my invoice"))
        #expect(try await server.browser().submit(["token": secret], to: "/support/enter").status == 403)

        let reply = try await browser.submit(
            ["message": "It was in the spam folder."], to: "/support/tickets/\(ticket.number)/messages")
        #expect(reply.status == 200 && reply.text.contains("It was in the spam folder."))
        #expect(try await staff.ticket(ticket.number).texts.last == "It was in the spam folder.")

        #expect(await server.stop() == 0)
        await sink.stop()
    }
}
