import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `What staff write` {
    /// Anna's ticket, which is Olga's, and what Olga was told of it.
    private func scene(_ engine: Engine) async throws -> (TestDesk, Person, Ticket, OutboxMail) {
        let desk = try await TestDesk(engine), olga = try await desk.agent(), tom = try await desk.owner()
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        try await desk.desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .system).assign(to: olga.id, by: tom, in: tx)
        }
        return (desk, olga, ticket, try #require(try await desk.outbox(to: olga.email).last))
    }

    @Test(arguments: Engine.everyEngine)
    func `in the composer lets nobody answer as staff, whatever of a notification is pasted`(_ engine: Engine)
        async throws
    {
        let (desk, olga, ticket, notice) = try await scene(engine)
        let id = try #require(notice.email.messageID), replyTo = try #require(notice.email.replyTo.first?.address)
        let customers = try #require(try await desk.outbox(to: Sender.anna.address).first?.email.messageID)
        let text =
            "Message-ID: <\(id.uppercased())>\nReferences: <\(customers)> <\(id)>\nReply-To: \(replyTo)\nAsk anna@customer.example."
        try await desk.replies(olga, to: ticket, text)
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let said = try await desk.conversation(of: ticket).messages.last?.message.text ?? ""
        for words in [sent.email.text, sent.email.html ?? "", said] {
            #expect(!words.lowercased().contains(id.prefix { $0 != "@" }.lowercased()), "\(words)")
            #expect(!words.contains(replyTo.prefix { $0 != "@" }), "\(words)")
        }
        #expect(said.contains(customers) && said.contains("Ask anna@customer.example."))
        let note = try await desk.replies(olga, to: ticket, "See <\(id)>", note: true)
        #expect(note.text.contains(id), "a note stays here")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `by mail lets nobody answer as staff, also where the notification is quoted with its header`(_ engine: Engine)
        async throws
    {
        let (desk, olga, ticket, notice) = try await scene(engine)
        let id = try #require(notice.email.messageID)
        var answer = TestMail(from: Sender(name: olga.name, address: olga.email ?? ""), "Re: Lamp")
        answer.text = "It is this one:\n\nMessage-ID: <\(id)>\nReferences: <x@y> <\(id)>\n\nRegards"
        let entry = try await desk.receives(answer.answering(notice))
        #expect(entry.because?.code == .staffReply && entry.ticketID == ticket.id)
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(sent.delivery.kind == .reply && sent.email.text.contains("It is this one"))
        #expect(!sent.email.text.contains(id.prefix { $0 != "@" }))
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `tells the status that the answer has set`(_ engine: Engine) async throws {
        let (desk, olga, ticket, _) = try await scene(engine), ida = try await desk.owner("Ida Berg")
        try await desk.desk.write { tx in
            _ = try tx.setTemplate(
                .reply, .english, subject: "[{{number}}] x", body: "{{message}}\n\nNow: {{status}}.", by: ida)
        }
        try await desk.replies(olga, to: ticket, "Done", status: .resolved)
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(sent.email.text.contains("Now: Resolved."), "\(sent.email.text)")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `in a ticket of their own opens it again, as a customer's word does`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        let opening = TestMail(from: Sender(name: olga.name, address: olga.email ?? ""), "My lamp")
        let ticket = try await desk.ticket(of: desk.receives(opening))
        try #require(ticket.requesterID == olga.id)
        try await desk.desk.write { tx in try ticket.close(by: olga, in: tx) }
        try await desk.replies(olga, to: ticket, "It flickers again")
        #expect(try await desk.ticket(ticket.number).status == .open)
        try await desk.replies(olga, to: ticket, "It is mended", status: .resolved)
        #expect(try await desk.ticket(ticket.number).status == .resolved)
        await desk.close()
    }
}
