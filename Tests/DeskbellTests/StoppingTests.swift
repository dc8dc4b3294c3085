import Database
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `Stopping` {
    @Test func `under load it ends within seconds with exit code 0, and nothing is lost`() async throws {
        let mailbox = try await DovecotServer.shared().account("support"), sink = try await SMTPSink.start()
        let installation = try await Installation(mailbox: mailbox, sink: sink)
        let token = try await Staff.hired(at: installation)
        let server = try await installation.serve()
        let customers = (1...150).map(Sender.customer), page = server.browser()
        #expect(try await page.signIn().status == 200)
        let streams = (1...3).map { _ in page.listen(to: "/ops/support/live") }
        try await eventually("the pages listen") { streams.allSatisfy(\.isOpen) }

        let took = try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...3 {
                group.addTask {
                    while let page = try? await page.open("/ops/support?view=all") { #expect(page.status < 500) }
                }
            }
            group.addTask {
                for customer in customers {
                    try mailbox.deliver(TestMail.mail(from: customer, "Help", to: mailbox).bytes)
                }
            }
            try await eventually("mail is under way", within: .seconds(30)) { sink.received.count >= 5 }
            let asked = ContinuousClock.now
            #expect(await server.stop() == 0)
            let took = asked.duration(to: .now)
            try await group.waitForAll()
            return took
        }
        #expect(took < .seconds(5))
        #expect(streams.allSatisfy { $0.hasEnded })

        let again = try await installation.serve(), staff = Staff(script: again.script(token: token))
        try await eventually("all tickets", within: .seconds(60)) { try await staff.tickets().count >= customers.count }
        try await installation.expectOneTicketEach(customers, by: staff)
        try await Outgoing(of: installation, at: sink, count: customers.count)
            .expectOneEach(customers, mayBeUnknown: false)
        #expect(await again.stop() == 0)
        await sink.stop()
    }

    @Test func `pages and workers can run apart, and stop apart`() async throws {
        let mailbox = try await DovecotServer.shared().account("support"), sink = try await SMTPSink.start()
        let installation = try await Installation(.postgres, mailbox: mailbox, sink: sink)
        let token = try await Staff.hired(at: installation)
        let pages = try await installation.serve("--no-workers"),
            workers = try await installation.serve("--only-workers")
        let staff = Staff(script: pages.script(token: token)), browser = pages.browser()
        #expect(try await browser.signIn().status == 200)
        let stream = browser.listen(to: "/ops/support/live")
        try await eventually("the page listens") { stream.isOpen }

        try mailbox.deliver(TestMail.mail(from: .anna, "Help", to: mailbox).bytes)
        let ticket = try await staff.ticket(from: .anna)
        try await eventually("the page hears of it") { stream.events.contains(ticket.number) }
        _ = try await sink.mail(1, to: .anna)
        #expect(!pages.log.contains("[email-to-ticket]") && !pages.log.contains("[background-tasks]"))

        #expect(await workers.stop() == 0)
        #expect(await pages.stop() == 0)
        await sink.stop()
    }
}
