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
}
