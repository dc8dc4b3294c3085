import Database
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `Two servers on one PostgreSQL and one mailbox` {
    enum End: String, CaseIterable, Sendable { case stopped, killed }

    @Test(arguments: End.allCases)
    func `no mail is processed twice, and when the one that watches is gone the other goes on`(_ end: End) async throws
    {
        let mailbox = try await DovecotServer.shared().account("support"), sink = try await SMTPSink.start()
        let installation = try await Installation(.postgres, mailbox: mailbox, sink: sink)
        let token = try await Staff.hired(at: installation)
        let servers = [try await installation.serve(), try await installation.serve()]
        let pages = try await listen(to: servers)
        let customers = (1...100).map(Sender.customer)

        for customer in customers[..<50] {
            try mailbox.deliver(TestMail.mail(from: customer, "Help", to: mailbox).bytes)
        }
        try await eventually("both pages hear of new tickets") { pages.allSatisfy { $0.events.count > 5 } }
        let watching = try #require(servers.first { $0.log.contains("[email-to-ticket] Processing") })
        let other = try #require(servers.first { $0.port != watching.port })
        #expect(!other.log.contains("[email-to-ticket] Processing"), "one of them watches")

        switch end {
        case .stopped: watching.askToStop()
        case .killed: watching.kill()
        }
        for customer in customers[50...] {
            try mailbox.deliver(TestMail.mail(from: customer, "Help", to: mailbox).bytes)
        }
        let staff = Staff(script: other.script(token: token))
        try await eventually("100 tickets", within: .seconds(30)) { try await staff.tickets().count >= 100 }

        try await installation.expectOneTicketEach(customers, by: staff)
        try await Outgoing(of: installation, at: sink, count: 100)
            .expectOneEach(customers, mayBeUnknown: end == .killed)
        if end == .stopped { #expect(await watching.stop() == 0) }
        #expect(await other.stop() == 0)
        await sink.stop()
    }

    @Test func `a sync is answered by whichever is asked`() async throws {
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(.postgres, mailbox: mailbox)
        let token = try await Staff.hired(at: installation)
        let servers = [try await installation.serve(), try await installation.serve()]
        for (server, customer) in zip(servers, [Sender.anna, .boris]) {
            try mailbox.deliver(TestMail.mail(from: customer, "Help", to: mailbox).bytes)
            let asked = ContinuousClock.now
            let answer = try await server.script(token: token).call("POST", "/api/support/sync-tickets")
            #expect(answer.status == 200, "\(answer.text)")
            #expect(asked.duration(to: .now) < .seconds(5))
            #expect(try await Staff(script: server.script(token: token)).ticket(from: customer).subject == "Help")
        }
        try await installation.expectOneTicketEach([.anna, .boris], by: Staff(script: servers[0].script(token: token)))
        for server in servers { #expect(await server.stop() == 0) }
    }

    private func listen(to servers: [DeskbellProcess]) async throws -> [EventStream] {
        var pages: [EventStream] = []
        for server in servers {
            let browser = server.browser()
            #expect(try await browser.signIn().status == 200)
            pages.append(browser.listen(to: "/ops/support/live"))
        }
        try await eventually("both pages listen") { pages.allSatisfy(\.isOpen) }
        return pages
    }
}
