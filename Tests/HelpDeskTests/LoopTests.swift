import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Machines that answer each other` {
    /// What goes out of one desk arrives at the other as its recipient's server would hand it on.
    private func carry(from one: TestDesk, to other: TestDesk, _ seen: inout Int, as address: String) async throws
        -> Int
    {
        let mails = try await one.outbox(to: address)
        let new = mails.dropFirst(seen)
        seen = mails.count
        for mail in new {
            let raw = try await one.desk.read { tx in try tx.content(mail.delivery.mailHash) }
            try await other.receives(raw: raw)
        }
        return new.count
    }

    @Test func `two desks that write to each other fall silent after a handful of mails`() async throws {
        let one = try await TestDesk(.sqlite), other = try await TestDesk(.sqlite, address: "help@other.example")
        // A colleague at the other desk has written from its support address: its confirmation comes to ours, and so on.
        try await one.receives(
            TestMail(from: Sender(name: "Other", address: "help@other.example"), "Your order", "Please confirm."))
        var ours = 0, theirs = 0, total = 0
        for _ in 0..<20 {
            total += try await carry(from: one, to: other, &ours, as: "help@other.example")
            total += try await carry(from: other, to: one, &theirs, as: TestDesk.address)
            one.clock.advance(seconds: 60)
            other.clock.advance(seconds: 60)
        }
        #expect((1...4).contains(total))
        await one.close()
        await other.close()
    }

    @Test(arguments: [true, false])
    func `a machine that answers everything and hides that it is one gets a handful of mails`(
        keepsThread: Bool
    ) async throws {
        let desk = try await TestDesk(.sqlite)
        let machine = Sender(name: "Robot", address: "robot@machine.example")
        try await desk.receives(TestMail(from: machine, "Hello"))
        var seen = 0
        for round in 0..<50 {
            let mails = try await desk.outbox(to: machine.address)
            for mail in mails.dropFirst(seen) {
                var answer = TestMail(
                    from: machine, keepsThread ? "Re: \(mail.email.subject)" : "Answer \(round)", "Noted.")
                if keepsThread { answer = answer.answering(mail) }
                try await desk.receives(answer)
            }
            seen = mails.count
            desk.clock.advance(seconds: 30)
        }
        #expect((1...4).contains(seen))
        await desk.close()
    }

    @Test func `a flood of one sender waits in quarantine, and says so`() async throws {
        let desk = try await TestDesk(.sqlite)
        let machine = Sender(name: "Robot", address: "robot@machine.example")
        var outcomes: [LedgerEntry.Outcome] = []
        for round in 1...15 {
            outcomes.append(try await desk.receives(TestMail(from: machine, "Alert \(round)")).outcome)
        }
        #expect(outcomes == Array(repeating: .created, count: 10) + Array(repeating: .quarantined, count: 5))
        let waiting = try await desk.desk.read { tx in try tx.ledger(LedgerQuery(outcome: .quarantined)) }
        #expect(waiting.allSatisfy { $0.because?.code == .tooManyFromOneSender })
        await desk.close()
    }
}
