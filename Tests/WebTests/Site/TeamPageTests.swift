import Database
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `The page of the team` {
    private static func link(in page: String) -> String? {
        page.firstMatch(of: /value="[^"]*(\/ops\/welcome\?token=[a-z0-9]+)"/).map { String($0.output.1) }
    }

    @Test(arguments: Engine.everyEngine)
    func `adds a colleague, who chooses a password by the link that is shown once`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let owner = try await site.browser(site.test.owner())
        let added = try await owner.post("/company/team", ["name": "Maria <b>", "address": "maria@desk.example"])
        #expect(added.status == 200 && added.text.contains("Maria &lt;b&gt;"))
        let link = try #require(Self.link(in: added.text))
        let later = try await owner.get("/company/team").text
        #expect(Self.link(in: later) == nil && later.contains("Agent · has not chosen a password yet</small>"))
        let maria = try await site.browser()
        let token = String(link.drop { $0 != "=" }.dropFirst())
        let password = "a lamp for maria"
        let welcomed = try await maria.post(
            "/ops/welcome", ["token": token, "password": password, "repeat": password])
        #expect(welcomed.location == "/ops/support")
        let now = try await owner.get("/company/team").text
        #expect(now.contains("maria@<wbr>desk.example</span><br><small class=\"faint\">Agent</small>"))
        #expect(try await site.browser().get(link).status == 403)
        await site.close()
    }

    @Test(arguments: ["", "nobody", "olga@desk.example", TestDesk.address, "x@y\r\nBcc: z@z.example"])
    func `takes no address that is none, is ours, or works here already`(_ address: String) async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        _ = try await owner.post("/company/team", ["address": "olga@desk.example"])
        let refused = try await owner.post(
            "/company/team", ["name": "Typed <i>", "address": address, "role": "owner"])
        #expect(refused.status == 422 && refused.text.contains("aria-invalid=\"true\""))
        #expect(refused.text.contains("value=\"Typed &lt;i&gt;\"") && Self.link(in: refused.text) == nil)
        #expect(refused.text.contains("<option value=\"owner\" selected>"))
        await site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `takes access away at once, and gives it back with the same rights`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let owner = try await site.browser(site.test.owner())
        let agent = try await site.test.agent("Peter Agent"), browser = try await site.browser(agent)
        let path = "/company/team/\(agent.id)"
        #expect(try await owner.post(path + "/retire").location == "/company/team?notice=saved")
        #expect(try await browser.get("/ops/support").status == 303)
        #expect(try await owner.get("/company/team").text.contains("No longer here"))
        // A link would let somebody in who is to stay outside.
        #expect(try await owner.post(path + "/link").location == "/company/team?notice=not-possible")
        #expect(try await owner.post(path + "/make-owner").location == "/company/team?notice=not-possible")
        #expect(try await owner.post(path + "/restore").status == 303)
        #expect(try await site.browser(agent).get("/ops/support").status == 200)
        #expect(try await site.browser(agent).get("/company/team").status == 403)
        await site.close()
    }

    @Test func `lets owners make owners, and nobody change the own rights`() async throws {
        let site = try await TestSite()
        let person = try await site.test.owner(), agent = try await site.test.agent()
        let owner = try await site.browser(person), second = try await site.browser(agent)
        #expect(try await owner.post("/company/team/\(agent.id)/make-owner").status == 303)
        #expect(try await second.get("/company/team").status == 200)
        for verb in ["make-agent", "retire", "restore"] {
            let refused = try await owner.post("/company/team/\(person.id)/\(verb)")
            #expect(refused.location == "/company/team?notice=not-possible", "\(verb)")
        }
        #expect(try await second.post("/company/team/\(person.id)/make-agent").status == 303)
        #expect(try await owner.get("/company/team").status == 403)
        await site.close()
    }

    @Test func `knows staff alone: a customer's id leads nowhere`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        let anna = try await site.test.customer(.anna)
        for verb in ["link", "make-owner", "make-agent", "retire", "restore"] {
            #expect(try await owner.post("/company/team/\(anna.id)/\(verb)").status == 404)
            #expect(try await owner.post("/company/team/x/\(verb)").status == 404)
        }
        await site.close()
    }
}
