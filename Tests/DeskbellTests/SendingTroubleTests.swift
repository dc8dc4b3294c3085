import HelpDesk
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `Trouble with sending` {
    @Test(arguments: [
        ("refuse@customers.example", Delivery.State.failed, "No such user"),
        ("refuse-data@customers.example", .failed, "We do not want this message"),
        ("defer@customers.example", .queued, "Try again later"),
        ("defer-data@customers.example", .queued, "Not now"),
        ("cut-lost@customers.example", .unknown, "closed the connection"),
        ("cut-kept@customers.example", .unknown, "closed the connection"),
    ])
    func `the server's word stands beside the mail, and others are served`(
        _ address: String, _ state: Delivery.State, _ words: String
    ) async throws {
        let sink = try await SMTPSink.start(), installation = try await Installation(sink: sink)
        let token = try await Staff.hired(at: installation), server = try await installation.serve()
        let script = server.script(token: token), staff = Staff(script: script)
        for requester in [address, Sender.anna.address] {
            let made = try await script.call(
                "POST", "/api/support/tickets",
                #"{"subject":"A question","description":"From the phone","user":"\#(requester)"}"#)
            let number = try made.json(TicketJSON.self).number
            #expect(
                try await script.call("POST", "/api/support/tickets/\(number)/reply", #"{"message":"An answer"}"#)
                    .status == 201)
        }
        _ = try await sink.mail(1, to: .anna)

        func delivery() async throws -> TicketJSON.Message.Delivery? {
            let ticket = try await staff.ticket(from: Sender(name: "", address: address))
            return ticket.messages?.last?.delivery?.first
        }
        try await eventually("the mail is \(state)") {
            let delivery = try await delivery()
            return delivery?.state == state.rawValue && delivery?.serverReply != nil
        }
        let told = try await delivery()?.serverReply ?? ""
        #expect(told.contains(words))
        #expect(server.log.contains("[email]"))
        #expect(await server.stop() == 0)
        await sink.stop()
    }

    @Test func `mail waits while the account is refused, and goes out once it is not`() async throws {
        let sink = try await SMTPSink.start()
        let installation = try await Installation(sink: sink), token = try await Staff.hired(at: installation)
        let wrong = try await installation.serve(settings: ["SMTP_PASSWORD": "not-the-password"])
        let script = wrong.script(token: token)
        let made = try await script.call(
            "POST", "/api/support/tickets",
            #"{"subject":"A question","description":"x","user":"anna@customer.example"}"#)
        let number = try made.json(TicketJSON.self).number
        _ = try await script.call("POST", "/api/support/tickets/\(number)/reply", #"{"message":"An answer"}"#)
        try await wrong.logs("[email] Not yet sent to ")
        #expect(!wrong.log.contains("not-the-password"))
        #expect(await wrong.stop() == 0)
        #expect(sink.received.isEmpty)

        let test = try await installation.run(
            "send-test-email", "tom@desk.example", settings: ["SMTP_PASSWORD": "not-the-password"])
        #expect(test.exitCode == 1 && test.output.contains("invalid"), "\(test)")

        try await installation.makeAllMailDue()
        let mended = try await installation.serve()
        _ = try await sink.mail(1, to: .anna)
        #expect(await mended.stop() == 0)
        await sink.stop()
    }
}

extension Installation {
    /// As if the time until the next try had passed.
    fileprivate func makeAllMailDue() async throws {
        try await change("UPDATE delivery SET due_at = 0 WHERE done_at IS NULL")
    }
}
