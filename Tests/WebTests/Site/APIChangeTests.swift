import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Changing a ticket by the API` {
    @Test(arguments: Engine.everyEngine, [HTTPRequest.Method.put, .patch])
    func `sets what is named and leaves the rest`(_ engine: Engine, _ method: HTTPRequest.Method) async throws {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent(), tom = try await site.test.owner()
        let number = try await site.ticket(of: site.test.customer(.anna)).number
        let script = try await site.script(agent)
        let path = "/api/support/tickets/\(number)"
        let changed = try await script.call(
            method, path,
            """
            {"status":"Решена","priority":"urgent","category":2,"tags":["b","a"],"subject":"New name",
             "assigned_to":"\(tom.email ?? "")"}
            """
        ).json()
        #expect(changed["status"].text == "resolved" && changed["priority"].text == "urgent")
        #expect(changed["category"].text == "Bug" && changed["tags"].texts == ["a", "b"])
        #expect(changed["subject"].text == "New name" && changed["assigned_to"].text == "Tom Baker")
        #expect(changed["resolved_at"].text == "2026-11-20T10:00:00Z")

        let again = try await script.call(method, path, "{\"assigned_to\":null}").json()
        #expect(
            again["assigned_to"].isNull && again["priority"].text == "urgent" && again["subject"].text == "New name")
        let same = try await script.call(method, path, "{}")
        #expect(try same.status == 200 && same.json()["tags"].texts == ["a", "b"])
        await site.close()
    }

    @Test(arguments: [
        ("{\"status\":\"lost\"}", "status"), ("{\"status\":3}", "status"), ("{\"priority\":\"\"}", "priority"),
        ("{\"category\":\"None\"}", "category"), ("{\"assigned_to\":\"anna@customer.example\"}", "assigned_to"),
        ("{\"assigned_to\":999}", "assigned_to"), ("{\"subject\":\" \"}", "subject"),
        ("{\"tags\":[1]}", "tags.Index 0"),
        ("{\"status\":\"closed\",\"priority\":\"9\"}", "priority"),
    ]) func `changes nothing where one field is wrong, and names it`(_ body: String, _ field: String) async throws {
        let site = try await TestSite()
        let ticket = try await site.ticket(of: site.test.customer(.anna))
        let answer = try await site.script(site.test.agent()).call(.patch, "/api/support/tickets/1", body)
        #expect(answer.status == 422, "\(answer.text)")
        #expect(try answer.json()["error"]["fields"].keys == [field], "\(answer.text)")
        #expect(try await site.test.ticket(ticket.number) == ticket)
        await site.close()
    }

    @Test func `closes, reopens, resolves and assigns by verbs`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent(), tom = try await site.test.owner()
        let anna = try await site.test.customer(.anna)
        let path = "/api/support/tickets/\(try await site.ticket(of: anna).number)"
        let customer = try await site.script(anna), staff = try await site.script(agent)
        #expect(try await customer.call(.post, path + "/close").json()["status"].text == "closed")
        let open = try await customer.call(.post, path + "/reopen").json()
        #expect(open["status"].text == "open" && open["closed_at"].isNull)
        #expect(try await staff.call(.post, path + "/resolve").json()["status"].text == "resolved")
        #expect(try await staff.call(.post, path + "/assign").json()["assigned_to"].text == agent.name)
        for body in ["{\"assigned_to\":\"\(tom.email ?? "")\"}", "{\"assigned_to\":\(tom.id)}"] {
            #expect(try await staff.call(.post, path + "/assign", body).json()["assigned_to"].text == tom.name)
            #expect(try await staff.call(.post, path + "/assign", "{}").json()["assigned_to"].text == agent.name)
        }
        let wrong = try await staff.call(.post, path + "/assign", "{\"assigned_to\":\"anna@customer.example\"}")
        #expect(wrong.status == 422)
        await site.close()
    }

    @Test func `needs a right before anything of the body is read`() async throws {
        let site = try await TestSite()
        _ = try await site.ticket(of: site.test.customer(.anna))
        for (method, path) in [
            (HTTPRequest.Method.put, "/api/support/tickets/1"), (.patch, "/api/support/tickets/1"),
            (.post, "/api/support/tickets/1/assign"), (.post, "/api/support"),
            (.post, "/api/support/tickets/1/attachments"),
        ] {
            let answer = try await site.browser().call(method, path, "no JSON")
            #expect(answer.status == 401, "\(method) \(path)")
        }
        await site.close()
    }
}

@Suite struct `The API's categories` {
    @Test func `are those that set-up made`() async throws {
        let site = try await TestSite()
        let list = try await site.script(site.test.customer(.anna)).get("/support/api/categories/").json()
        #expect(
            list["items"].items.compactMap { $0["name"].text } == ["Support", "Bug", "Feature", "Billing", "General"])
        #expect(list["items"][0].keys == ["id", "name", "description", "color", "is_active", "sort_order"])
        await site.close()
    }
}

@Suite struct `Fetching mail by the API` {
    @Test func `says so where no mailbox is set up`() async throws {
        let site = try await TestSite()
        let answer = try await site.script(site.test.agent()).call(.post, "/api/support/sync-tickets")
        #expect(answer.status == 409)
        #expect(try answer.json()["error"]["message"].text == "IMAP not configured")
        await site.close()
    }

    @Test func `counts what came`() async throws {
        let site = try await TestSite(sync: { _ in MailboxSync(mailboxes: [TestDesk.address]) })
        let answer = try await site.script(site.test.agent()).call(.post, "/support/api/sync-tickets/")
        let json = try answer.json()
        #expect(json.keys == ["processed", "created", "appended", "mailboxes"])
        #expect(json["processed"].number == 0 && json["mailboxes"].texts == [TestDesk.address])
        await site.close()
    }

    @Test func `tells what the mail server said`() async throws {
        struct Refused: Error, CustomStringConvertible { var description: String { "wrong password" } }
        let site = try await TestSite(sync: { _ in throw Refused() })
        let answer = try await site.script(site.test.agent()).call(.post, "/api/support/sync-tickets")
        #expect(answer.status == 409)
        #expect(try answer.json()["error"]["message"].text == "Error connecting to inbox: wrong password")
        await site.close()
    }
}
