import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Signing in as staff` {
    static let password = "correct horse battery"

    private func site() async throws -> (TestSite, Person) {
        let site = try await TestSite()
        let olga = try await site.test.owner("Olga Sokolova")
        try await site.desk.setPassword(Self.password, of: olga)
        return (site, olga)
    }

    @Test func `needs the right password, and says the same for a wrong one and an unknown address`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser()
        let wrong = try await visitor.post("/ops/sign-in", ["email": olga.email ?? "", "password": "wrong"])
        let unknown = try await visitor.post("/ops/sign-in", ["email": "who@desk.example", "password": "wrong"])
        #expect(wrong.status == 401 && unknown.status == 401)
        #expect(wrong.text == unknown.text.replacing("who@desk.example", with: olga.email ?? ""))
        #expect(wrong.cookies.isEmpty && !wrong.text.contains("wrong\""))
        let right = try await visitor.post("/ops/sign-in", ["email": "OLGA@desk.example", "password": Self.password])
        #expect(right.status == 303 && right.location == "/ops/support")
        #expect(try await visitor.get("/ops/support").status == 200)
        await site.close()
    }

    @Test func `is slowed down after ten tries, and then says when to try again`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser()
        let fields: KeyValuePairs = ["email": olga.email ?? "", "password": "guess"]
        for _ in 1...10 { #expect(try await visitor.post("/ops/sign-in", fields).status == 401) }
        let late = try await visitor.post("/ops/sign-in", ["email": olga.email ?? "", "password": Self.password])
        #expect(late.status == 429)
        #expect(late.headers[.retryAfter].flatMap { Int($0) }.map { (1...900).contains($0) } == true)
        site.test.clock.advance(seconds: 901)
        let again = try await visitor.post("/ops/sign-in", ["email": olga.email ?? "", "password": Self.password])
        #expect(again.status == 303)
        await site.close()
    }

    @Test func `gives a cookie that scripts and other sites cannot use`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser()
        let answer = try await visitor.post("/ops/sign-in", ["email": olga.email ?? "", "password": Self.password])
        let cookie = try #require(answer.cookies.first { $0.name == "__Host-session" })
        #expect(cookie.attributes.isSuperset(of: ["httponly", "secure", "samesite=lax", "path=/"]))
        #expect(!cookie.attributes.contains { $0.hasPrefix("domain") })
        #expect(cookie.value.utf8.count >= 32)
        await site.close()
    }

    @Test func `takes another session than any that was planted before`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser()
        visitor.cookies["__Host-session"] = "planted-by-somebody-else-0123456789"
        try await visitor.post("/ops/sign-in", ["email": olga.email ?? "", "password": Self.password])
        let first = visitor.cookies["__Host-session"]
        #expect(first != "planted-by-somebody-else-0123456789")
        try await visitor.post("/ops/sign-in", ["email": olga.email ?? "", "password": Self.password])
        #expect(visitor.cookies["__Host-session"] != first)
        let planted = try await site.browser()
        planted.cookies["__Host-session"] = "planted-by-somebody-else-0123456789"
        #expect(try await planted.get("/ops/support").status == 303)
        await site.close()
    }

    @Test func `does not count a cookie without the host's prefix, which another host of the domain could set`()
        async throws
    {
        let (site, olga) = try await site()
        let visitor = try await site.browser(olga)
        visitor.cookies = ["session": visitor.cookies["__Host-session"] ?? ""]
        #expect(try await visitor.get("/ops/support").status == 303)
        await site.close()
    }

    @Test func `ends for good at the sign-out`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser(olga)
        let before = visitor.cookies
        let answer = try await visitor.post("/ops/sign-out")
        #expect(answer.cookies.contains { $0.name == "__Host-session" && $0.isRemoval })
        #expect(visitor.cookies.isEmpty)
        visitor.cookies = before
        #expect(try await visitor.get("/ops/support").status == 303)
        await site.close()
    }

    @Test func `ends after thirty days`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser(olga)
        site.test.clock.advance(days: 29.9)
        #expect(try await visitor.get("/ops/support").status == 200)
        site.test.clock.advance(days: 0.2)
        #expect(try await visitor.get("/ops/support").status == 303)
        await site.close()
    }

    @Test(arguments: [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:alert(1)", "/ops/support\r\nSet-Cookie: a=b", "", " /ops", "ops/support", "/\u{2028}x",
    ]) func `leads to no other site`(_ next: String) async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser()
        let answer = try await visitor.post(
            "/ops/sign-in", ["email": olga.email ?? "", "password": Self.password, "next": next])
        #expect(answer.location == "/ops/support")
        let encoded = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let form = try await site.browser().get("/ops/sign-in?next=\(encoded)")
        #expect(!form.text.contains("evil") && !form.text.contains("alert(1)"))
        for path in ["/language", "/theme"] {
            let chosen = try await visitor.post(path, ["language": "ru", "theme": "dark", "back": next])
            #expect(chosen.location == "/")
            #expect(!chosen.cookies.contains { $0.name == "a" })
        }
        let synced = try await visitor.post("/ops/support/sync", ["back": next])
        #expect(synced.location?.hasPrefix("/ops/support?") == true)
        await site.close()
    }

    @Test func `leads back to where one was going`() async throws {
        let (site, olga) = try await site()
        let visitor = try await site.browser()
        let there = "/ops/support?view=all&q=%D0%BB%D0%B0%D0%BC%D0%BF%D0%B0"
        let first = try await visitor.get(there)
        #expect(first.status == 303)
        let form = try #require(first.location)
        #expect(form.hasPrefix("/ops/sign-in?next="))
        #expect(try await visitor.get(form).text.contains(there.replacing("&", with: "&amp;")))
        let answer = try await visitor.post(
            "/ops/sign-in", ["email": olga.email ?? "", "password": Self.password, "next": there])
        #expect(answer.location == there)
        await site.close()
    }
}

@Suite struct `The first owner's link` {
    @Test func `is used up by choosing a password, not by looking`() async throws {
        let site = try await TestSite()
        let link = try #require(try await site.desk.welcomeLink())
        let path = String(link.dropFirst(TestSite.origin.count))
        let token = try #require(path.split(separator: "=").last.map(String.init))
        let visitor = try await site.browser()
        for _ in 1...2 { #expect(try await visitor.get(path).status == 200) }
        for (password, again) in [("short", "short"), ("long enough one", "another one long")] {
            let refused = try await visitor.post(
                "/ops/welcome", ["token": token, "email": "tom@desk.example", "password": password, "repeat": again])
            #expect(refused.status == 422 && refused.cookies.isEmpty)
        }
        let fields: KeyValuePairs = [
            "token": token, "email": "tom@desk.example", "name": "Tom", "password": "long enough one",
            "repeat": "long enough one",
        ]
        #expect(try await visitor.post("/ops/welcome", fields).location == "/ops/support")
        #expect(try await visitor.get("/ops/support").status == 200)
        #expect(try await site.browser().post("/ops/welcome", fields).status == 422)
        #expect(try await site.browser().get(path).status == 403)
        await site.close()
    }
}
