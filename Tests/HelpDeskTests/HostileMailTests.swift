import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Hostile mail` {
    @Test(arguments: Engine.everyEngine) func `a reply address with an invented signature is no evidence`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Private")))
        var mail = TestMail(from: .mallory, "Hello")
        mail.to = "support+x.\(String(ticket.id, radix: 36)).aaaaaaaaaaaaaaaa@desk.example"
        let entry = try await desk.receives(mail)
        #expect(entry.because?.code == .nothingPointsToATicket)
        #expect(try await desk.ticket(of: entry).linkedTo == nil)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a sender to whom nothing can be written still gets a ticket, and staff can answer`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let raw =
            "From: <a:b@x.example>\r\nTo: support@desk.example\r\nCc: <c:d@x.example>\r\nSubject: odd\r\n\r\nHello\r\n"
        let entry = try await desk.receives(raw: Array(raw.utf8))
        #expect(entry.outcome == .created)
        let ticket = try await desk.ticket(of: entry)
        try await desk.replies(agent, to: ticket, "An answer that shows in the portal alone")
        #expect(try await desk.outbox().isEmpty)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a subject or a name with hidden line breaks cannot add header fields`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let hidden = "Hello\u{2028}Bcc: x@elsewhere.example\r\nX-Evil: 1"
        let entry = try await desk.receives(
            TestMail(from: Sender(name: hidden, address: "anna@customer.example"), hidden))
        #expect(entry.outcome == .created)
        let ticket = try await desk.ticket(of: entry)
        try await desk.replies(agent, to: ticket, "Hi")
        for mail in try await desk.outbox() {
            #expect(mail.email.headers.first("Bcc") == nil)
            #expect(mail.email.headers.first("X-Evil") == nil)
        }
        try await desk.desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .system).change(
                TicketChange(subject: "New\r\nBcc: y@z.example"), by: agent, in: tx)
        }
        #expect(try await desk.ticket(ticket.number).subject == "New  Bcc: y@z.example")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a sign-in link by mail opens no staff account and is never sent to ourselves`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner()
        for address in [owner.email ?? "", TestDesk.address] {
            try await desk.desk.write { tx in
                try tx.sendSignInLink(to: address, language: .english, clientAddress: "192.0.2.1")
            }
        }
        #expect(try await desk.outbox().isEmpty)
        let early = try await desk.desk.write { tx in
            try tx.makeLink(.portal, person: nil, address: "later@desk.example")
        }
        _ = try await desk.desk.write { tx in try tx.addStaff("later@desk.example", name: "Later", role: .agent) }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try tx.useLink(early, for: .portal) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `mails without any sender are limited like all others`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let raw = Array("Subject: no sender\r\n\r\nHello\r\n".utf8)
        let first = try await desk.receives(raw: raw)
        let ticket = try await desk.ticket(of: first)
        #expect(try await desk.conversation(of: ticket).requester.email == nil)
        #expect(try await desk.receives(raw: raw).outcome == .duplicate)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `two runs at once over the same mail process each once`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let mails = (1...60).map { index in
            ArrivedMail(
                raw: TestMail(from: Sender(name: "S", address: "s@x\(index).example"), "M\(index)").bytes, mailboxID: 1,
                source: .ingest)
        }
        let ids = try await desk.desk.keep(mails)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 { group.addTask { _ = try await desk.desk.processKept(batchCount: 7) } }
            try await group.waitForAll()
        }
        let outcomes = try await desk.desk.read { tx in try tx.processed(ids).map(\.outcome) }
        #expect(outcomes == Array(repeating: .created, count: 60))
        #expect(try await desk.outbox().count == 60)
        await desk.close()
    }

    /// Else an answer might be looked at before the mail that it answers.
    @Test(arguments: Engine.everyEngine)
    func `another server that is at the mail is left to it, and replaced once it is gone`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let other = desk.desk.beside
        #expect(try await other.write { tx in try tx.takeLease("mailroom", seconds: 20) })
        let ids = try await desk.desk.keep([
            ArrivedMail(raw: TestMail(from: .anna, "Lamp").bytes, mailboxID: 1, source: .ingest)
        ])
        #expect(try await desk.desk.processKept().isEmpty)
        #expect(try await desk.entry(ids[0]).outcome == .pending)
        desk.clock.advance(seconds: 21)
        #expect(try await desk.desk.processKept().map(\.outcome) == [.created])
        await desk.close()
    }

    @Test func `one content that cannot be read does not stop the others`() async throws {
        let desk = try await TestDesk(.sqlite)
        var large = TestMail(from: .anna, "Large")
        large.text = String(repeating: "words and words\r\n", count: 40_000)
        let ids = try await desk.desk.keep(
            [large, TestMail(from: .boris, "Small")].map {
                ArrivedMail(raw: $0.bytes, mailboxID: 1, source: .ingest)
            })
        try FileManager.default.removeItem(at: desk.contentsFolder)
        // The process that has kept the mail still knows it.
        try await desk.desk.beside.processKept()
        let entries = [try await desk.entry(ids[0]), try await desk.entry(ids[1])]
        #expect(entries.map(\.outcome) == [.failed, .created])
        #expect(entries[0].failure?.contains("Restore the file from a backup") == true)
        await desk.close()
    }

    /// A name that cannot be written must not stop the answers to everybody else.
    @Test func `names and subjects of any kind never keep an answer back`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let hostile = [
            "a=0D=0ABcc: x@evil.example", "a=00b", "a=E2=80=A8b", "a=C2=85b", "a=1Bb", "=E2=80=AEb", "a=7Fb", "=F0=9F",
            "=ED=A0=80",
            "\"=3Cx@evil.example=3E, \"", "a=09b=0Bc",
        ]
        for (index, word) in hostile.enumerated() {
            let name = "=?utf-8?q?\(word)?="
            let raw = """
                From: \(name) <c\(index)@customer.example>\r
                To: support@desk.example\r
                Cc: \(name) <d\(index)@customer.example>, "\(name)" <e\(index)@customer.example>\r
                Subject: \(name)\r
                Thread-Topic: \(name)\r
                Message-ID: <n\(index) x@\(word)>\r
                References: <a b@c> <\(word)@x>\r
                \r
                Hello
                """
            let entry = try await desk.receives(raw: Array(raw.utf8))
            #expect(entry.outcome == .created, "\(word): \(entry.failure ?? "")")
            let ticket = try await desk.ticket(of: entry)
            try await desk.replies(agent, to: ticket, "Yes.")
            for recipient in ["c", "d", "e"] {
                let sent = try #require(
                    try await desk.outbox(to: "\(recipient)\(index)@customer.example").last, "\(word) \(recipient)")
                let written = try await desk.desk.read { tx in try tx.mail(of: sent.delivery) }
                let header = String(decoding: written, as: UTF8.self).components(separatedBy: "\r\n\r\n")[0]
                #expect(!header.lowercased().contains("\nbcc"))
                #expect(header.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f || $0 == 9 || $0 == 10 || $0 == 13 })
            }
        }
        await desk.close()
    }
}
