import Database
import Foundation
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `A mail of a stranger to somebody's ticket` {
    private struct Scene {
        let site: TestSite
        let agent: Visitor
        let older: Ticket
        let stranger: Ticket
        static let boss = Sender(name: "Anna's boss", address: "boss@customer.example")

        init(_ engine: Engine = .sqlite) async throws {
            site = try await TestSite(engine)
            agent = try await site.browser(site.test.agent())
            older = try await site.test.ticket(of: site.test.receives(TestMail(from: .anna, "Lamp", "It flickers.")))
            let confirmation = try #require(try await site.test.outbox(to: Sender.anna.address).last)
            let mail = TestMail(from: Self.boss, "Re: [\(older.number)] Lamp", "It is urgent.").answering(confirmation)
            stranger = try await site.test.ticket(of: site.test.receives(mail))
            try #require(stranger.id != older.id && stranger.linkedTo == older.id)
        }

        func page(_ ticket: Ticket) async throws -> String {
            try await agent.get("/ops/support/tickets/\(ticket.number)").text
        }

        func join(_ role: String) async throws -> Answer {
            try await agent.post("/ops/support/tickets/\(stranger.number)/join", ["as": role])
        }

        func participants() async throws -> [String] {
            try await site.test.conversation(of: site.test.ticket(older.number)).participants.map(\.address)
        }
    }

    @Test func `changes nothing by itself, and staff are asked`() async throws {
        let scene = try await Scene()
        let page = try await scene.page(scene.stranger)
        #expect(page.contains("boss@customer.example, which takes no part in") && page.contains(scene.older.number))
        #expect(try await !scene.page(scene.older).contains("takes no part in"))
        #expect(try await scene.participants().isEmpty)
        #expect(!scene.stranger.subject.contains(scene.older.number))
        await scene.site.close()
    }

    @Test func `under the customer's name is marked`() async throws {
        let scene = try await Scene()
        var forged = TestMail(from: .anna, "Re: [\(scene.older.number)] Lamp", "Please send it elsewhere.")
        forged.headers = [
            ("Received", "from evil.example by mx.desk.example with ESMTP; Fri, 20 Nov 2026 09:59:00 +0000"),
            ("Authentication-Results", "mx.desk.example; dmarc=fail header.from=customer.example"),
        ]
        #expect(try await !scene.page(scene.older).contains("Sender not confirmed"))
        try await scene.site.test.receives(forged)
        #expect(try await scene.page(scene.older).contains("Sender not confirmed"))
        await scene.site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `is let in: its author gets copies, and sees nothing else of the ticket`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        #expect(
            try await scene.join("participant").location?.hasPrefix("/ops/support/tickets/\(scene.older.number)")
                == true)
        #expect(try await scene.participants() == ["boss@customer.example"])
        #expect(try await scene.page(scene.older).contains("It is urgent."))
        #expect(try await scene.page(scene.older).contains("Takes part: boss@customer.example"))
        let boss = try await scene.site.browser(scene.site.test.customer(Scene.boss))
        #expect(try await boss.get("/support/tickets/\(scene.older.number)").status == 404)
        #expect(try await !boss.get("/support").text.contains(scene.older.number))
        #expect(try await scene.join("participant").location?.hasSuffix("notice=not-possible") == true)
        await scene.site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `leads to the ticket that it has gone into, and cannot be answered where it stood`(_ engine: Engine)
        async throws
    {
        let scene = try await Scene(engine), place = "/support/tickets/\(scene.older.number)"
        _ = try await scene.join("requester")
        let old = "/support/tickets/\(scene.stranger.number)"
        #expect(try await scene.agent.get("/ops\(old)").location == "/ops\(place)")
        let anna = try await scene.site.browser(scene.site.test.customer(.anna))
        #expect(try await anna.get(old).location == place)
        #expect(try await anna.post("\(old)/messages", ["message": "Is anybody there?"]).status == 409)
        #expect(try await scene.site.test.conversation(of: scene.stranger).messages.isEmpty)
        await scene.site.close()
    }

    @Test func `is let in by the address that the notice shows, not by the one that their mail goes to`() async throws {
        let scene = try await Scene()
        try await scene.site.desk.database.write { tx in
            try tx.run("UPDATE person SET email = 'boss@home.example' WHERE email = 'boss@customer.example'")
        }
        #expect(try await scene.page(scene.stranger).contains("boss@customer.example, which takes no part in"))
        #expect(try await scene.join("participant").status == 303)
        #expect(try await scene.participants() == ["boss@customer.example"])
        await scene.site.close()
    }

    @Test(arguments: ["", "owner"]) func `is let in only as what is said`(_ role: String) async throws {
        let scene = try await Scene()
        #expect(try await scene.join(role).status == 422)
        #expect(try await scene.participants().isEmpty)
        #expect(try await scene.site.test.ticket(scene.stranger.number).mergedInto == nil)
        await scene.site.close()
    }

    @Test func `that staff have forwarded lets its author in, and says in words where that cannot be`() async throws {
        let scene = try await Scene()
        let text = """
            ---------- Forwarded message ---------
            From: Boris <boris@klient.example>
            Date: Fri, 20 Nov 2026 at 09:00
            Subject: Fuse
            To: Olga <olga@desk.example>

            My fuse is gone.
            """
        let staff = Sender(name: "Olga", address: "olga@desk.example")
        let ticket = try await scene.site.test.ticket(
            of: scene.site.test.receives(TestMail(from: staff, "Fwd: Fuse", text)))
        func move(_ message: Message) async throws -> Answer {
            try await scene.agent.post(
                "/ops/support/messages/\(message.uuid.uuidString.lowercased())/move",
                ["ticket": scene.older.number, "author_takes_part": "on"])
        }
        let entries = try await scene.site.test.conversation(of: ticket).messages
        #expect(try await move(#require(entries.first).message).status == 303)
        #expect(try await scene.participants() == [Sender.boris.address])

        let olga = try #require(try await scene.site.desk.read { tx in try tx.person(address: "olga@desk.example") })
        let other = try await scene.site.ticket(of: scene.site.test.customer(.mallory), "Other", "Other")
        let hers = try await scene.site.test.replies(olga, to: other, "Between us.", note: true)
        let refused = try await move(hers)
        #expect(refused.status == 422 && refused.text.contains("they have no address of a customer"))

        let crowdedTicket = scene.older.id
        try await scene.site.desk.database.write { tx in
            for index in 1...50 {
                let address = "c\(index)@crowd.example"
                try tx.run(
                    "INSERT INTO participant (ticket_id, folded, address) VALUES (\(crowdedTicket), \(address), \(address))"
                )
            }
        }
        let first = try #require(try await scene.site.test.conversation(of: other).messages.first?.message)
        let crowded = try await move(first)
        #expect(crowded.status == 422 && crowded.text.contains("Too many people take part"))
        await scene.site.close()
    }

    @Test func `turns out to be the requester's: the address is theirs`() async throws {
        let scene = try await Scene()
        #expect(try await scene.join("requester").status == 303)
        #expect(try await scene.participants().isEmpty)
        let owner = try await scene.site.desk.read { tx in try tx.person(address: Scene.boss.address)?.id }
        #expect(owner == scene.older.requesterID)
        await scene.site.close()
    }

    @Test func `is kept apart for good`() async throws {
        let scene = try await Scene()
        let path = "/ops/support/tickets/\(scene.stranger.number)/unlink"
        #expect(try await scene.agent.post(path).status == 303)
        let page = try await scene.page(scene.stranger)
        #expect(!page.contains("takes no part in") && page.contains("Kept apart from \(scene.older.number)"))
        #expect(try await scene.agent.post(path).location?.hasSuffix("notice=not-possible") == true)
        #expect(try await scene.participants().isEmpty)
        await scene.site.close()
    }

    @Test func `moved by hand, lets its author in only where that is ticked`() async throws {
        let scene = try await Scene()
        let message = try #require(
            try await scene.site.test.conversation(of: scene.stranger).messages.first?.message.uuid)
        let other = try await scene.site.ticket(of: scene.site.test.customer(.boris), "Other", "Other")
        let path = "/ops/support/messages/\(message.uuidString.lowercased())/move"
        #expect(try await scene.agent.post(path, ["ticket": other.number]).status == 303)
        #expect(try await scene.site.test.conversation(of: other).participants.isEmpty)
        try await scene.agent.post(path, ["ticket": scene.older.number, "author_takes_part": "on"])
        #expect(try await scene.participants() == ["boss@customer.example"])
        await scene.site.close()
    }

    @Test func `of whom no mail can be sent to is told on the card`() async throws {
        let scene = try await Scene()
        try await scene.site.desk.database.write { tx in
            try tx.run(
                """
                INSERT INTO address_trouble (folded, address, kind, score, words, since, updated_at)
                VALUES ('anna@customer.example', 'anna@customer.example', 'complaint', 0, 'spam', 1, 1)
                """)
        }
        #expect(try await scene.page(scene.older).contains("anna@customer.example has reported our mail as spam"))
        await scene.site.close()
    }
}
