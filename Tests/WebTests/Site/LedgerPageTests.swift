import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `The pages of the mail ledger` {
    @Test(arguments: Engine.everyEngine) func `list every mail with what became of it and why`(_ engine: Engine)
        async throws
    {
        let site = try await TestSite(engine)
        let agent = try await site.browser(site.test.agent())
        let secret = try await SecretTicket(in: site, by: site.test.agent("Second Agent"))
        let page = try await agent.get("/ops/support/ledger").text
        #expect(page.contains("Quarrel with my landlord") && page.contains(secret.ticket.number))
        #expect(page.contains("new matter") && page.contains("anna@customer.example"))
        for query in ["outcome=created", "q=landlord", "q=anna%40customer.example", "mailbox=1"] {
            #expect(try await agent.get("/ops/support/ledger?\(query)").text.contains("Quarrel"), "\(query)")
        }
        for query in ["outcome=failed", "outcome=attention", "q=plumber", "mailbox=99", "before=1"] {
            #expect(try await !agent.get("/ops/support/ledger?\(query)").text.contains("Quarrel"), "\(query)")
        }
        for query in ["outcome=nonsense", "before=x", "mailbox=%00", "q=%25_%5C"] {
            #expect(try await agent.get("/ops/support/ledger?\(query)").status == 200, "\(query)")
        }
        await site.close()
    }

    @Test func `show one mail with headers, text, files and raw source, and run nothing in it`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        let secret = try await SecretTicket(in: site, by: site.test.agent("Second Agent"))
        let path = "/ops/support/ledger/\(try #require(secret.mail.ledgerID))"
        let page = try await agent.get(path).text
        for text in ["cellar floods", "landlord-contract.txt", "203.0.113.9", "secret@customer.example"] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(!page.contains("alert(1)"))
        let raw = try await agent.get(path + "/raw")
        #expect(raw.headers[.contentType]?.hasPrefix("text/plain") == true && raw.text.contains("<script>alert(1)"))
        #expect(raw.headers[.contentSecurityPolicy] == "sandbox; default-src 'none'")
        let file = try await agent.get(path + "/raw?download=1")
        #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true && file.body == raw.body)
        let frame = try await agent.get(path + "/frame")
        #expect(frame.text.contains("<b>cellar floods</b>") && !frame.text.contains("script"))
        #expect(!frame.text.contains(" src=\"https://tracker.example"))
        #expect(try await agent.get("/ops/support/ledger/99999").status == 404)
        #expect(try await agent.get("/ops/support/ledger/x").status == 404)
        await site.close()
    }

    @Test func `move a mail, and keep what was typed where that cannot be`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        let secret = try await SecretTicket(in: site, by: site.test.agent("Second Agent"))
        let other = try await site.ticket(of: site.test.customer(.anna))
        let path = "/ops/support/ledger/\(try #require(secret.mail.ledgerID))"
        let refused = try await agent.post(path + "/move", ["ticket": "TKT-2001-00001\"><b>"])
        #expect(refused.status == 422 && refused.text.contains("value=\"TKT-2001-00001&quot;&gt;&lt;b&gt;\""))
        #expect(try await agent.post(path + "/move", ["ticket": other.number]).status == 303)
        #expect(try await agent.get("/ops/support/tickets/\(other.number)").text.contains("cellar floods"))
        await site.close()
    }

    @Test func `block a sender and let them through again`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        let secret = try await SecretTicket(in: site, by: site.test.agent("Second Agent"))
        let path = "/ops/support/ledger/\(try #require(secret.mail.ledgerID))"
        #expect(try await agent.post(path + "/block").status == 303)
        #expect(try await agent.get("/ops/support/ledger/blocked").text.contains("anna@"))
        #expect(try await agent.get(path).text.contains("The sender is blocked."))
        #expect(
            try await agent.post("/ops/support/ledger/blocked/remove", ["address": "anna@customer.example"]).status
                == 303)
        #expect(try await !agent.get("/ops/support/ledger/blocked").text.contains("anna@"))
        await site.close()
    }

    @Test func `move and detach a message in its ticket`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        let secret = try await SecretTicket(in: site, by: site.test.agent("Second Agent"))
        let message = "/ops/support/messages/\(secret.mail.uuid.uuidString.lowercased())"
        let refused = try await agent.post(message + "/move", ["ticket": "TKT-1"])
        #expect(refused.status == 422 && refused.text.contains("value=\"TKT-1\""))
        let detached = try await agent.post(message + "/detach")
        let new = try #require(detached.location?.split(separator: "?").first)
        #expect(detached.status == 303 && !new.hasSuffix(secret.ticket.number))
        #expect(try await agent.get(String(new)).text.contains("cellar floods"))
        await site.close()
    }
}

@Suite struct `HEAD` {
    @Test func `is answered as GET without a body`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent())
        for path in ["/ops/support", "/support", "/health", "/ops/support/ledger", Asset.path("app.css")] {
            let head = try await agent.send(.head, path), get = try await agent.get(path)
            #expect(head.status == get.status && head.body.isEmpty, "\(path)")
            #expect(head.headers[.contentType] == get.headers[.contentType], "\(path)")
        }
        let nowhere = try await agent.send(.head, "/nowhere")
        #expect(nowhere.status == 404 && nowhere.body.isEmpty)
        #expect(try await agent.send(.head, "/ops/support/live").status == 200)
        await site.close()
    }
}
