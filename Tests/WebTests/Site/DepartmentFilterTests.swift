import Database
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Tickets of one department` {
    private struct Scene {
        let site: TestSite
        let returns: Int64
        let sales: Int64

        /// One open ticket of returns, one resolved; one open of sales; one of nobody.
        init(_ engine: Engine) async throws {
            site = try await TestSite(engine)
            let owner = try await site.test.owner(), anna = try await site.test.customer(.anna)
            (returns, sales) = try await site.desk.write { tx in
                (
                    try tx.addDepartment("Returns & <b>", by: .person(owner)).id,
                    try tx.addDepartment("Sales", by: .person(owner)).id
                )
            }
            let places = [("Lamp one", returns), ("Shade two", sales), ("Bulb three", returns)]
            for (subject, department) in places {
                let number = try await site.ticket(of: anna, subject, "Hello").number
                try await site.desk.write { tx in
                    let ticket = try tx.ticket(number, seenBy: .person(owner))
                    try ticket.change(TicketChange(departmentID: department), by: owner, in: tx)
                    if subject == "Bulb three" { try ticket.changeStatus(.resolved, by: owner, in: tx) }
                }
            }
            _ = try await site.ticket(of: anna, "Wire four", "Hello")
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `are listed, searched and counted, and the ticket leads back to them`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        let agent = try await scene.site.browser(scene.site.test.agent())
        let open = try await agent.get("/ops/support?view=open&department=\(scene.returns)").text
        #expect(open.contains("Lamp one"))
        for other in ["Shade two", "Bulb three", "Wire four"] { #expect(!open.contains(other)) }
        #expect(open.contains("<option value=\"\(scene.returns)\" selected>Returns &amp; &lt;b&gt;</option>"))
        let all = try await agent.get("/ops/support?view=all&department=\(scene.returns)").text
        #expect(all.contains("Lamp one") && all.contains("Bulb three") && !all.contains("Shade two"))
        #expect(all.contains("?view=all&amp;department=\(scene.returns)\""))
        let found = try await agent.get("/ops/support?q=hello&department=\(scene.sales)").text
        #expect(found.contains("Shade two") && !found.contains("Lamp one"))
        #expect(try await agent.get("/ops/support?department=999").text.contains("Nothing matches"))
        #expect(try await agent.get("/ops/support?department=%00x").text.contains("Wire four"))
        let filter = TicketFilter(departmentID: scene.returns)
        #expect(try await scene.site.desk.read { tx in try tx.count(filter, seenBy: .system) } == 2)
        await scene.site.close()
    }

    @Test func `are listed by the API for staff alone, by id and by name`() async throws {
        let scene = try await Scene(.sqlite)
        let agent = try await scene.site.browser(scene.site.test.agent())
        for name in ["\(scene.sales)", "sales"] {
            #expect(try await agent.get("/api/support/tickets?department=\(name)").json()["total"].number == 1)
        }
        #expect(try await agent.get("/api/support/tickets?department=nobody").status == 422)
        let anna = try await scene.site.browser(scene.site.test.customer(.anna))
        #expect(try await anna.get("/api/support/tickets?department=1").status == 403)
        await scene.site.close()
    }

    @Test func `are not offered as a choice where there is no department`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        #expect(try await !agent.get("/ops/support?view=all").text.contains("name=\"department\""))
        await site.close()
    }
}
