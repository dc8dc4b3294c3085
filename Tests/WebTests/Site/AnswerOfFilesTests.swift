import Database
import Foundation
import HTTPTypes
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Web

@Suite struct `An answer of files alone` {
    private static let plan = HelpDesk.Upload(
        filename: "plan.pdf", mimeType: "application/pdf", content: [37, 80, 68, 70])

    @Test func `is one, but nothing at all is none, and the page says so`() async throws {
        let site = try await TestSite()
        let agent = try await site.browser(site.test.agent()), anna = try await site.test.customer(.anna)
        let number = try await site.ticket(of: anna, "Lamp", "It flickers.").number
        let customer = try await site.browser(anna)
        customer.headers[.acceptLanguage] = "ru"
        let none = try await agent.post(
            "/ops/support/tickets/\(number)/messages", ["kind": "reply", "message": " \r\n "])
        #expect(none.status == 422 && none.text.contains("Nothing to send yet"))
        let nothing = try await customer.post("/support/tickets/\(number)/messages", ["message": ""])
        #expect(nothing.status == 422 && nothing.text.contains("Отправлять пока нечего"))
        #expect(try await agent.call(.post, "/api/support/tickets/\(number)/reply", "{}").status == 422)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `is mailed, listed by its names, and shown`(_ engine: Engine) async throws
    {
        let site = try await TestSite(engine)
        let agent = try await site.browser(site.test.agent()), anna = try await site.test.customer(.anna)
        let number = try await site.ticket(of: anna, "Lamp", "It flickers.").number
        let path = "/ops/support/tickets/\(number)"
        let sent = try await agent.post(path + "/messages", ["kind": "reply", "message": ""], files: [Self.plan])
        #expect(sent.status == 303)
        let page = try await agent.get(path).text
        #expect(page.contains("plan.pdf") && !page.contains("(no text)"))
        #expect(try await agent.get("/ops/support?view=all").text.contains("plan.pdf"))
        let mail = try #require(try await site.test.outbox(to: Sender.anna.address).last)
        #expect(mail.email.attachments.map(\.filename) == ["plan.pdf"])

        let customer = try await site.browser(anna)
        let answer = try await customer.post("/support/tickets/\(number)/messages", ["message": ""], files: [Self.plan])
        #expect(answer.status == 303)
        let content = #"{"attachments":[{"filename":"api.txt","content":"aGVsbG8="}]}"#
        let byAPI = try await customer.call(.post, "/api/support/tickets/\(number)/reply", content)
        #expect(byAPI.status == 201)
        #expect(try byAPI.json()["attachments"][0]["filename"].text == "api.txt")
        #expect(try await customer.get("/support").text.contains("api.txt"))
        await site.close()
    }
}

@Suite struct `An answer to what a colleague has answered meanwhile` {
    @Test func `stops, keeps its text, and goes out when it is sent again`() async throws {
        let site = try await TestSite()
        let olga = try await site.test.agent("Olga Sokolova"), maria = try await site.test.agent("Maria Lebedeva")
        let number = try await site.ticket(of: site.test.customer(.anna), "Lamp", "It flickers.").number
        let path = "/ops/support/tickets/\(number)"
        let seen = try await Self.seen(site.browser(olga).get(path).text)
        _ = try await site.browser(maria).post(path + "/messages", ["kind": "reply", "message": "Change the bulb."])
        let agent = try await site.browser(olga)
        let stopped = try await agent.post(path + "/messages", ["kind": "reply", "message": "Try B.", "after": seen])
        #expect(stopped.status == 422 && stopped.text.contains("Maria Lebedeva has answered meanwhile"))
        #expect(stopped.text.contains("Try B.</textarea>") && stopped.text.contains("Change the"))
        // A note disturbs nobody, and who has read on may answer.
        let note = try await agent.post(path + "/messages", ["kind": "note", "message": "Hm.", "after": seen])
        #expect(note.status == 303)
        let fresh = try Self.seen(stopped.text)
        let again = try await agent.post(path + "/messages", ["kind": "reply", "message": "Try B.", "after": fresh])
        #expect(again.status == 303)
        // One's own answer stops nobody's.
        let own = try await agent.post(path + "/messages", ["kind": "reply", "message": "And C.", "after": fresh])
        #expect(own.status == 303)
        await site.close()
    }

    private static func seen(_ page: String) throws -> String {
        String(try #require(page.firstMatch(of: /name="after" value="([0-9]+)"/)?.output.1))
    }
}
