import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `A bounce of our mail` {
    /// What a mail server sends back (RFC 3464), with the header of the original or what a forger puts in its place.
    private func bounce(
        of recipient: String, returning header: [UInt8], action: String = "failed", status: String = "5.1.1",
        words: String = "550 5.1.1 No such user"
    ) -> [UInt8] {
        let lines = [
            "Return-Path: <>", "From: Mail Delivery System <MAILER-DAEMON@mx.example>", "To: \(TestDesk.address)",
            "Subject: Undelivered Mail Returned to Sender", "Date: Fri, 20 Nov 2026 09:59:00 +0000",
            "Message-ID: <bounce.\(header.count).\(action).\(status)@mx.example>", "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=edge", "", "--edge",
            "Content-Type: text/plain", "", "I could not deliver your message.", "", "--edge",
            "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "",
            "Final-Recipient: rfc822; \(recipient)", "Action: \(action)", "Status: \(status)",
            "Diagnostic-Code: smtp; \(words)", "", "--edge", "Content-Type: text/rfc822-headers", "", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8) + header + Array("\r\n--edge--\r\n".utf8)
    }

    /// The header of a mail, without its body.
    private func header(_ mail: OutboxMail, of desk: TestDesk) async throws -> [UInt8] {
        let text = String(decoding: try await desk.desk.read { tx in try tx.mail(of: mail.delivery) }, as: UTF8.self)
        let end = try #require(text.firstRange(of: "\r\n\r\n"))
        return Array(text[..<end.lowerBound].utf8) + Array("\r\n".utf8)
    }

    private func idAlone(_ mail: OutboxMail) -> [UInt8] { Array("Message-ID: <\(mail.delivery.mailID)>\r\n".utf8) }

    private func answered(_ engine: Engine, cc: String?) async throws -> (TestDesk, Ticket, copies: [OutboxMail]) {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        try await desk.desk.database.write { tx in try tx.run("UPDATE mailbox SET has_plus_addressing = 1") }
        var mail = TestMail(from: .anna, "Lamp")
        mail.cc = cc
        let ticket = try await desk.ticket(of: desk.receives(mail))
        try await desk.replies(olga, to: ticket, "Change the bulb.")
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            try await desk.desk.note(.accepted("250 ok"), of: delivery)
        }
        return (desk, ticket, try await desk.outbox().filter { $0.delivery.kind == .reply })
    }

    private func trouble(_ desk: TestDesk, _ sender: Sender = .anna) async throws -> AddressTrouble? {
        try await desk.desk.read { tx in try tx.addressTrouble(sender.address) }
    }

    private func state(_ mail: OutboxMail, _ desk: TestDesk) async throws -> Delivery.State? {
        try await desk.desk.read { tx in try tx.delivery(id: mail.delivery.id)?.state }
    }

    @Test(arguments: ["delayed", "relayed", "delivered", "expanded"])
    func `that is none, but tells of a delay or of success, leaves the mail sent and the address open`(_ action: String)
        async throws
    {
        let (desk, _, copies) = try await answered(.sqlite, cc: nil)
        let answer = try #require(copies.first)
        let status = action == "delayed" ? "4.4.1" : "2.0.0", words = action == "delayed" ? "451 later" : "250 ok"
        let report = bounce(
            of: Sender.anna.address, returning: try await header(answer, of: desk), action: action, status: status,
            words: words)
        let entry = try await desk.receives(raw: report)
        #expect(entry.outcome == .bounce)
        #expect(try await state(answer, desk) == .sent)
        #expect(try await trouble(desk) == nil)
        await desk.close()
    }

    @Test func `that is temporary stops an address after four within a month, and not before`() async throws {
        let (desk, ticket, copies) = try await answered(.sqlite, cc: nil)
        let olga = try await desk.desk.write { tx in try tx.addStaff("olga@desk.example", name: "Olga", role: .agent) }
        var answer = try #require(copies.first)
        for round in 1...4 {
            #expect(try await trouble(desk)?.stopsEverything != true, "round \(round)")
            let report = bounce(
                of: Sender.anna.address, returning: try await header(answer, of: desk), status: "4.2.2",
                words: "452 4.2.2 Mailbox full \(round)")
            #expect(try await desk.receives(raw: report).outcome == .bounce)
            try await desk.replies(olga, to: ticket, "Again \(round)")
            answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        }
        #expect(try await trouble(desk)?.stopsEverything == true)
        #expect(answer.delivery.state == .failed)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `that returns only the id of all copies is told to staff, and stops no mail to anybody`(_ engine: Engine)
        async throws
    {
        let (desk, ticket, copies) = try await answered(engine, cc: Sender.boris.address)
        let annas = try #require(copies.first { $0.delivery.recipient == Sender.anna.address })
        let boris = try #require(copies.first { $0.delivery.recipient == Sender.boris.address })
        for forged in [idAlone(annas), try await header(boris, of: desk)] {
            let entry = try await desk.receives(raw: bounce(of: Sender.anna.address, returning: forged))
            #expect(entry.outcome == .bounce && entry.ticketID == ticket.id)
            #expect(try await trouble(desk) == nil)
        }
        #expect(try await state(annas, desk) == .bounced)
        #expect(try await desk.outbox(to: "olga@desk.example").contains { $0.delivery.kind == .deliveryTrouble })
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `that returns the header of the recipient's own copy marks the address`(_ engine: Engine) async throws {
        let (desk, _, copies) = try await answered(engine, cc: Sender.boris.address)
        let annas = try #require(copies.first { $0.delivery.recipient == Sender.anna.address })
        try await desk.receives(raw: bounce(of: Sender.anna.address, returning: header(annas, of: desk)))
        #expect(try await trouble(desk)?.kind == .hard)
        #expect(try await trouble(desk, .boris) == nil)
        await desk.close()
    }

    @Test func `that returns nothing but the id counts where only one recipient can know it`() async throws {
        let (desk, _, copies) = try await answered(.sqlite, cc: nil)
        let only = try #require(copies.first)
        try await desk.receives(raw: bounce(of: Sender.anna.address, returning: idAlone(only)))
        #expect(try await trouble(desk)?.kind == .hard)
        await desk.close()
    }

    @Test func `of long ago is forgotten wherever it is asked for`() async throws {
        let desk = try await TestDesk(.sqlite)
        let long = desk.clock.now + -31.0 * 86_400
        try await desk.desk.database.write { tx in
            try tx.run(
                """
                INSERT INTO address_trouble (folded, address, kind, score, words, since, updated_at)
                VALUES ('anna@customer.example', 'anna@customer.example', 'soft', 9, 'full', \(long), \(long))
                """)
        }
        #expect(try await trouble(desk) == nil)
        let among = try await desk.desk.read { tx in try tx.addressTroubles(among: [Sender.anna.address]) }
        #expect(among.isEmpty)
        await desk.close()
    }
}
