import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `The owner's settings` {
    @Test func `are refused to an agent in plain words`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        let answer = try await agent.get("/company/mailboxes")
        #expect(answer.status == 403 && answer.text.contains("Settings are for owners"))
        #expect(try await !agent.get("/ops/support").text.contains("href=\"/company\""))
        await site.close()
    }

    @Test func `add a mailbox, and keep what was typed where something is missing`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        let typed: KeyValuePairs = [
            "provider": "YANDEX", "address": "shop@lampwright.example", "display_name": "Shop <b>", "folder": "INBOX",
            "import": "last_days", "import_days": "7", "after_import": "keyword", "signature": "Best wishes",
            "language": "ru",
        ]
        let refused = try await owner.post("/company/mailboxes", typed)
        #expect(refused.status == 422 && refused.headers[.cacheControl] == "no-store")
        for text in ["value=\"shop@lampwright.example\"", "Shop &lt;b&gt;", "Best wishes", "make an app password"] {
            #expect(refused.text.contains(text), "\(text)")
        }
        let added = try await owner.post(
            "/company/mailboxes",
            [
                "provider": "YANDEX", "address": "shop@lampwright.example", "imap_password": "abcd abcd",
                "folder": "INBOX", "import": "last_days", "import_days": "7", "imap_host": "", "imap_port": "",
                "imap_use_ssl": "on", "smtp_use_tls": "on", "smtp_signs_in": "on",
            ])
        #expect(added.status == 303)
        let path = try #require(added.location?.split(separator: "?").first)
        let page = try await owner.get(String(path)).text
        #expect(page.contains("imap.yandex.ru") && !page.contains("abcd"))
        let stored = try await site.desk.read { tx in try tx.mailbox(address: "shop@lampwright.example") }
        #expect(stored?.importChoice == .lastDays(7) && stored?.imap?.port == 993 && stored?.hasIMAPPassword == true)
        #expect(try await owner.get("/company/mailboxes").text.contains("shop@"))
        #expect(try await owner.post("\(path)/pause").status == 303)
        #expect(try await owner.get(String(path)).text.contains("Paused"))
        #expect(try await owner.post("\(path)/remove").status == 303)
        #expect(try await owner.get(String(path)).status == 404)
        await site.close()
    }

    @Test func `test a connection step by step, with and without script`() async throws {
        let site = try await TestSite(testConnection: { draft, _ in
            AsyncStream { steps in
                steps.yield(ConnectionStep(.imapConnect, .passed, "\(draft.imap.host) answers."))
                steps.yield(ConnectionStep(.imapSignIn, .failed, "password <refused>"))
                steps.finish()
            }
        })
        let owner = try await site.browser(site.test.owner())
        let typed: KeyValuePairs = [
            "provider": "MAILRU", "address": "shop@mail.example", "imap_password": "abcd", "folder": "INBOX",
        ]
        let whole = try await owner.post("/company/mailboxes/test", typed)
        #expect(whole.status == 200 && whole.text.contains("imap.mail.ru answers."))
        #expect(whole.text.contains("password &lt;refused&gt;") && whole.text.contains("value=\"abcd\""))
        let parts = try await owner.post("/company/mailboxes/test", typed, headers: [.part: "steps"])
        let lines = parts.text.split(separator: "\n")
        #expect(lines.count == 3 && lines[0].contains("class=\"steps\""))
        #expect(lines[1].contains("answers.") && lines[2].contains("bad"))
        await site.close()
    }

    @Test func `change a template, preview it, and go back to the standard words`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        let path = "/company/templates/confirmation/en"
        let refused = try await owner.post(path, ["subject": "Hello", "body": "{{nonsense}} <b>"])
        #expect(refused.status == 422 && refused.text.contains("{{nonsense}} &lt;b&gt;"))
        let typed: KeyValuePairs = ["subject": "[{{number}}] {{subject}}", "body": "Dear {{requester}}, **thanks**."]
        let preview = try await owner.post(path + "/preview", typed)
        #expect(preview.text.contains("Dear Anna Carter, <strong>thanks</strong>."))
        #expect(try await !owner.get(path + "/preview").text.contains("Dear Anna"))
        #expect(try await owner.post(path, typed).status == 303)
        #expect(try await owner.get(path).text.contains("Dear {{requester}}, **thanks**."))
        #expect(try await owner.post(path + "/reset").status == 303)
        #expect(try await !owner.get(path).text.contains("**thanks**"))
        #expect(try await owner.get("/company/templates/nonsense/en").status == 404)
        #expect(try await owner.get("/company/templates/reply/de").status == 404)
        await site.close()
    }

    @Test func `leave to each what to be told by mail`() async throws {
        let site = try await TestSite()
        let person = try await site.test.agent()
        let agent = try await site.browser(person)
        #expect(try await agent.post("/ops/profile", ["new_ticket": "on"]).status == 303)
        let choices = try await site.desk.read { tx in try tx.notificationChoices(of: person) }
        #expect(choices.filter(\.isOn).map(\.kind) == [.newTicket])
        #expect(try await agent.get("/ops/profile").text.contains("name=\"new_ticket\" value=\"on\" checked"))
        await site.close()
    }
}
