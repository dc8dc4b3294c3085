import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `The same mail` {
    @Test(arguments: Engine.everyEngine) func `found outside the junk folder does not wait for a person`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let mail = TestMail(from: .anna, "Lamp")
        let junk = try await desk.desk.keep([
            ArrivedMail(raw: mail.bytes, mailboxID: 1, source: .imap, folderRole: .junk)
        ])
        try await desk.desk.processKept()
        #expect(try await desk.entry(junk[0]).outcome == .quarantined)

        let inbox = try await desk.receives(mail)
        #expect(inbox.outcome == .created)
        let earlier = try await desk.entry(junk[0])
        #expect(earlier.outcome == .duplicate)
        #expect(earlier.duplicateOf == inbox.id)
        #expect(earlier.ticketID == inbox.ticketID)

        // And in the junk folder a second time it waits no second time.
        let again = try await desk.desk.keep([
            ArrivedMail(raw: mail.bytes, mailboxID: 1, source: .imap, folderRole: .junk)
        ])
        try await desk.desk.processKept()
        #expect(try await desk.entry(again[0]).duplicateOf == inbox.id)
        await desk.close()
    }

    @Test func `of a blocked sender waits once, however often it comes`() async throws {
        let desk = try await TestDesk(.sqlite)
        let owner = try await desk.owner()
        try await desk.desk.write { tx in try tx.block(Sender.mallory.address, by: owner) }
        let mail = TestMail(from: .mallory, "Win")
        let first = try await desk.receives(mail), second = try await desk.receives(mail)
        #expect(first.outcome == .quarantined)
        #expect(second.outcome == .duplicate)
        #expect(second.duplicateOf == first.id)
        await desk.close()
    }

    @Test func `is known by other line ends, and with blank lines at its end`() async throws {
        let desk = try await TestDesk(.sqlite)
        let mail = TestMail(from: .anna, "Lamp")
        let first = try await desk.receives(mail)
        let unix = mail.bytes.filter { $0 != 13 }
        #expect(try await desk.receives(raw: unix).duplicateOf == first.id)
        #expect(try await desk.receives(raw: mail.bytes + Array("\r\n\r\n".utf8)).duplicateOf == first.id)
        #expect(try await desk.receives(raw: mail.bytes + Array("P.S.".utf8)).outcome == .created)
        await desk.close()
    }

    @Test func `is another one where another sender uses its Message-ID`() async throws {
        let desk = try await TestDesk(.sqlite)
        let mail = TestMail(from: .anna, "Lamp")
        var forged = mail
        forged.from = .mallory
        #expect(try await desk.receives(forged).outcome == .created)
        #expect(
            try await desk.receives(mail).outcome == .created,
            "nobody's mail is lost by what another one has sent before")
        await desk.close()
    }

    /// Ids made of date and subject would collide.
    @Test func `is known by all of it where it has no Message-ID`() async throws {
        let desk = try await TestDesk(.sqlite)
        var mail = TestMail(from: .anna, "Lamp", "The first one")
        mail.messageID = nil
        var other = mail
        other.text = "The other one"
        let first = try await desk.receives(mail)
        #expect(try await desk.receives(other).outcome == .created)
        #expect(try await desk.receives(mail).duplicateOf == first.id)
        await desk.close()
    }

    @Test func `is told from a large one of the same length by either end`() async throws {
        let desk = try await TestDesk(.sqlite)
        var mail = TestMail(from: .anna, "Report")
        let middle = String(repeating: "All lamps are on.\r\n", count: 4_000)
        mail.text = "Monday\r\n\(middle)Signed: A"
        let first = try await desk.receives(mail)
        #expect(try await desk.receives(raw: mail.bytes.filter { $0 != 13 }).duplicateOf == first.id)
        mail.text = "Monday\r\n\(middle)Signed: B"
        #expect(try await desk.receives(mail).outcome != .duplicate)
        mail.text = "Friday\r\n\(middle)Signed: A"
        #expect(try await desk.receives(mail).outcome != .duplicate)
        await desk.close()
    }

    @Test(arguments: [100, 200, 400]) func `is told from one of the same length by its middle too while it is small`(
        lines: Int
    ) async throws {
        let desk = try await TestDesk(.sqlite)
        var mail = TestMail(from: .anna, "Report")
        let half = String(repeating: "All lamps are on.\r\n", count: lines / 2)
        mail.text = "\(half)Monday\r\n\(half)"
        let first = try await desk.receives(mail)
        #expect(try await desk.receives(raw: mail.bytes.filter { $0 != 13 }).duplicateOf == first.id)
        mail.text = "\(half)Friday\r\n\(half)"
        #expect(try await desk.receives(mail).outcome != .duplicate)
        await desk.close()
    }
}
