import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `A read receipt` {
    private func receipt(from sender: Sender, _ disposition: String, of messageID: String?) -> [UInt8] {
        let text = """
            From: \(sender.address)
            To: support@desk.example
            Subject: Read: Lamp
            Message-ID: <\(sender.address)-\(disposition.count)>
            In-Reply-To: <\(messageID ?? "unknown@x")>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

            --b
            Content-Type: text/plain

            Your message was read.
            --b
            Content-Type: message/disposition-notification

            Reporting-UA: mail.example; Program 1.0
            Final-Recipient: rfc822; \(sender.address)
            Original-Message-ID: <\(messageID ?? "unknown@x")>
            Disposition: manual-action/MDN-sent-manually; \(disposition)

            --b--
            """
        return Array(text.utf8)
    }

    @Test(arguments: Engine.everyEngine) func `says so on the answer, and changes nothing else`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        try await desk.replies(owner, to: ticket, "Change the bulb.")
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let before = try await desk.outbox().count
        func readAt() async throws -> Instant? {
            try await desk.desk.read { tx in try tx.delivery(id: answer.delivery.id)?.readAt }
        }
        let id = answer.email.messageID
        for (sender, disposition) in [(Sender.anna, "deleted"), (.mallory, "displayed"), (.anna, "failed")] {
            try await desk.receives(raw: receipt(from: sender, disposition, of: id))
            #expect(try await readAt() == nil, "\(sender) \(disposition)")
        }
        desk.clock.advance(seconds: 60)
        let entry = try await desk.receives(raw: receipt(from: .anna, "displayed/warning", of: id))
        #expect(entry.outcome == .bounce)
        #expect(entry.because?.code == .readReceipt)
        #expect(entry.ticketID == ticket.id)
        #expect(try await readAt() == desk.clock.now)
        #expect(try await desk.conversation(of: ticket).messages.count == 2)
        #expect(try await desk.ticket(ticket.number).status == .inProgress)
        #expect(try await desk.outbox().count == before, "nobody is told")
        await desk.close()
    }

    @Test func `of a mail that is not ours opens no ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        let entry = try await desk.receives(raw: receipt(from: .anna, "displayed", of: nil))
        #expect(entry.outcome == .bounce)
        #expect(entry.ticketID == nil)
        #expect(try await desk.outbox().isEmpty)
        await desk.close()
    }
}
