import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `At the bounds of taking mail in` {
    private func outcomes(_ desk: TestDesk, _ mails: [TestMail]) async throws -> [LedgerEntry.Outcome] {
        let ids = try await desk.desk.keep(
            mails.map { ArrivedMail(raw: $0.bytes, mailboxID: 1, source: .ingest) })
        try await desk.desk.processKept()
        return try await desk.desk.read { tx in try ids.map { try tx.ledgerEntry($0)?.outcome ?? .pending } }
    }

    @Test(arguments: Engine.everyEngine)
    func `a bound of more than a hundred tickets of one sender holds too`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine) { $0.limits.ticketsPerAddressAndHour = 120 }
        let found = try await outcomes(desk, (1...125).map { TestMail(from: .mallory, "Alarm \($0)") })
        #expect(found.count { $0 == .created } == 120 && found.suffix(5).allSatisfy { $0 == .quarantined })
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `mail under our own address, or under none, opens no more tickets than other mail`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let own = Sender(name: "Support", address: TestDesk.address)
        for sender in [own, nil] {
            let first = try await outcomes(desk, (1...12).map { TestMail(from: sender, "Invoice \($0)") })
            #expect(first.count { $0 == .created } == 10, "\(first)")
            let more = try await outcomes(desk, [TestMail(from: sender, "One more")])
            #expect(more == [.quarantined])
        }
        desk.clock.advance(seconds: 3_700)
        #expect(
            try await outcomes(desk, [TestMail(from: nil, "Later"), TestMail(from: own, "Later")]) == [
                .created, .created,
            ])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a copy in the Sent folder takes no mail out of quarantine`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let mail = TestMail(from: .mallory, "Win")
        let junk = try await desk.desk.keep([
            ArrivedMail(raw: mail.bytes, mailboxID: 1, source: .imap, folderRole: .junk)
        ])
        try await desk.desk.processKept()
        let sent = try await desk.desk.keep([
            ArrivedMail(raw: mail.bytes, mailboxID: 1, source: .imap, folderRole: .sent)
        ])
        try await desk.desk.processKept()
        #expect(try await desk.entry(sent[0]).outcome == .ignored)
        #expect(try await desk.entry(junk[0]).outcome == .quarantined)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `our own mail is known when it comes back under the id that its provider gave it`(_ engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        try await desk.replies(olga, to: ticket, "Change the bulb.")
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            try await desk.desk.note(.accepted("250", alias: "\(delivery.id)@email.amazonses.com"), of: delivery)
        }
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last?.delivery)
        var back = TestMail(from: Sender(name: "Olga", address: TestDesk.address), "Re: Lamp")
        back.messageID = "\(sent.id)@email.amazonses.com"
        let entry = try await desk.receives(back)
        #expect(entry.outcome == .ignored && entry.because?.code == .ourMailCameBack)
        // The id alone says nothing: others may write it.
        back.from = .mallory
        #expect(try await desk.receives(back).outcome == .created)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a sender of three thousand bytes is taken in`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let long = String((0..<3_000).map { _ in Character(UnicodeScalar(UInt8.random(in: 97...122))) })
        let entry = try await desk.receives(TestMail(from: Sender(name: "", address: "\(long)@x.example"), "Hello"))
        #expect(entry.outcome == .created, "\(entry.failure ?? "")")
        #expect((entry.sender ?? "").utf8.count <= 320)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `the environment's mailbox is number 1, also where a first start was undone`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        try await desk.desk.database.write { tx in try tx.run("DELETE FROM mailbox") }
        try await desk.desk.setUp(supportAddress: "help@desk.example")
        #expect(try await desk.desk.read { tx in try tx.mailboxes() }.map(\.id) == [1])
        #expect(try await desk.secondMailbox("sales@desk.example") > 1)
        await desk.close()
    }
}
