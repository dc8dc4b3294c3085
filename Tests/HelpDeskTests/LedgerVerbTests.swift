import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `What staff do about mail` {
    @Test(arguments: Engine.everyEngine) func `a blocked sender waits in quarantine until somebody releases the mail`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let first = try await desk.receives(TestMail(from: .mallory, "Buy now"))
        try await desk.desk.write { tx in try first.blockSender(by: agent, in: tx) }
        let second = try await desk.receives(TestMail(from: .mallory, "Buy more"))

        #expect(second.outcome == .quarantined)
        #expect(second.because == nil || second.because?.code == .senderIsBlocked)
        #expect(try await desk.outbox(to: Sender.mallory.address).count == 1)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try first.release(by: agent, in: tx) }
        }

        try await desk.desk.write { tx in try second.release(by: agent, in: tx) }
        try await desk.desk.processKept()
        #expect(try await desk.entry(second.id).outcome == .created)
        let third = try await desk.receives(TestMail(from: .mallory, "And more"))
        #expect(third.outcome == .quarantined)
        try await desk.desk.write { tx in try tx.unblock(Sender.mallory.address, by: agent) }
        #expect(try await desk.receives(TestMail(from: .mallory, "Sorry")).outcome == .created)
        await desk.close()
    }

    @Test func `what a server calls spam is not answered by itself, even when somebody lets it in`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let spam = try await desk.receives(TestMail(from: .mallory, "Win").with("X-Spam-Flag", "YES"))
        try await desk.desk.write { tx in try spam.release(by: agent, in: tx) }
        try await desk.desk.processKept()
        #expect(try await desk.entry(spam.id).outcome == .created)
        #expect(try await desk.outbox(to: Sender.mallory.address).isEmpty)
        #expect(try await desk.receives(TestMail(from: .mallory, "A question")).outcome == .created)
        #expect(try await desk.outbox(to: Sender.mallory.address).count == 1)
        await desk.close()
    }

    @Test func `a whole domain can be blocked, but neither our own nor a colleague nor nonsense`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let customer = try await desk.customer(.anna)
        try await desk.desk.write { tx in try tx.block("@elsewhere.example", by: agent) }
        #expect(try await desk.receives(TestMail(from: .mallory, "Buy now")).outcome == .quarantined)
        #expect(try await desk.receives(TestMail(from: .anna, "Help")).outcome == .created)
        for pattern in ["@desk.example", TestDesk.address, "olga@desk.example", "", "@", "nonsense", "@a b"] {
            await #expect(throws: DeskError.self, "\(pattern)") {
                try await desk.desk.write { tx in try tx.block(pattern, by: agent) }
            }
        }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try tx.block("x@y.example", by: customer) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a message moves to another ticket, and answers to it follow`(
        engine: Engine
    )
        async throws
    {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let right = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let wrong = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Invoice")))
        var mail = TestMail(from: .anna, "Re: [\(wrong.number)] Invoice", "The lamp again")
        mail.headers = [("X-Mark", "moved")]
        let moved = try await desk.receives(mail)
        #expect(moved.ticketID == wrong.id)
        try await desk.desk.write { tx in try moved.move(to: right, by: agent, in: tx) }

        let there = try await desk.conversation(of: right).messages,
            left = try await desk.conversation(of: wrong).messages
        #expect(there.map(\.message.text).contains("The lamp again"))
        #expect(there.last?.message.because?.code == .movedByHand)
        #expect(left.count == 1)
        #expect(try await desk.entry(moved.id).ticketID == right.id)
        var answer = TestMail(from: .anna, "no tag", "One more word")
        answer.inReplyTo = mail.messageID
        #expect(try await desk.receives(answer).ticketID == right.id)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try moved.move(to: right, by: agent, in: tx) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `the only message of a ticket takes the ticket with it, and later mail finds the other`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let right = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let entry = try await desk.receives(TestMail(from: .anna, "Lamp, once more"))
        let wrong = try await desk.ticket(of: entry)
        try await desk.desk.write { tx in try entry.move(to: right, by: agent, in: tx) }

        #expect(try await desk.ticket(wrong.number).mergedInto == right.id)
        #expect(try await desk.ticket(wrong.number).status == .closed)
        let later = try await desk.receives(TestMail(from: .anna, "Re: [\(wrong.number)] Lamp, once more"))
        #expect(later.outcome == .appended)
        #expect(later.ticketID == right.id)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `a message that landed in the wrong ticket becomes one of its own`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let agent = try await desk.agent()
        let opening = try await desk.receives(TestMail(from: .anna, "Lamp"))
        let ticket = try await desk.ticket(of: opening)
        let mail = TestMail(from: .anna, "Re: [\(ticket.number)] Lamp", "A new matter")
        let entry = try await desk.receives(mail)
        // The mail that opened the ticket has it already, in company or alone.
        #expect(try await desk.desk.read { tx in try tx.canBeDetached(entry) && !tx.canBeDetached(opening) })
        let new = try await desk.desk.write { tx in try entry.detach(by: agent, in: tx) }

        #expect(new.linkedTo == ticket.id)
        #expect(try await desk.conversation(of: new).messages.map(\.message.text) == ["A new matter"])
        #expect(try await desk.conversation(of: ticket).messages.count == 1)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in _ = try tx.ledgerEntry(entry.id)?.detach(by: agent, in: tx) }
        }
        await desk.close()
    }

    @Test func `tickets merged in a circle, or in a long chain, end where they should`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        var tickets: [Ticket] = []
        for name in ["a", "b", "c"] {
            tickets.append(try await desk.ticket(of: desk.receives(TestMail(from: .anna, name))))
        }
        let (a, b, c) = (tickets[0], tickets[1], tickets[2])
        try await desk.desk.write { tx in
            try a.merge(into: b, by: agent, in: tx)
            try b.merge(into: c, by: agent, in: tx)
        }
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try c.merge(into: tx.ticket(a.number, seenBy: .system), by: agent, in: tx)
            }
        }
        #expect(try await desk.receives(TestMail(from: .anna, "Re: [\(a.number)] a")).ticketID == c.id)
        #expect(try await desk.conversation(of: c).messages.count == 4)
        await desk.close()
    }

    @Test func `an unknown address that holds our mail joins by one decision of staff`() async throws {
        let desk = try await TestDesk(.sqlite)
        let agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        try await desk.replies(agent, to: ticket, "Which lamp?")
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        let private_ = Sender(name: "Anna", address: "anna@home.example")
        let entry = try await desk.receives(TestMail(from: private_, "Re: Lamp", "The blue one").answering(answer))
        let stray = try await desk.ticket(of: entry)
        #expect(stray.linkedTo == ticket.id)
        #expect(stray.requesterID != ticket.requesterID)
        try await desk.desk.write { tx in try stray.joinLinked(by: agent, in: tx) }

        #expect(try await desk.conversation(of: ticket).messages.map(\.message.text).last == "The blue one")
        let next = try await desk.receives(TestMail(from: private_, "Re: [\(ticket.number)] Lamp", "Thanks"))
        #expect(next.ticketID == ticket.id)
        #expect(next.outcome == .appended)
        await desk.close()
    }

    @Test func `the ledger is filtered by outcome, mailbox and words`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.receives(TestMail(from: .anna, "A lamp of 100% glass"))
        try await desk.receives(TestMail(from: .boris, "Счёт"))
        func found(_ query: LedgerQuery) async throws -> [String?] {
            try await desk.desk.read { tx in try tx.ledger(query).map(\.sender) }
        }
        #expect(try await found(LedgerQuery()) == [Sender.boris.address, Sender.anna.address])
        #expect(try await found(LedgerQuery(search: "100%")) == [Sender.anna.address])
        #expect(try await found(LedgerQuery(search: "100_")) == [])
        #expect(try await found(LedgerQuery(search: "ANNA@customer.example")) == [Sender.anna.address])
        #expect(try await found(LedgerQuery(outcome: .failed)) == [])
        #expect(try await found(LedgerQuery(mailboxID: 2)) == [])
        #expect(try await desk.desk.read { tx in try tx.ledgerCounts()[.created] } == 2)
        await desk.close()
    }
}
