import Mail
import Testing

@Suite struct `Raw fields of a mail in an answer` {
    private static let raw = [
        "Return-Path: <news@desk.example>",
        "Received: from mx.desk.example (mx.desk.example [192.0.2.1])",
        " by mx.customer.example with ESMTPS id 123; Tue, 10 Nov 2026 15:04:05 +0000",
        "Message-ID: <n1@desk.example>",
        "From: News <news@desk.example>", "To: ann@customer.example",
        "Date: Tue, 10 Nov 2026 15:04:00 +0000", "Subject: Our news",
    ].joined(separator: "\n")

    @Test(arguments: [
        raw,
        "From: News <news@desk.example>\nTo: ann@customer.example\nDate: Tue, 10 Nov 2026 15:04:00 +0000\n"
            + "Subject: Our news\nX-Spam-Status: Yes, score=7.1",
    ])
    func `they are the matter itself, and so is what stands below`(fields: String) {
        let text = "Your news still come. Here are the headers:\n\n\(fields)\n\nPlease stop them.\nAnn"
        let split = Mails.plain(text).split()
        #expect(split.reply == text)
        #expect(split.quote.isEmpty)
    }

    @Test func `in HTML too`() {
        let fields = Self.raw.replacing("<", with: "&lt;")
        let split = Mails.html("<p>The headers:</p><pre>\(fields)</pre><p>Please stop them.</p>").split()
        #expect(split.reply.contains("Subject: Our news") && split.reply.hasSuffix("Please stop them."))
    }

    @Test func `the mail that is quoted below them is history`() {
        let quote = "On Tue, Nov 10, 2026 at 3:04 PM Support <support@desk.example> wrote:\n\n> Which mail?"
        let split = Mails.plain("Here:\n\n\(Self.raw)\n\nSee?\n\n\(quote)").split()
        #expect(split.reply == "Here:\n\n\(Self.raw)\n\nSee?")
        #expect(split.quote == quote)
    }

    @Test func `behind a separator they are the head of the old mail`() {
        let split = Mails.plain("Thanks!\n\n-----Original Message-----\n\(Self.raw)\n\nNews of today").split()
        #expect(split.reply == "Thanks!")
    }

    @Test func `a head without such fields is that of the old mail`() {
        let head = "From: News <news@desk.example>\nSent: Tuesday, November 10, 2026 3:04 PM\nTo: Ann\nSubject: News"
        #expect(
            Mails.plain("The headers, see below.\n\n\(head)\n\nNews of today").split().reply
                == "The headers, see below.")
    }
}
