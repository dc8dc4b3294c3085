import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `One's own password` {
    private static let old = "a lamp for peter", new = "two lamps for peter"
    private static let path = "/ops/profile/password"

    private func site(_ engine: Engine = .sqlite) async throws -> (TestSite, Person) {
        let site = try await TestSite(engine)
        _ = try await site.test.owner()
        let peter = try await site.test.agent("Peter Agent")
        try await site.desk.setPassword(Self.old, of: peter)
        return (site, peter)
    }

    private func signIn(_ site: TestSite, _ peter: Person, _ password: String) async throws -> Int {
        try await site.browser().post("/ops/sign-in", ["email": peter.email ?? "", "password": password]).status
    }

    @Test(arguments: [
        ("a lamp for peteR", new, new, "This is not your current password."),
        ("", new, new, "This is not your current password."),
        (old, "short", "short", "At least 10\u{a0}characters, please."),
        (old, "", "", "At least 10\u{a0}characters, please."),
        (old, new, new + "!", "The two are not the same."),
    ]) func `stays where something is wrong, which is said`(
        _ current: String, _ password: String, _ again: String, _ said: String
    ) async throws {
        let (site, peter) = try await site()
        let browser = try await site.browser(peter)
        let fields: KeyValuePairs = ["current": current, "password": password, "repeat": again]
        let answer = try await browser.post(Self.path, fields)
        #expect(answer.status == 422 && answer.text.contains(said))
        #expect(!answer.text.contains(password) || password.isEmpty || password == "short")
        #expect(try await browser.get("/ops/support").status == 200)
        #expect(try await signIn(site, peter, Self.old) == 303)
        await site.close()
    }

    @Test func `cannot be guessed at an open screen: ten tries, also with the right one after`() async throws {
        let (site, peter) = try await site()
        let browser = try await site.browser(peter)
        for _ in 1...10 {
            let guess: KeyValuePairs = ["current": "a guess of mine", "password": Self.new, "repeat": Self.new]
            #expect(try await browser.post(Self.path, guess).status == 422)
        }
        let right: KeyValuePairs = ["current": Self.old, "password": Self.new, "repeat": Self.new]
        let late = try await browser.post(Self.path, right)
        #expect(late.status == 429 && late.headers[.retryAfter] != nil)
        #expect(try await signIn(site, peter, Self.old) == 303)
        site.test.clock.advance(seconds: 901)
        #expect(try await browser.post(Self.path, right).status == 303)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `is changed by an agent, whose other sessions and links end with it`(_ engine: Engine) async throws {
        let (site, peter) = try await site(engine)
        let browser = try await site.browser(peter), elsewhere = try await site.browser(peter)
        let before = browser.cookies
        let link = try await site.desk.write { tx in try tx.makeLink(.welcome, person: peter) }
        let fields: KeyValuePairs = ["current": Self.old, "password": Self.new, "repeat": Self.new]
        #expect(try await browser.post(Self.path, fields).location == "/ops/profile?notice=password")
        #expect(try await browser.get("/ops/profile?notice=password").text.contains("Other devices are signed out"))
        #expect(try await elsewhere.get("/ops/support").status == 303)
        let planted = try await site.browser()
        planted.cookies = before
        #expect(try await planted.get("/ops/support").status == 303)
        #expect(try await site.browser().get("/ops/welcome?token=\(link.text)").status == 403)
        #expect(try await signIn(site, peter, Self.old) == 401)
        #expect(try await signIn(site, peter, Self.new) == 303)
        await site.close()
    }

    @Test func `chosen by a link ends what was signed in before`() async throws {
        let (site, peter) = try await site()
        let thief = try await site.browser(peter), browser = try await site.browser()
        let link = try await site.desk.write { tx in try tx.makeLink(.welcome, person: peter) }
        let fields: KeyValuePairs = ["token": link.text, "password": Self.new, "repeat": Self.new]
        #expect(try await browser.post("/ops/welcome", fields).status == 303)
        #expect(try await thief.get("/ops/support").status == 303)
        #expect(try await browser.get("/ops/support").status == 200)
        await site.close()
    }
}
