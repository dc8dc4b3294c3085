import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Categories and departments` {
    @Test(arguments: ["/company/categories", "/company/departments"])
    func `keep what was typed where the name is empty, too long or taken`(_ path: String) async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        #expect(try await owner.post(path, ["name": "Returns <b>"]).status == 303)
        for name in ["", "   ", String(repeating: "x", count: 81), "returns <B>"] {
            let refused = try await owner.post(path, ["name": name])
            #expect(refused.status == 422 && refused.text.contains("aria-invalid=\"true\""), "\(name)")
            #expect(!refused.text.contains("<b>\""))
        }
        #expect(try await owner.get(path).text.contains("Returns &lt;b&gt;"))
        #expect(try await owner.post(path + "/999", ["name": "Nothing"]).status == 404)
        #expect(try await owner.post(path + "/nonsense", ["name": "Nothing"]).status == 404)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a category that is given up stays with its tickets and is offered no more`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let owner = try await site.browser(site.test.owner())
        let anna = try await site.test.customer(.anna)
        let old = try await site.ticket(of: anna, "Old", "Hello")
        let support = try #require(old.categoryID)
        #expect(try await owner.post("/company/categories/\(support)/retire").status == 303)
        let page = try await site.browser(anna).get("/support/new").text
        #expect(!page.contains(">Support:") && page.contains(">Bug: Something does not work<"))
        let new = try await site.test.ticket(of: site.test.receives(TestMail(from: .anna, "New")))
        #expect(new.categoryID != support && new.categoryID != nil)
        // The ticket's own can still be seen in it, and its page changes nothing by itself.
        let path = "/ops/support/tickets/\(old.number)"
        #expect(try await owner.get(path).text.contains("<option value=\"\(support)\" selected>Support</option>"))
        #expect(try await owner.post(path + "/properties", ["category": "\(support)"]).status == 303)
        #expect(try await !owner.get("/ops/support/tickets/\(new.number)").text.contains(">Support</option>"))
        #expect(try await owner.post("/company/categories/\(support)/restore").status == 303)
        #expect(try await site.browser(anna).get("/support/new").text.contains(">Support:"))
        await site.close()
    }

    @Test func `the last category stays, and new mail gets the first`() async throws {
        let site = try await TestSite()
        let person = try await site.test.owner()
        let owner = try await site.browser(person)
        let all = try await site.desk.read { tx in try tx.categories() }
        let last = try #require(all.last)
        for _ in all.dropLast() { #expect(try await owner.post("/company/categories/\(last.id)/up").status == 303) }
        let first = try await site.test.ticket(of: site.test.receives(TestMail(from: .anna, "First")))
        #expect(first.categoryID == last.id)
        for category in all where category.id != last.id {
            #expect(try await owner.post("/company/categories/\(category.id)/retire").status == 303)
        }
        let refused = try await owner.post("/company/categories/\(last.id)/retire")
        #expect(refused.location == "/company/categories?notice=not-possible")
        await site.close()
    }

    @Test func `a standard category keeps its name in both languages until it gets another`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        owner.headers[.acceptLanguage] = "ru"
        let page = try await owner.get("/company/categories").text
        #expect(page.contains("value=\"Поддержка\""))
        #expect(page.contains("value=\"Вопросы и помощь\""))
        _ = try await owner.post(
            "/company/categories/1", ["name": "Поддержка", "description": "Вопросы и помощь"])
        let category = try #require(try await site.desk.read { tx in try tx.categories().first })
        #expect(category.name == "Support" && category.description == "Questions and help")
        _ = try await owner.post("/company/categories/1", ["name": "Вопросы", "description": " Обо <всём> "])
        let changed = try #require(try await site.desk.read { tx in try tx.categories().first })
        #expect(changed.name == "Вопросы" && changed.description == "Обо <всём>")
        #expect(try await owner.get("/company/categories").text.contains("value=\"Обо &lt;всём&gt;\""))
        let anna = try await site.browser(site.test.customer(.anna))
        #expect(try await anna.get("/support/new").text.contains(">Вопросы: Обо &lt;всём&gt;<"))
        // What does not name the words leaves them, and empty ones go.
        _ = try await owner.post("/company/categories/1", ["name": "Вопросы 2"])
        #expect(try await site.desk.read { tx in try tx.categories().first?.description } == "Обо <всём>")
        _ = try await owner.post("/company/categories/1", ["name": "Вопросы", "description": ""])
        #expect(try await anna.get("/support/new").text.contains(">Вопросы<"))
        _ = try await owner.post("/company/categories", ["name": "Доставка", "description": "Сроки и адреса"])
        #expect(try await anna.get("/support/new").text.contains(">Доставка: Сроки и адреса<"))
        await site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a department is given to a ticket, shown in its history, and taken away`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let owner = try await site.browser(site.test.owner()), agent = try await site.browser(site.test.agent())
        #expect(try await owner.post("/company/departments", ["name": "Returns"]).status == 303)
        #expect(try await agent.post("/company/departments", ["name": "Sales"]).status == 403)
        let returns = try #require(try await site.desk.read { tx in try tx.departments().first })
        let number = try await site.ticket(of: site.test.customer(.anna), "Lamp", "It flickers.").number
        let path = "/ops/support/tickets/\(number)", api = "/api/support/tickets/\(number)"
        #expect(try await agent.post(path + "/properties", ["department": "999"]).status == 422)
        #expect(try await agent.post(path + "/properties", ["department": "\(returns.id)"]).status == 303)
        let page = try await agent.get(path).text
        #expect(page.contains("Department: Returns") && page.contains("selected>Returns</option>"))
        let seen = try await agent.get(api).json()
        #expect(seen["department"].text == "Returns")
        #expect(try await agent.get("/api/support/departments").json()["items"][0]["name"].text == "Returns")
        #expect(try await agent.call(.patch, api, #"{"department":null}"#).json()["department"].isNull)
        #expect(try await agent.call(.patch, api, #"{"department":"returns"}"#).json()["department"].text == "Returns")
        #expect(try await agent.call(.patch, api, #"{"department":"Sales"}"#).status == 422)
        // One that is given up stays, and can be taken away.
        #expect(try await owner.post("/company/departments/\(returns.id)/retire").status == 303)
        #expect(try await agent.get(path).text.contains("selected>Returns</option>"))
        #expect(try await agent.post(path + "/properties", ["department": ""]).status == 303)
        #expect(try await !agent.get(path).text.contains("Returns</option>"))
        await site.close()
    }

    @Test func `properties of a ticket are changed one by one`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        let number = try await site.ticket(of: site.test.customer(.anna), "Lamp", "It flickers.").number
        let path = "/ops/support/tickets/\(number)"
        #expect(try await agent.post(path + "/properties", ["priority": "nonsense"]).status == 422)
        #expect(try await agent.post(path + "/properties", ["subject": " "]).status == 422)
        #expect(try await agent.post(path + "/properties", ["priority": "urgent"]).status == 303)
        #expect(try await agent.post(path + "/properties", ["tags": "damaged, Wholesale,,"]).status == 303)
        #expect(try await agent.post(path + "/properties", ["subject": "Flickering lamp"]).status == 303)
        #expect(try await agent.post(path + "/properties", ["category": "Bug"]).status == 303)
        let page = try await agent.get(path).text
        for text in [
            "Category: Bug", "value=\"damaged, wholesale\"", "Priority: Urgent", "New subject: “Flickering lamp”",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        await site.close()
    }
}
