import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Messages that were moved` {
    private struct Scene {
        let desk: TestDesk
        let olga: Person
        let lamp: Ticket
        let shade: Ticket

        /// Two tickets of Anna's.
        init(_ engine: Engine) async throws {
            desk = try await TestDesk(engine)
            olga = try await desk.agent()
            lamp = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
            shade = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Shade")))
        }

        func move(_ message: Message, to ticket: Ticket) async throws {
            try await desk.desk.write { tx in
                let here = try tx.message(message.uuid, seenBy: .system)
                try here.move(to: tx.ticket(ticket.number, seenBy: .system), by: olga, in: tx)
            }
        }

        func opening(of ticket: Ticket) async throws -> Message {
            guard let first = try await desk.conversation(of: ticket).messages.first else {
                throw DeskError.notFound("Message")
            }
            return first.message
        }

        func isConflict(_ verb: @escaping @Sendable (Ticket, DeskTransaction) throws -> Void, _ ticket: Ticket)
            async throws -> Bool
        {
            do {
                try await desk.desk.write { tx in try verb(tx.ticket(ticket.number, seenBy: .system), tx) }
                return false
            } catch DeskError.conflict { return true }
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `take the answers to them along, also those to a copy that went out before`(_ engine: Engine) async throws {
        let scene = try await Scene(engine), desk = scene.desk
        let answer = try await desk.replies(scene.olga, to: scene.lamp, "About the shade")
        let copy = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(copy.delivery.kind == .reply)
        try await scene.move(answer, to: scene.shade)

        let reply = try await desk.receives(TestMail(from: .anna, "Re: something").answering(copy))
        #expect(reply.outcome == .appended && reply.ticketID == scene.shade.id)
        // Whoever takes part where it stood and not where it stands opens a ticket of their own.
        let stranger = try await desk.receives(TestMail(from: .mallory, "Re: something").answering(copy))
        #expect(stranger.outcome == .created)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `take along the answers to the id that a provider has put in place of ours`(_ engine: Engine) async throws {
        let scene = try await Scene(engine), desk = scene.desk
        let answer = try await desk.replies(scene.olga, to: scene.lamp, "About the shade")
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            try await desk.desk.note(.accepted("250", alias: "\(delivery.id)@email.amazonses.com"), of: delivery)
        }
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last?.delivery)
        try await scene.move(answer, to: scene.shade)
        var reply = TestMail(from: .anna, "Re: something")
        reply.inReplyTo = "\(sent.id)@email.amazonses.com"
        #expect(try await desk.receives(reply).ticketID == scene.shade.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `bring their ticket back with them, as it was, when the last of them returns`(_ engine: Engine) async throws {
        let scene = try await Scene(engine), desk = scene.desk
        try await desk.desk.write { tx in
            try tx.ticket(scene.lamp.number, seenBy: .system).changeStatus(.waiting, by: scene.olga, in: tx)
        }
        let message = try await scene.opening(of: scene.lamp)
        desk.clock.advance(seconds: 60)
        try await scene.move(message, to: scene.shade)
        #expect(try await desk.ticket(scene.lamp.number).mergedInto == scene.shade.id)
        desk.clock.advance(seconds: 60)
        try await scene.move(message, to: scene.lamp)
        let back = try await desk.ticket(scene.lamp.number)
        #expect(back.mergedInto == nil && back.status == .waiting)
        #expect(try await desk.conversation(of: back).messages.map(\.message.id) == [message.id])
        let later = try await desk.receives(TestMail(from: .anna, "Re: [\(back.number)] Lamp"))
        #expect(later.ticketID == back.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `never go into a ticket that has gone into another, and nobody can answer there`(_ engine: Engine)
        async throws
    {
        let scene = try await Scene(engine), desk = scene.desk, olga = scene.olga, lamp = scene.lamp
        let third = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Bulb")))
        try await desk.desk.write { tx in
            try lamp.merge(into: tx.ticket(scene.shade.number, seenBy: .system), by: olga, in: tx)
        }
        let anna = try await desk.customer(.anna)
        let draft = Draft(text: "Hello?", channel: .portal)
        #expect(try await scene.isConflict({ _ = try $0.reply(draft, by: olga, in: $1) }, lamp))
        #expect(try await scene.isConflict({ _ = try $0.reply(draft, by: anna, in: $1) }, lamp))
        #expect(try await scene.isConflict({ try $0.reopen(by: anna, in: $1) }, lamp))
        #expect(try await scene.isConflict({ try $0.changeStatus(.open, by: olga, in: $1) }, lamp))
        #expect(try await scene.isConflict({ try $0.change(TicketChange(status: .open), by: olga, in: $1) }, lamp))

        try await scene.move(scene.opening(of: third), to: lamp)
        #expect(try await desk.conversation(of: scene.shade).messages.count == 3)
        #expect(try await desk.ticket(third.number).mergedInto == scene.shade.id)
        let fourth = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Cable")))
        try await desk.desk.write { tx in
            try fourth.merge(into: tx.ticket(lamp.number, seenBy: .system), by: olga, in: tx)
        }
        #expect(try await desk.ticket(fourth.number).mergedInto == scene.shade.id)
        await desk.close()
    }
}
