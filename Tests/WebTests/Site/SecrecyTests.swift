import Database
import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import HummingbirdTesting
import TestKit
import Testing

@testable import Web

@Suite struct `What staff keep to themselves` {
    @Test(arguments: Engine.everyEngine) func `stands on no page of the customer's`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let secret = try await SecretTicket(in: site, by: site.test.agent())
        let anna = try await site.browser(site.test.customer(.anna))
        let number = secret.ticket.number
        for path in [
            "/support", "/support?q=cellar", "/support?q=difficult", "/support?q=credit", "/support/tickets/\(number)",
            "/support/tickets/\(secret.ticket.id)", "/api/support", "/api/support/tickets",
            "/api/support/tickets?q=difficult", "/api/support/tickets/\(number)",
            "/api/support/tickets/\(number)/detail", "/api/support/tickets/\(number)/messages",
        ] {
            let answer = try await anna.get(path)
            #expect(answer.status == 200)
            for word in SecretTicket.staffWords { #expect(!answer.text.contains(word), "“\(word)” at \(path)") }
        }
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `is not in the JSON, by name or by value`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent()
        let secret = try await SecretTicket(in: site, by: agent)
        let path = "/api/support/tickets/\(secret.ticket.number)/detail"
        let seen = try await site.browser(site.test.customer(.anna)).get(path).json()
        #expect(seen["user_agent"].isMissing && seen["ip_address"].isMissing)
        #expect(seen["messages"].items.count == 2)
        for message in seen["messages"].items {
            #expect(message["delivery"].isNull && message["because"].isNull)
            #expect(message["is_internal"].flag == false)
        }
        let full = try await site.browser(agent).get(path).json()
        #expect(full["ip_address"].text == "192.0.2.77" && full["user_agent"].text == "difficult person")
        #expect(full["messages"].items.count == 3)
        #expect(!full["messages"][0]["because"].isNull)
        #expect(full["messages"][1]["delivery"][0]["recipient"].text == "anna@customer.example")
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `is not in a file that a note brought along`(_ engine: Engine)
        async throws
    {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent()
        let secret = try await SecretTicket(in: site, by: agent)
        let anna = try await site.browser(site.test.customer(.anna))
        for path in ["/attachments", "/api/support/attachments", "/support/api/attachments"] {
            let note = try await anna.get("\(path)/\(secret.files.note)")
            #expect(note.status == 404 && !note.text.contains("difficult"))
            #expect(try await anna.get("\(path)/\(secret.files.answer)").text == "left at the church")
            #expect(try await anna.get("\(path)/\(secret.files.mail)").text.contains("all of it"))
            #expect(try await site.browser(agent).get("\(path)/\(secret.files.note)").status == 200)
        }
        await site.close()
    }

    @Test func `cannot be had by the search of another customer`() async throws {
        let site = try await TestSite()
        let secret = try await SecretTicket(in: site, by: site.test.agent())
        let mallory = try await site.browser(site.test.customer(.mallory))
        for words in ["cellar", "landlord", "plumber", "difficult", "anna", secret.ticket.number] {
            let found = try await mallory.get("/api/support/tickets?q=\(words)").json()
            #expect(found["items"].items.isEmpty && found["total"].number == 0, "\(words)")
            #expect(try await !mallory.get("/support?q=\(words)").text.contains("floods"))
        }
        await site.close()
    }

    @Test func `nobody learns from the API who works here`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent()
        let anna = try await site.test.customer(.anna)
        let number = try await site.ticket(of: anna).number
        let browser = try await site.browser(anna)
        for address in [agent.email ?? "", "nobody@desk.example"] {
            let body = "{\"assigned_to\":\"\(address)\"}"
            for (method, path) in [
                (HTTPRequest.Method.patch, "/api/support/tickets/\(number)"),
                (.post, "/api/support/tickets/\(number)/assign"), (.get, "/api/support/tickets?assigned_to=\(address)"),
            ] {
                let answer = try await browser.call(method, path, method == .get ? nil : body)
                #expect(answer.status == 403, "\(method) \(path)")
            }
        }
        await site.close()
    }

    @Test func `is not even told to have been written`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent(), anna = try await site.test.customer(.anna)
        let token = try await site.desk.write { tx in try tx.makeToken(of: anna, name: "test").text }
        let first = try await site.ticket(of: anna).number
        let server = Application(router: site.site.router(), services: [site.site.live], logger: TestDatabase.quiet)
        try await server.test(.live) { client in
            let heard = Browser(port: try #require(client.port), token: token).listen(to: "/support/live")
            try await eventually("the stream is open") { heard.isOpen }
            try await site.desk.write { tx in
                let ticket = try tx.ticket(first, seenBy: .person(agent))
                try ticket.reply(
                    Draft(text: "A difficult person.", isInternal: true, channel: .portal), by: agent, in: tx)
                try ticket.assign(to: agent.id, by: agent, in: tx)
            }
            let second = try await site.ticket(of: anna).number
            try await eventually("Anna hears of what came after the note") { heard.events.contains(second) }
            #expect(!heard.events.contains(first))
            heard.close()
        }
        await site.close()
    }

    @Test func `hears of an answer when it goes out, and not while it can be taken back`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent(), anna = try await site.test.customer(.anna)
        let token = try await site.desk.write { tx in try tx.makeToken(of: anna, name: "test").text }
        let first = try await site.ticket(of: anna).number
        try await site.desk.write { tx in
            try tx.ticket(first, seenBy: .person(agent)).changeStatus(.waiting, by: agent, in: tx)
        }
        let server = Application(router: site.site.router(), services: [site.site.live], logger: TestDatabase.quiet)
        try await server.test(.live) { client in
            let heard = Browser(port: try #require(client.port), token: token).listen(to: "/support/live")
            try await eventually("the stream is open") { heard.isOpen }
            try await site.desk.write { tx in
                var draft = Draft(text: "Change the bulb.", channel: .portal)
                draft.sendsAfterSeconds = 15
                try tx.ticket(first, seenBy: .person(agent)).reply(draft, by: agent, in: tx)
            }
            let second = try await site.ticket(of: anna).number
            try await eventually("Anna hears of what came after") { heard.events.contains(second) }
            #expect(!heard.events.contains(first))
            site.test.clock.advance(seconds: 15)
            _ = try await site.desk.claimDeliveries(limit: 50)
            try await eventually("Anna hears of the answer") { heard.events.contains(first) }
            heard.close()
        }
        await site.close()
    }

    @Test func `is not told by the live updates of somebody else's ticket`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna), mallory = try await site.test.customer(.mallory)
        let token = try await site.desk.write { tx in try tx.makeToken(of: mallory, name: "test").text }
        let server = Application(router: site.site.router(), services: [site.site.live], logger: TestDatabase.quiet)
        try await server.test(.live) { client in
            let heard = Browser(port: try #require(client.port), token: token).listen(to: "/support/live")
            try await eventually("the stream is open") { heard.isOpen }
            let annas = try await site.ticket(of: anna).number
            let hers = try await site.ticket(of: mallory).number
            try await eventually("Mallory hears of her own ticket") { heard.events.contains(hers) }
            #expect(!heard.events.contains(annas))
            heard.close()
        }
        await site.close()
    }
}
