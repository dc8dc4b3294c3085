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
        let answer = try await agent.get("/company/templates")
        #expect(answer.status == 403 && answer.text.contains("Settings are for owners"))
        #expect(try await !agent.get("/ops/support").text.contains("href=\"/company\""))
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
}
