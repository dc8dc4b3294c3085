import Database
import HelpDesk
import Mail
import TestKit
import Testing

/// The process dies (`kill -9`) exactly when the SMTP server has come to a step, before it does it.
@Suite(.serialized) struct `Killed while it sends` {
    struct Death: Sendable, CustomTestStringConvertible {
        let step: SMTPStep
        /// What is known of the mail after the next start.
        let state: Delivery.State
        /// How many the customer has got in the end.
        let copies: Int
        var fileBytes = 0

        var testDescription: String { fileBytes > 0 ? "in the middle of a large mail" : "\(step)" }
    }

    static let deaths =
        [.connect, .hello, .startTLS, .handshake, .securedHello, .authenticate, .sender, .recipient, .data].map {
            Death(step: $0, state: .sent, copies: 1)
        } + [
            Death(step: .message, state: .sent, copies: 1, fileBytes: 16 << 20),
            Death(step: .end, state: .unknown, copies: 1),
            Death(step: .kept, state: .unknown, copies: 1),
            Death(step: .quit, state: .sent, copies: 1),
        ]

    @Test(arguments: deaths) func `what was not handed over goes out once, what was is shown as unknown`(
        _ death: Death
    ) async throws {
        let sink = try await SMTPSink.start(), installation = try await Installation(sink: sink)
        #expect(try await installation.run("init").exitCode == 0)
        try await installation.writeAnswer(fileBytes: death.fileBytes)
        // Where it dies in the middle, the server must not take the rest meanwhile.
        if death.fileBytes > 0 { sink.fail(at: .message, .stall) }
        let victim = try installation.launch()
        // It takes far longer to start than this.
        sink.onStep(death.step) { victim.kill() }
        try await eventually("it is dead", within: .seconds(30)) { !victim.isRunning }

        sink.recover()
        let next = try await installation.serve("--only-workers")
        var answer: Delivery?
        try await eventually("the mail's fate is known", within: .seconds(30)) {
            answer = try await installation.answer()
            return answer?.doneAt != nil
        }
        #expect(answer?.state == death.state)
        #expect(sink.mails(to: .anna).count == death.copies)
        #expect(await next.stop() == 0)
        #expect(sink.mails(to: .anna).count == death.copies, "nothing is sent again")
        await sink.stop()
    }
}

extension Installation {
    /// Olga answers a ticket of Anna's; nothing else waits in the outbox.
    fileprivate func writeAnswer(fileBytes: Int) async throws {
        try await work { tx in
            let olga = try tx.addStaff(Staff.address, name: "Olga", role: .agent)
            try tx.answerLamp(tx.lampTicket(of: .anna), by: olga, fileBytes: fileBytes)
        }
        try await change("DELETE FROM delivery WHERE kind <> 'reply'")
    }

    fileprivate func answer() async throws -> Delivery? {
        try await inspect { tx in try tx.recentDeliveries().first { $0.kind == .reply } }
    }
}
