import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `What hangs on a mailbox that was removed` {
    private struct Scene {
        let desk: TestDesk
        let olga: Person
        let sales: Mailbox
        let ticket: Ticket

        /// Anna has written to the sales mailbox and has her confirmation.
        init(_ engine: Engine) async throws {
            desk = try await TestDesk(engine)
            olga = try await desk.agent()
            var draft = MailboxDraft()
            draft.address = "sales@desk.example"
            draft.imapHost = "imap.desk.example"
            draft.imapPassword = "secret"
            draft.smtpHost = "smtp.desk.example"
            sales = try await desk.desk.write { [draft] tx in try tx.addMailbox(draft, by: .system) }
            ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "A price"), mailbox: sales.id))
            try await sendAll()
        }

        func sendAll() async throws {
            for (delivery, _) in try await desk.desk.claimDeliveries() {
                try await desk.desk.note(.accepted("250"), of: delivery)
            }
        }

        func removeSales() async throws {
            let sales = sales
            #expect(try await desk.desk.write { tx in try sales.remove(by: .system, in: tx) } == .archived)
        }

        func answers() async throws -> [OutboxMail] {
            try await desk.outbox(to: Sender.anna.address).filter { $0.delivery.kind == .reply }
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `an answer that waits fails with a word to its author, and goes out from the main mailbox on request`(
        _ engine: Engine
    ) async throws {
        let scene = try await Scene(engine), desk = scene.desk, olga = scene.olga
        try await desk.replies(olga, to: scene.ticket, "Ten crowns")
        let tried = try #require(try await desk.desk.claimDeliveries().first).delivery
        try await desk.desk.note(.deferred("451 later"), of: tried)
        try await scene.removeSales()

        #expect(try await desk.desk.claimDeliveries().isEmpty)
        let failed = try #require(try await scene.answers().first?.delivery)
        #expect(failed.state == .failed && failed.serverReply?.contains("its mailbox was removed") == true)
        let told = try #require(try await desk.outbox(to: olga.email).last)
        #expect(told.delivery.kind == .deliveryTrouble && told.delivery.mailboxID == 1)
        #expect(try await desk.desk.claimDeliveries().map(\.delivery.id) == [told.delivery.id])

        try await desk.desk.write { tx in try tx.resend(failed, by: olga) }
        let again = try #require(try await desk.desk.claimDeliveries().first)
        let mail = Email(parsing: again.mail)
        #expect(mail.from?.address == TestDesk.address && mail.text.contains("Ten crowns"))
        #expect(again.delivery.recipient == Sender.anna.address && again.delivery.id != failed.id)
        await #expect(throws: DeskError.self, "once") {
            try await desk.desk.write { tx in try tx.resend(failed, by: olga) }
        }
        let shown = try await desk.conversation(of: scene.ticket).messages.last?.deliveries.map(\.id)
        #expect(shown == [again.delivery.id])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `its tickets are answered from the main mailbox, and mail to it or about them comes in there`(
        _ engine: Engine
    ) async throws {
        let scene = try await Scene(engine), desk = scene.desk
        try await scene.removeSales()
        try await desk.replies(scene.olga, to: scene.ticket, "Ten crowns")
        let answer = try #require(try await scene.answers().last)
        #expect(answer.delivery.mailboxID == 1 && answer.email.from?.address == TestDesk.address)
        #expect(try await desk.desk.claimDeliveries().map(\.delivery.id) == [answer.delivery.id])

        let tagged = try await desk.receives(TestMail(from: .anna, "[\(scene.ticket.number)] And the postage?"))
        #expect(tagged.outcome == .appended && tagged.ticketID == scene.ticket.id)
        let pushed = PushedMail(
            raw: TestMail(from: .boris, "Цена").bytes, envelope: MailEnvelope(recipients: [scene.sales.address]),
            source: .webhook)
        let entry = try await desk.desk.settled(desk.desk.take(pushed), patienceSeconds: 5)
        #expect(entry.outcome == .created && entry.mailboxID == 1)
        let confirmation = try #require(try await desk.outbox(to: Sender.boris.address).last)
        #expect(confirmation.delivery.mailboxID == 1 && confirmation.delivery.state == .queued)
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `of mail that an account in use cannot send the word comes from another mailbox`(_ engine: Engine)
        async throws
    {
        let scene = try await Scene(engine), desk = scene.desk
        try await desk.replies(scene.olga, to: scene.ticket, "Ten crowns")
        for _ in 1...2 {
            for (delivery, _) in try await desk.desk.claimDeliveries(only: scene.sales.id) {
                try await desk.desk.note(.notTried("535 no"), of: delivery)
                try await desk.desk.pauseSending(of: scene.sales.id, seconds: 900, because: "535 no")
            }
            desk.clock.advance(seconds: 3_700)
        }
        let told = try #require(try await desk.outbox(to: scene.olga.email).last)
        #expect(told.delivery.kind == .deliveryTrouble && told.email.text.contains("535 no"))
        #expect(told.delivery.mailboxID == 1)
        #expect(try await scene.answers().last?.delivery.state == .queued, "it waits, and is sent by nobody else")
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `one that nothing hangs on goes with the rate that somebody has set for it`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine), owner = try await desk.owner()
        let id = try await desk.secondMailbox("sales@desk.example")
        try await desk.desk.write { tx in
            try tx.setSendingRate(SendingRate(perMinute: 5), of: id, by: owner)
            #expect(try tx.mailbox(id: id)?.remove(by: .system, in: tx) == .deleted)
        }
        await desk.close()
    }
}
