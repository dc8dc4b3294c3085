import Database
import Foundation
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `The sending of a mailbox` {
    @Test func `says why the account rests, and is resumed by its owner`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        try await site.desk.pauseSending(of: 1, seconds: 3_600, because: "535 5.7.8 <b>Bad</b> credentials")
        let page = try await owner.get("/company/mailboxes/1").text
        #expect(page.contains("The server takes no mail from this account.") && page.contains("Resume sending"))
        #expect(page.contains("535 5.7.8 &lt;b&gt;Bad&lt;/b&gt; credentials"))
        #expect(try await owner.get("/ops/support").text.contains("not sending"))
        #expect(try await owner.post("/company/mailboxes/1/resume-sending").status == 303)
        let account = try await site.desk.read { tx in try tx.sendingAccount(of: 1) }
        #expect(account?.pausedUntil.microseconds == 0)
        await site.close()
    }

    @Test func `keeps the rate that the owner sets, and refuses what is none`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        for wrong in ["0", "-1", "many", "1000001", "1.5", "99999999999999999999"] {
            let answer = try await owner.post(
                "/company/mailboxes/1/sending-rate", ["per_minute": wrong, "per_day": "500"])
            #expect(answer.status == 422 && answer.text.contains("A whole number from 1 to 1,000,000"), "\(wrong)")
            #expect(answer.text.contains("value=\"\(wrong)\"") && answer.text.contains("value=\"500\""), "\(wrong)")
        }
        #expect(
            try await owner.post("/company/mailboxes/1/sending-rate", ["per_minute": " 20 ", "per_day": ""]).status
                == 303)
        let account = try await site.desk.read { tx in try tx.sendingAccount(of: 1) }
        #expect(account?.rate == SendingRate(perMinute: 20))
        #expect(try await owner.get("/company/mailboxes/1").text.contains("value=\"20\""))
        await site.close()
    }

    @Test func `offers the departments that there are, and a ticket shows its own`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        #expect(try await !owner.get("/company/mailboxes/1").text.contains("name=\"department\""))
        try await site.desk.database.write { tx in try tx.run("INSERT INTO department (name) VALUES ('Returns')") }
        #expect(try await owner.get("/company/mailboxes/1").text.contains("<option value=\"1\">Returns"))
        try await owner.post("/company/mailboxes/1", ["department": "1", "folder": "INBOX"])
        #expect(try await site.desk.read { tx in try tx.mailbox(id: 1)?.departmentID } == 1)
        let ticket = try await site.ticket(of: site.test.customer(.anna), "Lamp", "It flickers.")
        let agent = try await site.test.agent(), script = try await site.script(agent)
        try await site.desk.database.write { tx in
            try tx.run("UPDATE ticket SET department_id = 1 WHERE id = \(ticket.id)")
        }
        for path in ["/api/support/tickets/\(ticket.number)", "/api/support/tickets/\(ticket.number)/detail"] {
            #expect(try await script.get(path).json()["department"].text == "Returns")
        }
        #expect(try await script.get("/api/support/tickets").json()["items"][0]["department"].text == "Returns")
        #expect(try await owner.get("/ops/support/tickets/\(ticket.number)").text.contains("Returns"))
        // A form of an older page says nothing of it.
        try await owner.post("/company/mailboxes/1", ["folder": "INBOX"])
        #expect(try await site.desk.read { tx in try tx.mailbox(id: 1)?.departmentID } == 1)
        await site.close()
    }
}
