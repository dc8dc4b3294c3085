import Database
import HelpDesk
import Mail
import Synchronization
import TestKit
import Testing

/// Machines that answer each other, as processes with real mailboxes.
@Suite(.serialized) struct `Machines on real servers` {
    private struct Side {
        let mailbox: DovecotAccount
        let installation: Installation
        let server: DeskbellProcess

        init(_ engine: Engine, _ dovecot: DovecotServer, _ settings: (DovecotAccount) -> [String: String]) async throws
        {
            mailbox = try dovecot.account("support")
            installation = try await Installation(engine, mailbox: mailbox, settings: settings(mailbox))
            #expect(try await installation.run("init").exitCode == 0)
            server = try await installation.serve("--only-workers")
        }

        /// Whether all that has come is decided, and all that was to be sent has gone.
        func isAtRest() async throws -> Bool {
            let arrived = mailbox.messageCount
            return try await installation.inspect { tx in
                let entries = try tx.ledger(LedgerQuery(limit: 1_000))
                let open = try tx.recentDeliveries(limit: 500).filter { $0.doneAt == nil }
                return entries.count == arrived && entries.allSatisfy { $0.outcome != .pending } && open.isEmpty
            }
        }

        func ledger() async throws -> [LedgerEntry] {
            try await installation.inspect { tx in try tx.ledger(LedgerQuery(limit: 1_000)) }.reversed()
        }

        func sent() async throws -> [Delivery] {
            try await installation.inspect { tx in try tx.recentDeliveries(limit: 500) }
        }
    }

    /// Waits until nothing moves any more: at rest so many times one after the other, with the same number of mails.
    private func silence(_ sides: Side...) async throws {
        var quiet = 0, last = -1
        try await eventually("it falls silent", within: .seconds(60)) {
            let count = sides.reduce(0) { $0 + $1.mailbox.messageCount }
            var atRest = true
            for side in sides {
                let isStill = try await side.isAtRest()
                atRest = atRest && isStill
            }
            quiet = atRest && count == last ? quiet + 1 : 0
            last = count
            return quiet >= 10
        }
    }

    @Test func `two desks fall silent after a handful of mails, and say why`() async throws {
        let dovecot = try await DovecotServer.shared(), smtp = try await ForeignSMTPServer.start(before: dovecot)
        let one = try await Side(.sqlite, dovecot, smtp.environment)
        let other = try await Side(.postgres, dovecot, smtp.environment)
        var mail = TestMail(
            from: Sender(name: "Other desk", address: other.mailbox.user), "Your order", "Please confirm.")
        mail.to = one.mailbox.user
        try one.mailbox.deliver(mail.bytes)
        try await eventually("it is answered") { !other.mailbox.isEmpty }
        try await silence(one, other)

        let (ours, theirs) = try await (one.ledger(), other.ledger())
        #expect((1...4).contains(ours.count + theirs.count - 1))
        #expect(ours.first?.isAnswered == true)
        let machines = (ours + theirs).filter(\.isAutomatic)
        #expect(!machines.isEmpty && machines.allSatisfy { !$0.isAnswered && $0.because != nil })
        #expect(await one.server.stop() == 0)
        #expect(await other.server.stop() == 0)
        await smtp.stop()
    }

    /// - Parameter saysSo: whether its answers bear the headers of RFC 3834.
    @Test(arguments: [true, false]) func `somebody who is out of office and answers everything is answered no more`(
        saysSo: Bool
    ) async throws {
        let dovecot = try await DovecotServer.shared(), sink = try await SMTPSink.start()
        let desk = try await Side(.sqlite, dovecot) { _ in sink.environment }
        let mailbox = desk.mailbox, answered = Atomic(0)
        sink.onReceipt { mail in
            guard mail.recipients == [Sender.anna.address] else { return }
            let number = answered.wrappingAdd(1, ordering: .relaxed).newValue
            var answer = TestMail(from: .anna, "Out of the house (\(number))", "I am back on Monday.")
            answer.to = mailbox.user
            if saysSo { answer = answer.with("Auto-Submitted", "auto-replied") }
            try? mailbox.deliver(answer.bytes)
        }
        try mailbox.deliver(TestMail.mail(from: .anna, "A question", to: mailbox).bytes)
        _ = try await sink.mail(1, to: .anna)
        try await silence(desk)

        let ledger = try await desk.ledger()
        #expect((1...4).contains(sink.mails(to: .anna).count))
        #expect(ledger.count == sink.mails(to: .anna).count + 1)
        #expect(ledger.last?.isAnswered == false && ledger.last?.because != nil)
        if saysSo { #expect(sink.mails(to: .anna).count == 1 && ledger.last?.isAutomatic == true) }
        #expect(await desk.server.stop() == 0)
        await sink.stop()
    }
}

extension DovecotAccount {
    fileprivate var isEmpty: Bool { messageCount == 0 }
}
