import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `The API's list of tickets` {
    @Test(arguments: Engine.everyEngine) func `comes in pages without gaps or repeats`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna), agent = try await site.test.agent()
        for index in 1...13 {
            _ = try await site.ticket(of: anna, "Lamp \(index)")
            if index.isMultiple(of: 3) { site.test.clock.advance(seconds: 60) }
        }
        let script = try await site.script(agent)
        for search in ["", "&q=lamp"] {
            var numbers: [String] = [], after: String?
            repeat {
                let page = try await script.get(
                    "/api/support/tickets?limit=4\(search)\(after.map { "&after=\($0)" } ?? "")"
                )
                .json()
                #expect(page.keys == ["items", "next", "total"])
                #expect(page["items"].items.count <= 4)
                if search.isEmpty { #expect(page["total"].number == 13) }
                numbers += page["items"].items.compactMap { $0["number"].text }
                after = page["next"].text
                #expect(after != nil || page["next"].isNull)
            } while after != nil
            #expect(numbers == (1...13).reversed().map { "TKT-2026-000\($0 < 10 ? "0" : "")\($0)" }, "\(search)")
        }
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `can be filtered, and filters can be combined`(_ engine: Engine)
        async throws
    {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent(), anna = try await site.test.customer(.anna)
        let script = try await site.script(agent)
        let first = try await site.ticket(of: anna, "Broken shade").number
        let second = try await site.ticket(of: anna, "Разбитый абажур").number
        let third = try await site.ticket(of: anna, "Invoice").number
        for (number, change) in [
            (first, "{\"status\":\"waiting\",\"priority\":\"urgent\",\"tags\":[\"glass\"],\"category\":\"Bug\"}"),
            (second, "{\"status\":\"waiting\",\"tags\":[\"Glass \"],\"assigned_to\":\"\(agent.email ?? "")\"}"),
            (third, "{\"priority\":\"urgent\",\"category\":\"billing\"}"),
        ] {
            #expect(try await script.call(.patch, "/api/support/tickets/\(number)", change).status == 200)
        }
        for (query, expected) in [
            ("status=waiting", [first, second]), ("status=%D0%BE%D1%82%D0%BA%D1%80%D1%8B%D1%82%D0%B0", [third]),
            ("priority=urgent", [first, third]), ("priority=urgent&status=waiting", [first]),
            ("tag=glass", [first, second]),
            ("category=Bug", [first]), ("category=BILLING", [third]), ("assigned_to=\(agent.email ?? "")", [second]),
            ("assigned_to=\(agent.uuid)", [second]), ("q=shade", [first]),
            ("search=%D0%B0%D0%B1%D0%B0%D0%B6%D1%83%D1%80", [second]), ("q=shade&status=open", []),
            ("q=\(third)", [third]), ("status=closed", []), ("q=%25", []),
            ("status=waiting&q=shade&tag=glass", [first]),
        ] {
            let items = try await script.get("/api/support/tickets?\(query)").json()["items"].items
            #expect(Set(items.compactMap { $0["number"].text }) == Set(expected), "\(query)")
        }
        await site.close()
    }

    @Test func `says which filter it does not understand`() async throws {
        let site = try await TestSite()
        let script = try await site.script(site.test.agent())
        for (query, field) in [
            ("status=lost", "status"), ("priority=9", "priority"), ("category=None", "category"),
            ("assigned_to=nobody", "assigned_to"), ("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"),
            ("after=x", "after"), ("after=1-2-3", "after"), ("after=", "after"),
        ] {
            let answer = try await script.get("/api/support/tickets?\(query)")
            #expect(answer.status == 422, "\(query)")
            #expect(try answer.json()["error"]["fields"][field].text?.isEmpty == false, "\(query)")
        }
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `shows each ticket as its own address does`(_ engine: Engine) async throws
    {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent()
        var mail = TestMail(from: .anna, "With a colleague", "The first words.")
        mail.cc = "Colleague <colleague@customer.example>"
        let ticket = try await site.test.ticket(of: site.test.receives(mail))
        try await site.test.replies(agent, to: ticket, "The last words.", status: .waiting)
        let script = try await site.script(agent)
        let listed = try await script.get("/api/support/tickets").json()["items"][0]
        let single = try await script.get("/api/support/tickets/\(ticket.number)").json()
        #expect(listed.keys == single.keys)
        for name in ["description", "status", "updated_at", "first_response_at", "category", "seq", "id"] {
            #expect(listed[name].text == single[name].text && listed[name].number == single[name].number, "\(name)")
        }
        #expect(listed["description"].text == "The first words.")
        #expect(listed["cc"].texts == single["cc"].texts)
        #expect(listed["cc"].texts == ["colleague@customer.example"])
        await site.close()
    }

    @Test func `of one's own tickets is the same at its three addresses, also for staff`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna), agent = try await site.test.agent()
        _ = try await site.ticket(of: anna)
        let own = try await site.ticket(of: agent, "My own lamp").number
        let script = try await site.script(agent)
        for path in [
            "/api/support", "/api/support/", "/api/support/tickets/my_tickets", "/support/api/tickets/my_tickets/",
        ] {
            let items = try await script.get(path).json()["items"].items
            #expect(items.compactMap { $0["number"].text } == [own], "\(path)")
        }
        #expect(try await script.get("/support/api/tickets/").json()["total"].number == 2)
        await site.close()
    }
}
