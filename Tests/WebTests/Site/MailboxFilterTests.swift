import Database
import Foundation
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Tickets of one mailbox` {
    private struct Scene {
        let site: TestSite
        let second: Int64

        /// One ticket came to the first mailbox, one to the second, one to both.
        init(_ engine: Engine) async throws {
            site = try await TestSite(engine)
            second = try await site.test.secondMailbox("sales@desk.example")
            _ = try await site.test.receives(TestMail(from: .anna, "Lamp one"))
            _ = try await site.test.receives(TestMail(from: .boris, "Shade two"), mailbox: second)
            let both = TestMail(from: .mallory, "Bulb both")
            _ = try await site.test.receives(both)
            _ = try await site.test.receives(both, mailbox: second)
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `are listed, searched and counted, those that came to both in each`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        let agent = try await scene.site.browser(scene.site.test.agent())
        for view in ["open", "all", "unassigned"] {
            let first = try await agent.get("/ops/support?view=\(view)&mailbox=1").text
            #expect(
                first.contains("Lamp one") && first.contains("Bulb both") && !first.contains("Shade two"), "\(view)")
            let second = try await agent.get("/ops/support?view=\(view)&mailbox=\(scene.second)").text
            #expect(second.contains("Shade two") && second.contains("Bulb both") && !second.contains("Lamp one"))
            #expect(second.contains("<option value=\"\(scene.second)\" selected>sales@desk.example"))
        }
        let found = try await agent.get("/ops/support?q=both&mailbox=\(scene.second)").text
        #expect(found.contains("Bulb both"))
        #expect(try await !agent.get("/ops/support?q=two&mailbox=1").text.contains("Shade two"))
        #expect(try await agent.get("/ops/support?mailbox=999").text.contains("Nothing matches"))
        #expect(try await agent.get("/ops/support?mailbox=%00x").text.contains("Lamp one"))
        let filter = TicketFilter(mailboxID: scene.second)
        #expect(try await scene.site.desk.read { tx in try tx.count(filter, seenBy: .system) } == 2)
        await scene.site.close()
    }

    @Test func `are walked page by page`() async throws {
        let scene = try await Scene(.sqlite)
        let filter = TicketFilter(mailboxID: scene.second)
        let subjects = try await scene.site.desk.read { tx in
            var subjects: [String] = [], cursor: TicketCursor?
            repeat {
                let page = try tx.tickets(filter, seenBy: .system, after: cursor, limit: 1)
                subjects += page.rows.map(\.ticket.subject)
                cursor = page.next
            } while cursor != nil
            return subjects
        }
        #expect(subjects == ["Bulb both", "Shade two"])
        await scene.site.close()
    }

    @Test func `are listed by the API, for staff alone`() async throws {
        let scene = try await Scene(.sqlite)
        let agent = try await scene.site.script(scene.site.test.agent())
        for name in ["\(scene.second)", "sales@desk.example"] {
            #expect(try await agent.get("/api/support/tickets?mailbox=\(name)").json()["total"].number == 2)
        }
        #expect(try await agent.get("/api/support/tickets?mailbox=nobody").status == 422)
        let anna = try await scene.site.script(scene.site.test.customer(.anna))
        #expect(try await anna.get("/api/support/tickets?mailbox=1").status == 403)
        await scene.site.close()
    }
}
