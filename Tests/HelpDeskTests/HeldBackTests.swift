import Database
import HelpDesk
import TestKit
import Testing

@Suite struct `While an answer can be taken back` {
    private struct Scene {
        let desk: TestDesk
        let olga: Person
        let anna: Person
        let number: String

        init(_ engine: Engine) async throws {
            desk = try await TestDesk(engine)
            olga = try await desk.agent()
            number = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp"))).number
            anna = try await desk.customer(.anna)
            desk.clock.advance(seconds: 600)
            _ = try await desk.receives(TestMail(from: .anna, "Shade"))
            desk.clock.advance(seconds: 600)
        }

        func answers(_ status: Status, seconds: Double = 15) async throws {
            try await desk.desk.write { tx in
                var draft = Draft(text: "Change the bulb.", status: status, channel: .portal)
                draft.sendsAfterSeconds = seconds
                try tx.ticket(number, seenBy: .person(olga)).reply(draft, by: olga, in: tx)
            }
        }

        /// The subjects of the customer's list, newest first, with the status of the answered ticket.
        func list(_ filter: TicketFilter = TicketFilter()) async throws -> (subjects: [String], status: Status?) {
            let rows = try await desk.desk.read { tx in try tx.tickets(filter, seenBy: .person(anna)).rows }
            return (rows.map(\.ticket.subject), rows.first { $0.ticket.number == number }?.ticket.status)
        }

        func total(_ status: Status) async throws -> Int {
            try await desk.desk.read { tx in
                try tx.tickets(TicketFilter(status: status), seenBy: .person(anna)).total
            }
        }

        func seen(by viewer: Person) async throws -> Ticket {
            try await desk.desk.read { tx in try tx.conversation(number, seenBy: .person(viewer)).ticket }
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `the customer sees neither its status nor its place`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        let before = try await scene.seen(by: scene.anna)
        try await scene.answers(.resolved)
        #expect(try await scene.seen(by: scene.anna) == before)
        #expect(try await scene.seen(by: scene.olga).status == .resolved)
        let list = try await scene.list()
        #expect(list.subjects == ["Shade", "Lamp"] && list.status == .open)
        #expect(try await scene.list(TicketFilter(status: .resolved)).subjects.isEmpty)
        // It is found where it seems to be, by the list and by its words, and counted there alone.
        #expect(try await scene.list(TicketFilter(status: .open)).subjects == ["Shade", "Lamp"])
        #expect(try await scene.list(TicketFilter(status: .open, search: "lamp")).subjects == ["Lamp"])
        #expect(try await scene.list(TicketFilter(status: .resolved, search: "lamp")).subjects.isEmpty)
        #expect(try await scene.total(.open) == 2)
        #expect(try await scene.total(.resolved) == 0)
        scene.desk.clock.advance(seconds: 15)
        #expect(try await scene.seen(by: scene.anna).status == .resolved)
        let later = try await scene.list()
        #expect(later.subjects == ["Lamp", "Shade"] && later.status == .resolved)
        #expect(try await scene.list(TicketFilter(status: .resolved)).subjects == ["Lamp"])
        await scene.desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a ticket that was resolved is so since then`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        try await scene.answers(.resolved, seconds: 0)
        scene.desk.clock.advance(seconds: 600)
        let before = try await scene.seen(by: scene.anna)
        try await scene.answers(.waiting)
        #expect(try await scene.seen(by: scene.anna) == before)
        await scene.desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `what is done to the ticket beside it is seen at once`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        try await scene.answers(.waiting)
        scene.desk.clock.advance(seconds: 1)
        try await scene.desk.desk.write { tx in
            try tx.ticket(scene.number, seenBy: .person(scene.anna)).close(by: scene.anna, in: tx)
        }
        #expect(try await scene.seen(by: scene.anna).status == .closed)
        await scene.desk.close()
    }
}
