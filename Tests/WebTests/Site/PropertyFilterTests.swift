import Database
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Tickets narrowed by their properties` {
    /// Six tickets: "Lamp 0" to "Lamp 5", of all states, with a priority, a category, a tag and an assignee each.
    private struct Scene {
        let site: TestSite
        let owner: Person
        let peter: Person
        let bug: Int64

        init(_ engine: Engine) async throws {
            site = try await TestSite(engine)
            owner = try await site.test.owner()
            peter = try await site.test.agent("Peter Agent")
            let anna = try await site.test.customer(.anna)
            bug = try await site.desk.read { tx in try tx.category("Bug").id }
            let (owner, peter, bug) = (owner, peter, bug)
            let states: [Status] = [.open, .resolved, .inProgress, .closed, .waiting, .open]
            for (index, status) in states.enumerated() {
                let number = try await site.ticket(of: anna, "Lamp \(index)", "Hello").number
                try await site.desk.write { tx in
                    let change = TicketChange(
                        priority: index % 2 == 0 ? .urgent : .low, categoryID: index % 2 == 0 ? bug : nil,
                        tags: index < 3 ? ["b & <b>", "all"] : ["all"])
                    try tx.ticket(number, seenBy: .person(owner)).change(change, by: owner, in: tx)
                    try tx.ticket(number, seenBy: .person(owner)).assign(
                        to: index < 4 ? peter.id : owner.id, by: owner, in: tx)
                    try tx.ticket(number, seenBy: .person(owner)).changeStatus(status, by: owner, in: tx)
                }
            }
        }

        func subjects(_ path: String) async throws -> Set<Int> {
            let page = try await site.browser(owner).get("/ops/support?" + path).text
            return Set((0...5).filter { page.contains("Lamp \($0)") })
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `are listed in every view, together with other filters and the search`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        let cases: [(String, Set<Int>)] = [
            ("view=all&priority=urgent", [0, 2, 4]), ("view=open&priority=urgent", [0]),
            ("view=all&status=closed&priority=low", [3]), ("view=all&priority=medium", []),
            ("view=all&category=\(scene.bug)", [0, 2, 4]), ("view=waiting&category=\(scene.bug)", [4]),
            ("view=all&assignee=\(scene.peter.id)", [0, 1, 2, 3]), ("view=resolved&assignee=\(scene.peter.id)", [1]),
            ("view=mine&priority=low", [5]), ("view=unassigned&assignee=\(scene.peter.id)", []),
            ("view=all&tag=B+%26+%3Cb%3E", [0, 1, 2]), ("view=open&tag=all", [0, 5]), ("view=all&tag=none", []),
            ("view=all&tag=all&priority=urgent&assignee=\(scene.peter.id)", [0, 2]),
            ("view=all&mailbox=1&priority=low&tag=all", [1, 3, 5]), ("q=hello&priority=low&tag=b+%26+%3Cb%3E", [1]),
            // What no list has made is as if it were not there.
            ("view=all&priority=%00x&category=x&assignee=x&tag=+", [0, 1, 2, 3, 4, 5]),
            ("view=all&category=999", []), ("view=all&assignee=-1", []),
        ]
        for (path, expected) in cases { #expect(try await scene.subjects(path) == expected, "\(path)") }
        await scene.site.close()
    }

    @Test(arguments: Engine.everyEngine) func `are walked page by page over all states, and counted`(_ engine: Engine)
        async throws
    {
        let scene = try await Scene(engine)
        let filters = [
            TicketFilter(priority: .low), TicketFilter(categoryID: scene.bug), TicketFilter(tag: "b & <b>"),
            TicketFilter(status: .open, priority: .low),
        ]
        for (filter, expected) in zip(filters, [[5, 3, 1], [4, 2, 0], [2, 1, 0], [5]]) {
            let (subjects, count) = try await scene.site.desk.read { tx in
                var subjects: [String] = [], cursor: TicketCursor?
                repeat {
                    let page = try tx.tickets(filter, seenBy: .person(scene.owner), after: cursor, limit: 1)
                    subjects += page.rows.map(\.ticket.subject)
                    cursor = page.next
                } while cursor != nil
                return (subjects, try tx.count(filter, seenBy: .person(scene.owner)))
            }
            #expect(subjects == expected.map { "Lamp \($0)" })
            #expect(count == expected.count)
        }
        #expect(try await scene.site.desk.read { tx in try tx.tags() } == ["all", "b & <b>"])
        await scene.site.close()
    }

    @Test func `say what narrows them, let go of it with a click, and keep it on the way to a ticket and back`()
        async throws
    {
        let scene = try await Scene(.sqlite)
        let owner = try await scene.site.browser(scene.owner)
        let page = try await owner.get("/ops/support?view=all&priority=urgent&tag=b+%26+%3Cb%3E").text
        #expect(page.contains("<option value=\"urgent\" selected>Urgent</option>"))
        #expect(page.contains("Tag: b &amp; &lt;b&gt;") && page.contains("Priority: Urgent"))
        #expect(page.contains("href=\"/ops/support?view=all&amp;priority=urgent\""))
        #expect(page.contains("?view=all&amp;priority=urgent&amp;tag=b%20%26%20%3Cb%3E\""))
        let none = try await owner.get("/ops/support?view=waiting&priority=low&tag=gone").text
        #expect(none.contains("Remove a filter") && none.contains("<option value=\"gone\" selected>gone</option>"))
        await scene.site.close()
    }

    @Test func `of one customer are found among that customer's own, by the API`() async throws {
        let scene = try await Scene(.sqlite)
        let anna = try await scene.site.script(scene.site.test.customer(.anna))
        let mallory = try await scene.site.script(scene.site.test.customer(.mallory))
        for (path, total) in [("priority=urgent", 3), ("priority=low&category=bug", 0), ("category=bug", 3)] {
            #expect(try await anna.get("/api/support/tickets?\(path)").json()["total"].number == total, "\(path)")
            #expect(try await mallory.get("/api/support/tickets?\(path)").json()["total"].number == 0)
        }
        await scene.site.close()
    }
}
