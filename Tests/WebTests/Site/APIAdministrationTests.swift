import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Owners in the API` {
    @Test func `hire, promote and let go`() async throws {
        let site = try await TestSite()
        let owner = try await site.script(site.test.owner())
        let made = try await owner.call(
            .post, "/api/support/staff", "{\"email\":\"ann@desk.example\",\"name\":\"Ann Lee\"}")
        #expect(made.status == 201, "\(made.text)")
        let link = try #require(try made.json()["welcome_url"].text)
        #expect(link.hasPrefix("https://help.desk.example/ops/welcome?token="))
        let id = try #require(try made.json()["id"].text)
        let changed = try await owner.call(.patch, "/api/support/staff/\(id)", "{\"role\":\"owner\"}").json()
        #expect(changed["role"].text == "owner" && changed["name"].text == "Ann Lee")
        #expect(try await owner.get("/api/support/staff").json()["items"].items.count == 2)
        #expect(try await owner.call(.delete, "/api/support/staff/\(id)").status == 204)
        #expect(try await owner.get("/api/support/staff/\(id)").status == 404)
        let last = try await owner.call(.delete, "/api/support/staff/tom@desk.example")
        #expect(last.status == 409 && last.text.contains("only owner"))
        #expect(
            try await owner.call(.post, "/api/support/staff", "{\"email\":\"a b\",\"role\":\"king\"}").status == 422)
        await site.close()
    }

    @Test func `make tokens whose secret is shown once, and take them back`() async throws {
        let site = try await TestSite()
        let owner = try await site.script(site.test.owner()), agent = try await site.test.agent()
        let made = try await owner.call(
            .post, "/api/support/tokens",
            "{\"name\":\"cron\",\"user\":\"\(agent.email ?? "")\",\"scopes\":[\"mail:in\"]}")
        #expect(made.status == 201, "\(made.text)")
        let secret = try #require(try made.json()["token"].text), id = try #require(try made.json()["id"].number)
        let list = try await owner.get("/api/support/tokens")
        #expect(!list.text.contains(secret))
        #expect(try list.json()["items"][0]["scopes"].texts == ["mail:in"])
        let holder = Visitor(site, token: secret)
        let push: HTTPFields = [.contentType: "message/rfc822"]
        let mail = TestMail(from: .anna, "Lamp").bytes
        #expect(try await holder.send(.post, "/api/support/webhook", headers: push, body: mail).status == 200)
        #expect(
            try await owner.call(.patch, "/api/support/tokens/\(id)", "{\"name\":\"postmark\"}").json()["name"].text
                == "postmark")
        #expect(try await owner.call(.delete, "/api/support/tokens/\(id)").status == 204)
        #expect(try await holder.send(.post, "/api/support/webhook", headers: push, body: mail).status == 401)
        #expect(try await owner.call(.delete, "/api/support/tokens/\(id)").status == 404)
        #expect(try await owner.call(.post, "/api/support/tokens", "{\"scopes\":[\"all\"]}").status == 422)
        await site.close()
    }

    @Test func `and staff read the ledger page by page, and each mail as it came`() async throws {
        let site = try await TestSite()
        let agent = try await site.script(site.test.agent())
        let mails = ["One", "Two", "Three"].map { TestMail(from: .anna, $0).bytes }
        for mail in mails { try await site.test.receives(raw: mail) }
        let first = try await agent.get("/api/support/ledger?limit=2").json()
        #expect(
            first["items"].items.compactMap { $0["subject"].text } == ["Three", "Two"] && first["total"].number == 3)
        let rest = try await agent.get("/api/support/ledger?limit=2&after=\(first["next"].text ?? "")").json()
        #expect(rest["items"].items.compactMap { $0["subject"].text } == ["One"] && rest["next"].isNull)
        let id = try #require(rest["items"][0]["id"].number)
        let raw = try await agent.get("/api/support/ledger/\(id)/raw")
        #expect(raw.body == mails[0] && raw.headers[.contentDisposition]?.contains("attachment") == true)
        #expect(try await agent.get("/api/support/ledger/\(id)").json()["because"].text != nil)
        #expect(try await agent.get("/api/support/ledger?outcome=failed").json()["items"].items.isEmpty)
        for query in ["outcome=eaten", "limit=0", "after=x"] {
            #expect(try await agent.get("/api/support/ledger?\(query)").status == 422)
        }
        #expect(try await agent.get("/api/support/ledger/99").status == 404)
        await site.close()
    }

    @Test func `change the words of mail, and go back to the standard ones`() async throws {
        let site = try await TestSite()
        let owner = try await site.script(site.test.owner())
        let path = "/api/support/templates/confirmation.en"
        let standard = try await owner.get(path).json()
        #expect(standard["is_changed"].flag == false && standard["placeholders"].texts.contains("number"))
        let changed = try await owner.call(.patch, path, "{\"subject\":\"We have [{{number}}]\"}")
        #expect(changed.status == 200, "\(changed.text)")
        #expect(try changed.json()["subject"].text == "We have [{{number}}]")
        #expect(try changed.json()["body"].text == standard["body"].text)
        let wrong = try await owner.call(.patch, path, "{\"subject\":\"{{colour}}\"}")
        #expect(wrong.status == 422, "\(wrong.text)")
        #expect(try await owner.call(.delete, path).status == 204)
        #expect(try await owner.get(path).json()["subject"].text == standard["subject"].text)
        #expect(try await owner.get("/api/support/templates/confirmation.xx").status == 404)
        #expect(try await owner.call(.post, "/api/support/templates", "{\"kind\":\"poem\"}").status == 422)
        await site.close()
    }

    @Test func `and staff move a mail to where it belongs, and release what waits`() async throws {
        let site = try await TestSite(change: { $0.limits.ticketsPerAddressAndHour = 2 })
        let agent = try await site.script(site.test.agent())
        let first = try await site.test.receives(TestMail(from: .anna, "One"))
        let second = try await site.test.receives(TestMail(from: .anna, "Two"))
        let third = try await site.test.receives(TestMail(from: .anna, "Three"))
        #expect(third.outcome == .quarantined)
        let target = try await site.test.ticket(of: first).number
        let path = "/api/support/ledger"
        let moved = try await agent.call(.post, "\(path)/\(second.id)/move", "{\"ticket\":\"\(target)\"}")
        #expect(moved.status == 200, "\(moved.text)")
        #expect(try moved.json()["ticket"].text == target)
        let detached = try await agent.call(.post, "\(path)/\(second.id)/detach")
        #expect(detached.status == 200, "\(detached.text)")
        #expect(try detached.json()["ticket"].text != target)
        let released = try await agent.call(.post, "\(path)/\(third.id)/release")
        #expect(released.status == 200, "\(released.text)")
        #expect(try released.json()["outcome"].text == "created")
        #expect(try await agent.call(.post, "\(path)/\(third.id)/release").status == 409)
        #expect(try await agent.call(.post, "\(path)/\(first.id)/retry").status == 409)
        #expect(try await agent.call(.post, "\(path)/\(first.id)/move", "{\"ticket\":\"TKT-1999-1\"}").status == 404)
        await site.close()
    }

    @Test func `add, change and remove mailboxes, whose passwords go in and never come out`() async throws {
        let site = try await TestSite()
        let owner = try await site.script(site.test.owner())
        let body = """
            {"provider":"YANDEX","address":"sales@desk.example","imap_password":"app-password-7","name":"Sales"}
            """
        let made = try await owner.call(.post, "/api/support/mailboxes", body)
        #expect(made.status == 201, "\(made.text)")
        #expect(!made.text.contains("app-password-7"))
        let mailbox = try made.json()
        #expect(mailbox["imap"]["host"].text == "imap.yandex.ru" && mailbox["imap"]["port"].number == 993)
        #expect(mailbox["has_password"].flag == true && mailbox["enabled"].flag == true)
        let path = "/api/support/mailboxes/\(mailbox["id"].number ?? 0)"
        let changed = try await owner.call(.patch, path, "{\"name\":\"Sales team\",\"enabled\":false}").json()
        #expect(changed["name"].text == "Sales team" && changed["enabled"].flag == false)
        #expect(changed["has_password"].flag == true, "what is left out stays")
        #expect(try await owner.call(.patch, path, "{\"provider\":\"POST\"}").status == 422)
        #expect(try await owner.call(.delete, path).status == 204)
        #expect(try await owner.get(path).status == 404)
        #expect(try await owner.call(.delete, "/api/support/mailboxes/1").status == 409)
        #expect(try await owner.get("/api/support/mailboxes").json()["items"].items.count == 1)
        await site.close()
    }

    @Test func `are asked to wait where they call too often`() async throws {
        let site = try await TestSite(change: { $0.limits.callsPerPersonAndMinute = 3 })
        let agent = try await site.script(site.test.agent()), owner = try await site.script(site.test.owner())
        for _ in 1...3 { #expect(try await agent.get("/api/support/categories").status == 200) }
        let refused = try await agent.get("/support/api/categories")
        #expect(refused.status == 429 && Int(refused.headers[.retryAfter] ?? "").map { (1...60).contains($0) } == true)
        #expect(try await owner.get("/api/support/categories").status == 200, "others go on")
        await site.close()
    }

    @Test func `upload a file once under one key`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        let script = try await site.script(anna)
        let path = "/api/support/tickets/\(try await site.ticket(of: anna).number)/attachments"
        script.headers[.idempotencyKey] = "k"
        let file = HelpDesk.Upload(filename: "a.txt", mimeType: "text/plain", content: [97])
        let first = try await script.post(path, [:], files: [file]),
            second = try await script.post(path, [:], files: [file])
        #expect(first.status == 201 && first.text == second.text)
        await site.close()
    }
}
