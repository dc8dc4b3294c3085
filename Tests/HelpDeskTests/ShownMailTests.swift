import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `What is shown of a mail` {
    @Test func `the hidden mark of our own mail is not brought to light`() async throws {
        let desk = try await TestDesk(.sqlite)
        let olga = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Prices")))
        try await desk.replies(olga, to: ticket, "Forty euros.")
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(try #require(mail.email.html).contains("deskbell-ref:"))
        let caught = try await desk.desk.read { tx in try tx.caughtMail(mail.delivery.id) }
        let shown = try #require(caught?.safeHTML)
        #expect(shown.contains("Forty euros.") && !shown.contains("deskbell-ref"))
        await desk.close()
    }

    @Test func `a list shows the customer's words, where they stand between quotes and beside pictures`() async throws {
        let desk = try await TestDesk(.sqlite)
        let olga = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        try await desk.replies(olga, to: ticket, "Which lamp?")
        let question = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let wrote = "On Mon, 9 Nov 2026 at 9:00, Support <\(TestDesk.address)> wrote:"
        let answer = TestMail(
            from: .anna, "Re: Lamp", "\(wrote)\n> Which lamp?\n\nThe blue one.\n\n> Since when?\n\nSince Monday.")
        _ = try await desk.receives(answer.answering(question))
        let rows = try await desk.desk.read { tx in try tx.tickets(TicketFilter(), seenBy: .system).rows }
        #expect(rows.map(\.snippet) == ["The blue one. Since Monday."])
        await desk.close()
    }

    @Test func `neither a list nor the ledger shows the marks of pictures that came along`() async throws {
        let desk = try await TestDesk(.sqlite)
        let raw = """
            From: \(Sender.anna.address)
            To: \(TestDesk.address)
            Subject: Lamp
            Message-ID: <picture@customer.example>
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/plain

            [cid:lamp.png@01DA]
            The lamp is dark. [image: lamp.png]
            --b
            Content-Type: image/png; name=lamp.png
            Content-ID: <lamp.png@01DA>

            PNG
            --b--
            """
        let entry = try await desk.receives(raw: Array(raw.utf8))
        #expect(
            try await desk.desk.preview(of: entry).text.split(separator: "\n").filter {
                $0.contains { !$0.isWhitespace }
            }.count == 1)
        let rows = try await desk.desk.read { tx in try tx.tickets(TicketFilter(), seenBy: .system).rows }
        #expect(rows.map(\.snippet) == ["The lamp is dark."])
        await desk.close()
    }
}
