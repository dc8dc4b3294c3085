import Database
import Foundation
import HelpDesk
import TestKit
import Testing

@Suite struct `Tickets` {
    @Test(arguments: Engine.everyEngine) func `a customer sees neither others' tickets nor internal notes`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Private")))
        try await desk.replies(agent, to: ticket, "She is right, but say nothing.", note: true)
        let anna = try await desk.customer(.anna), mallory = try await desk.customer(.mallory)

        await #expect(throws: DeskError.notFound("Ticket \(ticket.number)")) {
            try await desk.ticket(ticket.number, seenBy: .person(mallory))
        }
        let seen = try await desk.conversation(of: ticket, seenBy: .person(anna))
        #expect(seen.messages.count == 1)
        #expect(seen.events.isEmpty)
        let list = try await desk.desk.read { tx in try tx.tickets(TicketFilter(), seenBy: .person(mallory)) }
        #expect(list.rows.isEmpty)
        #expect(list.total == 0)
        for word in ["Private", "right", ticket.number] {
            let found = try await desk.desk.read { tx in
                try tx.tickets(TicketFilter(search: word), seenBy: .person(mallory))
            }
            #expect(found.rows.isEmpty, "\(word)")
        }
        let secret = try await desk.desk.read { tx in
            try tx.tickets(TicketFilter(search: "nothing"), seenBy: .person(anna))
        }
        #expect(secret.rows.isEmpty, "the search does not tell what a note holds")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `opening one gives what the database keeps of it`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let anna = try await desk.customer(.anna)
        let new = NewTicket(
            subject: "Broken\r\nlamp", draft: Draft(text: "It flickers.", channel: .portal), priority: .high,
            tags: ["Lamp"],
            language: .russian, userAgent: String(repeating: "Browser ", count: 100), ipAddress: "192.0.2.7")
        let opened = try await desk.desk.write { tx in try Ticket.open(new, for: anna, by: anna, in: tx) }
        #expect(try await desk.ticket(opened.number) == opened)
        #expect(try await desk.customer(.anna) == anna)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a note is never mailed`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Question")))
        let before = try await desk.outbox().count
        try await desk.replies(agent, to: ticket, "Difficult customer.", note: true)
        #expect(try await desk.outbox().count == before)
        #expect(try await desk.ticket(ticket.number).status == .open)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a customer can do nothing that is for staff`(engine: Engine) async throws
    {
        let desk = try await TestDesk(engine)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Question")))
        let anna = try await desk.customer(.anna)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try ticket.changeStatus(.resolved, by: anna, in: tx) }
        }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try ticket.assign(to: anna.id, by: anna, in: tx) }
        }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                try ticket.reply(Draft(text: "x", isInternal: true, channel: .portal), by: anna, in: tx)
            }
        }
        let agent = try await desk.agent()
        await #expect(throws: DeskError.self, "a customer is nobody's assignee") {
            try await desk.desk.write { tx in try ticket.assign(to: anna.id, by: agent, in: tx) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `an empty reply is refused with a reason, and too much text too`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Question")))
        await #expect(throws: DeskError.invalid("message", "is empty: write something or add a file")) {
            try await desk.replies(agent, to: ticket, " \n ")
        }
        await #expect(throws: DeskError.self) {
            try await desk.replies(agent, to: ticket, String(repeating: "a", count: 2 << 20))
        }
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        await desk.close()
    }

    @Test func `files that were uploaded before count like those that come along, and tags have a bound everywhere`()
        async throws
    {
        let desk = try await TestDesk(.sqlite), agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Question")))
        let most = try await desk.desk.read { tx in try tx.limits }
        let large = Upload(
            filename: "a.bin", mimeType: "application/octet-stream",
            content: [UInt8](repeating: 1, count: most.uploadBytes))
        let isTooMuch = most.uploadsPerMessageBytes / most.uploadBytes + 1
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                let kept = try (0..<isTooMuch).map { _ in try tx.upload(large, for: ticket, by: agent).uuid }
                _ = try ticket.reply(Draft(text: "See.", attachmentIDs: kept, channel: .api), by: agent, in: tx)
            }
        }
        let ids = (0...most.attachmentsPerMessage).map { _ in UUID() }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                _ = try ticket.reply(Draft(text: "See.", attachmentIDs: ids, channel: .api), by: agent, in: tx)
            }
        }
        let tags = (1...31).map { "tag\($0)" }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                let new = NewTicket(subject: "Many", draft: Draft(text: "x", channel: .api), tags: tags)
                _ = try Ticket.open(new, for: agent, by: agent, in: tx)
            }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `UUID, number and seq find a ticket, whatever the case`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Question")))
        for reference in [ticket.number, ticket.number.lowercased(), String(ticket.id), ticket.uuid.uuidString] {
            #expect(try await desk.ticket(reference).id == ticket.id, "\(reference)")
        }
        await #expect(throws: DeskError.self) { try await desk.ticket("' OR 1=1 --") }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `numbers stay unique and without reuse when many open tickets at once`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let anna = try await desk.customer(.anna)
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 1...40 {
                group.addTask {
                    try await desk.desk.write { tx in
                        let new = NewTicket(subject: "Parallel \(index)", draft: Draft(text: "x", channel: .api))
                        return try Ticket.open(new, for: anna, by: anna, in: tx).number
                    }
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(numbers).count == 40)
        #expect(numbers.allSatisfy { $0.hasPrefix("TKT-2026-") && $0.count >= 14 })
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `the counter begins anew with the year`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        #expect(try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Old year"))).number == "TKT-2026-00001")
        desk.clock.advance(days: 42)
        #expect(try await desk.ticket(of: desk.receives(TestMail(from: .anna, "New year"))).number == "TKT-2027-00001")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `pages of the list follow each other without gaps or repeats`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine) { $0.limits.ticketsPerAddressAndHour = 1_000 }
        for index in 1...23 {
            if index % 4 == 0 { desk.clock.advance(seconds: 1) }
            try await desk.receives(TestMail(from: .anna, "Number \(index)"))
        }
        var seen: [Int64] = [], cursor: TicketCursor?
        repeat {
            let (from, page) = (cursor, 5)
            let rows = try await desk.desk.read { tx in
                try tx.tickets(TicketFilter(), seenBy: .system, after: from, limit: page)
            }
            seen += rows.rows.map(\.ticket.id)
            cursor = rows.next
            #expect(rows.total == 23)
        } while cursor != nil
        #expect(seen == (1...23).map(Int64.init).reversed())
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `words are found in any of their forms, in both languages`(engine: Engine)
        async throws
    {
        let desk = try await TestDesk(engine)
        try await desk.receives(TestMail(from: .boris, "Заказ", "Лампы приехали разбитыми. Ёлка цела."))
        try await desk.receives(TestMail(from: .anna, "Order", "The shades were broken: 'O''Brien' said 100% \"so\"."))
        for (words, count) in [
            ("лампа", 1), ("разбитая лампа", 1), ("елка", 1), ("shade", 1), ("ordering", 1), ("лампа shade", 0),
            ("o'brien", 1), ("100%", 1), ("\" OR", 0), ("'", 0),
        ] {
            let found = try await desk.desk.read { tx in try tx.tickets(TicketFilter(search: words), seenBy: .system) }
            #expect(found.rows.count == count, "\(words)")
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `what happened stands in the history with who and from what to what`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Question")))
        try await desk.desk.write { tx in
            try ticket.change(
                TicketChange(
                    status: .resolved, priority: .high, subject: "Better", tags: ["VIP", "vip "],
                    assigneeID: .some(agent.id)),
                by: agent, in: tx)
        }
        let events = try await desk.conversation(of: ticket).events
        #expect(
            events.map(\.kind) == [.opened, .statusChanged, .priorityChanged, .subjectChanged, .tagsChanged, .assigned])
        #expect(events.dropFirst().allSatisfy { $0.actorID == agent.id })
        let changed = try await desk.ticket(ticket.number)
        #expect(changed.resolvedAt != nil)
        #expect(changed.subject == "Better")
        await desk.close()
    }

    @Test func `statuses are understood in the words of other systems`() throws {
        #expect(try Status(parsing: "В работе") == .inProgress)
        #expect(try Status(parsing: "Решена") == .resolved)
        #expect(try Status(parsing: "In progress") == .inProgress)
        #expect(throws: DeskError.self) { try Status(parsing: "lost") }
    }
}
