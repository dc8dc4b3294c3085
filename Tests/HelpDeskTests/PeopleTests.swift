import Database
import HelpDesk
import TestKit
import Testing

@Suite struct `People and access` {
    @Test(arguments: Engine.everyEngine) func `a wrong password and an unknown address are answered alike`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner()
        try await desk.desk.setPassword("correct horse battery", of: owner)
        for (address, password) in [
            (owner.email ?? "", "wrong"), ("nobody@desk.example", "wrong"), (Sender.anna.address, ""),
        ] {
            await #expect(throws: DeskError.forbidden("Wrong address or password.")) {
                try await desk.desk.signIn(address: address, password: password, clientAddress: "192.0.2.1")
            }
        }
        let person = try await desk.desk.signIn(
            address: "TOM@desk.example", password: "correct horse battery", clientAddress: "192.0.2.1")
        #expect(person.id == owner.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `guessing is slowed down, and for that address only`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner()
        try await desk.desk.setPassword("correct horse battery", of: owner)
        for _ in 1...10 {
            _ = try? await desk.desk.signIn(
                address: "victim@desk.example", password: "guess", clientAddress: "192.0.2.7")
        }
        await #expect(throws: DeskError.limited(retryAfterSeconds: 900)) {
            try await desk.desk.signIn(address: "victim@desk.example", password: "guess", clientAddress: "192.0.2.7")
        }
        _ = try await desk.desk.signIn(
            address: "tom@desk.example", password: "correct horse battery", clientAddress: "192.0.2.1")
        desk.clock.advance(seconds: 901)
        await #expect(throws: DeskError.forbidden("Wrong address or password.")) {
            try await desk.desk.signIn(address: "victim@desk.example", password: "guess", clientAddress: "192.0.2.7")
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a link works once and not too late`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let (used, late) = try await desk.desk.write { tx in
            (
                try tx.makeLink(.portal, person: nil, address: "new@customer.example"),
                try tx.makeLink(.portal, person: nil, address: "b@c.example")
            )
        }
        let person = try await desk.desk.write { tx in try tx.useLink(used, for: .portal) }
        #expect(person.email == "new@customer.example")
        #expect(!person.isStaff)
        await #expect(throws: DeskError.self) { try await desk.desk.write { tx in try tx.useLink(used, for: .portal) } }
        await #expect(throws: DeskError.self, "a portal link sets no password") {
            try await desk.desk.welcome(by: late, address: "x@y.example", name: "", password: "long enough password")
        }
        desk.clock.advance(seconds: 31 * 60)
        await #expect(throws: DeskError.self) { try await desk.desk.write { tx in try tx.useLink(late, for: .portal) } }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the first owner's link is worth nothing once somebody works here`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let link = try #require(try await desk.desk.welcomeLink())
        let secret = Secret(String(link.split(separator: "=")[1]))
        _ = try await desk.owner()
        await #expect(throws: DeskError.self) {
            try await desk.desk.welcome(
                by: secret, address: "thief@x.example", name: "", password: "long enough password")
        }
        #expect(try await desk.desk.welcomeLink() == nil)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `whoever chooses a password by a link is signed out elsewhere, and no other link of theirs is good`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine), agent = try await desk.agent()
        let (session, links) = try await desk.desk.write { tx in
            let links = [
                try tx.makeLink(.welcome, person: agent), try tx.makeLink(.welcome, person: agent),
            ]
            return (try tx.startSession(of: agent, userAgent: nil), links)
        }
        _ = try await desk.desk.welcome(by: links[0], address: "", name: "", password: "long enough password")
        #expect(try await desk.desk.read { tx in try tx.person(session: session) } == nil)
        await #expect(throws: DeskError.self) {
            try await desk.desk.welcome(by: links[1], address: "", name: "", password: "another long password")
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `whoever is disabled loses session, token and links at once`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        _ = try await desk.owner()
        let agent = try await desk.agent()
        let (session, token) = try await desk.desk.write { tx in
            (try tx.startSession(of: agent, userAgent: nil), try tx.makeToken(of: agent, name: "script"))
        }
        #expect(try await desk.desk.read { tx in try tx.person(session: session) }?.id == agent.id)
        #expect(try await desk.desk.read { tx in try tx.bearer(token) }?.person.id == agent.id)
        try await desk.desk.write { tx in try tx.disable(agent) }
        #expect(try await desk.desk.read { tx in try tx.person(session: session) } == nil)
        #expect(try await desk.desk.read { tx in try tx.bearer(token) } == nil)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a customer who becomes staff is signed out, and staff who change roles are not`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner()
        let (session, token, link) = try await desk.desk.write { tx in
            let link = try tx.makeLink(.portal, person: nil, address: "olga@desk.example")
            let customer = try tx.useLink(link, for: .portal)
            return (
                try tx.startSession(of: customer, userAgent: nil), try tx.makeToken(of: customer, name: "script"),
                try tx.makeLink(.portal, person: customer, address: "olga@desk.example")
            )
        }
        let olga = try await desk.agent()
        let left = try await desk.desk.read { tx in
            (try tx.person(session: session), try tx.bearer(token), try tx.isLinkValid(link, for: .portal))
        }
        #expect(left.0 == nil, "a link in a mail has opened it")
        #expect(left.1 == nil)
        #expect(!left.2)
        let working = try await desk.desk.write { tx in try tx.startSession(of: olga, userAgent: nil) }
        _ = try await desk.desk.write { tx in try tx.addStaff("olga@desk.example", name: "", role: .owner) }
        #expect(try await desk.desk.read { tx in try tx.person(session: working) }?.isOwner == true)
        #expect(owner.isOwner)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a sign-in link goes to the address as it is known, however it was typed`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        _ = try await desk.customer(Sender(name: "Mike", address: "mike@Customer.example"))
        // U+212A is the Kelvin sign, which lower case makes a "k" of: another mailbox for whoever can get it.
        for typed in ["MIKE@customer.EXAMPLE", "mi\u{212A}e@customer.example", " mike@customer.example."] {
            try? await desk.desk.write { tx in
                try tx.sendSignInLink(to: typed, language: .english, clientAddress: "192.0.2.1")
            }
        }
        let recipients = try await desk.outbox().map(\.delivery.recipient)
        #expect(recipients.first == "mike@Customer.example")
        let known = try await desk.desk.read { tx in try tx.person(address: "mike@customer.example") }?.id
        let another = try await desk.desk.read { tx in try tx.person(address: "mi\u{212A}e@customer.example") }?.id
        #expect(known != nil)
        #expect(another != known)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the last owner cannot be disabled`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let owner = try await desk.owner()
        await #expect(throws: DeskError.self) { try await desk.desk.write { tx in try tx.disable(owner) } }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a lease has one holder, and a dead one's passes on`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        #expect(try await desk.desk.write { tx in try tx.takeLease("mailbox 1", seconds: 30) })
        #expect(try await desk.desk.write { tx in try tx.takeLease("mailbox 1", seconds: 30) }, "renewal")
        let other = desk.desk.beside
        #expect(try await !other.write { tx in try tx.takeLease("mailbox 1", seconds: 30) })
        desk.clock.advance(seconds: 31)
        #expect(try await other.write { tx in try tx.takeLease("mailbox 1", seconds: 30) })
        #expect(try await !desk.desk.write { tx in try tx.takeLease("mailbox 1", seconds: 30) })
        await desk.close()
    }
}
