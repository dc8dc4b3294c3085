import Database
import Foundation
import HTTPTypes
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Web

@Suite struct `Signing in as a customer` {
    /// Asks for a link and takes it out of the mail.
    private func link(to address: String, _ site: TestSite, next: String = "") async throws -> String {
        let answer = try await site.browser().post("/support/sign-in", ["email": address, "next": next])
        #expect(answer.status == 200)
        let mail = try #require(try await site.test.outbox(to: address).last)
        let start = try #require(mail.email.text.range(of: TestSite.origin))
        return String(mail.email.text[start.upperBound...].prefix { !$0.isWhitespace })
    }

    private func token(of link: String) throws -> String {
        try #require(link.split(separator: "token=").last.map { String($0.prefix { $0 != "&" }) })
    }

    @Test(arguments: Engine.everyEngine) func `works by a link that looking does not use up, once`(_ engine: Engine)
        async throws
    {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna)
        let number = try await site.ticket(of: anna).number
        let link = try await link(to: Sender.anna.address, site)
        let scanner = try await site.browser()
        for _ in 1...3 {
            let look = try await scanner.get(link)
            #expect(look.status == 200 && look.cookies.isEmpty)
        }
        let visitor = try await site.browser()
        let answer = try await visitor.post("/support/enter", ["token": try token(of: link)])
        #expect(answer.location == "/support")
        #expect(try await visitor.get("/support").text.contains(number))
        let cookie = try #require(answer.cookies.first { $0.name == "__Host-session" })
        #expect(cookie.attributes.isSuperset(of: ["httponly", "secure", "samesite=lax", "path=/"]))

        #expect(try await site.browser().post("/support/enter", ["token": try token(of: link)]).status == 403)
        #expect(try await site.browser().get(link).status == 403)
        await site.close()
    }

    @Test func `leads to the ticket whose mail brought the customer here`() async throws {
        let site = try await TestSite()
        let number = try await site.ticket(of: site.test.customer(.anna)).number
        let visitor = try await site.browser()
        let signIn = try #require(try await visitor.get("/support/tickets/\(number)").location)
        #expect(signIn == "/support?next=%2Fsupport%2Ftickets%2F\(number)")
        #expect(try await visitor.get(signIn).text.contains("value=\"/support/tickets/\(number)\""))
        let link = try await link(to: Sender.anna.address, site, next: "/support/tickets/\(number)")
        #expect(try await visitor.get(link).text.contains("value=\"/support/tickets/\(number)\""))
        let answer = try await visitor.post(
            "/support/enter", ["token": try token(of: link), "next": "/support/tickets/\(number)"])
        #expect(answer.location == "/support/tickets/\(number)")
        for odd in ["https://evil.example/support/", "/support/&token=x", "/support/%0A", "/ops/support", "//evil"] {
            #expect(try await self.link(to: "\(odd.count)@x.example", site, next: odd).contains("next=") == false)
        }
        await site.close()
    }

    @Test func `ends with the link's half hour`() async throws {
        let site = try await TestSite()
        let link = try await link(to: "new@customer.example", site)
        site.test.clock.advance(seconds: 30 * 60 + 1)
        #expect(try await site.browser().get(link).status == 403)
        #expect(try await site.browser().post("/support/enter", ["token": try token(of: link)]).status == 403)
        await site.close()
    }

    @Test func `says the same to known and unknown addresses`() async throws {
        let site = try await TestSite()
        _ = try await site.ticket(of: site.test.customer(.anna))
        let known = try await site.browser().post("/support/sign-in", ["email": "anna@customer.example"])
        let unknown = try await site.browser().post("/support/sign-in", ["email": "nobo@customer.example"])
        #expect(known.status == 200 && known.text.replacing("anna@", with: "nobo@") == unknown.text)
        await site.close()
    }

    @Test func `does not let staff in without their password`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent()
        let address = agent.email ?? ""
        let before = try await site.test.outbox(to: address).count
        let stranger = try await site.browser().post("/support/sign-in", ["email": "some@desk.example"])
        let answer = try await site.browser().post("/support/sign-in", ["email": address])
        #expect(answer.text.replacing(address, with: "some@desk.example") == stranger.text, "the page does not tell")
        #expect(try await site.test.outbox(to: address).count == before, "no link is mailed")
        await site.close()
    }

    @Test func `does not let somebody in as staff who became one after asking for the link`() async throws {
        let site = try await TestSite()
        let link = try await link(to: "olga@desk.example", site)
        _ = try await site.test.agent("Olga Sokolova")
        let visitor = try await site.browser()
        #expect(try await visitor.post("/support/enter", ["token": try token(of: link)]).status == 403)
        #expect(try await visitor.get("/ops/support").status == 303)
        await site.close()
    }

    @Test(arguments: ["", "nobody", "a@b", "a b@c.example", "a@b.example\r\nBcc: x@y.example", "<a@b.example>"])
    func `refuses what is no address, and mails nothing`(_ address: String) async throws {
        let site = try await TestSite()
        let answer = try await site.browser().post("/support/sign-in", ["email": address])
        #expect(answer.status == 422)
        #expect(try await site.test.outbox().isEmpty)
        await site.close()
    }

    @Test func `mails five links an hour to one address at most`() async throws {
        let site = try await TestSite()
        for _ in 1...5 { _ = try await site.browser().post("/support/sign-in", ["email": "anna@customer.example"]) }
        let answer = try await site.browser().post("/support/sign-in", ["email": "Anna@Customer.example"])
        #expect(answer.status == 429)
        #expect(answer.headers[.retryAfter] != nil)
        #expect(try await site.test.outbox().count == 5)
        await site.close()
    }

    @Test(arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nb: c"])
    func `leads to no other site`(_ next: String) async throws {
        let site = try await TestSite()
        let link = try await link(to: Sender.anna.address, site)
        let answer = try await site.browser().post(
            "/support/enter", ["token": try token(of: link), "next": next])
        #expect(answer.location == "/support")
        await site.close()
    }

    @Test func `ends for good at the sign-out`() async throws {
        let site = try await TestSite()
        let visitor = try await site.browser(site.test.customer(.anna))
        let before = visitor.cookies
        #expect(try await visitor.post("/support/sign-out").location?.hasPrefix("/support") == true)
        visitor.cookies = before
        #expect(try await visitor.get("/support/new").status == 303)
        await site.close()
    }
}
