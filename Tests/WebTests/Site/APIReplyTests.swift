import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Replying by the API` {
    @Test(arguments: ["/api/support/tickets/1", "/api/support/tickets/1/reply", "/support/api/tickets/1/messages/"])
    func `works at three addresses alike`(_ path: String) async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent()
        let ticket = try await site.ticket(of: site.test.customer(.anna))
        let answer = try await site.script(agent).call(.post, path, "{\"message\":\"We look into **it**.\"}")
        #expect(answer.status == 201)
        let message = try answer.json()
        #expect(message.keys == `A ticket of the API`.messageNames)
        #expect(message["message"].text == "We look into **it**." && message["is_staff_reply"].flag == true)
        #expect(message["html"].text?.contains("<strong>it</strong>") == true)
        #expect(message["ticket"].text == ticket.number)
        #expect(try await site.test.ticket(ticket.number).status == .inProgress)
        #expect(try await site.test.outbox(to: Sender.anna.address).last?.delivery.messageID != nil)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `sets the status that was asked for, in words of either language`(
        _ engine: Engine
    ) async throws {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent()
        let number = try await site.ticket(of: site.test.customer(.anna)).number
        let script = try await site.script(agent)
        for (word, status) in [
            ("waiting", Status.waiting), ("Решена", .resolved), ("В работе", .inProgress), ("In progress", .inProgress),
            ("Закрыта", .closed), ("Открыта", .open), ("resolved", .resolved),
        ] {
            let body = "{\"message\":\"m\",\"status\":\"\(word)\"}"
            #expect(try await script.call(.post, "/api/support/tickets/\(number)/reply", body).status == 201)
            #expect(try await site.test.ticket(number).status == status, "\(word)")
        }
        let before = try await site.test.conversation(of: site.test.ticket(number)).messages.count
        let unknown = try await script.call(
            .post, "/api/support/tickets/\(number)/reply", "{\"message\":\"m\",\"status\":\"lost\"}")
        #expect(unknown.status == 422)
        #expect(try unknown.json()["error"]["fields"]["status"].text?.contains("in_progress") == true)
        #expect(try await site.test.conversation(of: site.test.ticket(number)).messages.count == before)
        await site.close()
    }

    @Test func `is a note where staff says so, and neither mailed nor shown to the customer`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent(), anna = try await site.test.customer(.anna)
        let number = try await site.ticket(of: anna).number
        let mails = try await site.test.outbox().count
        let note = try await site.script(agent).call(
            .post, "/api/support/tickets/\(number)/reply", "{\"message\":\"careful\",\"is_internal\":true}")
        #expect(note.status == 201)
        #expect(try note.json()["is_internal"].flag == true)
        #expect(try await site.test.outbox().count == mails)
        let seen = try await site.script(anna).get("/api/support/tickets/\(number)/messages").json()
        #expect(seen["items"].items.count == 1 && seen["next"].isNull && seen["total"].number == 1)
        await site.close()
    }

    @Test func `of a customer is no note and sets no status`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna), agent = try await site.test.agent()
        let ticket = try await site.ticket(of: anna)
        try await site.test.replies(agent, to: ticket, "Is it well?", status: .waiting)
        let script = try await site.script(anna)
        let path = "/api/support/tickets/\(ticket.number)/reply"
        #expect(try await script.call(.post, path, "{\"message\":\"m\",\"is_internal\":true}").status == 403)
        #expect(try await site.test.ticket(ticket.number).status == .waiting)
        let answer = try await script.call(.post, path, "{\"message\":\"m\",\"status\":\"resolved\"}")
        #expect(try await site.test.ticket(ticket.number).status == .open || answer.status == 403)
        let plain = try await script.call(.post, path, "{\"message\":\"m\",\"is_internal\":false}")
        #expect(plain.status == 201)
        #expect(try plain.json()["is_staff_reply"].flag == false)
        #expect(try plain.json()["delivery"].isNull)
        #expect(try await site.test.ticket(ticket.number).status == .open)
        await site.close()
    }

    @Test(arguments: [
        ("{}", 422, "message"), ("{\"message\":\" \"}", 422, "message"), ("{\"message\":7}", 422, "message"),
        ("{\"message\":\"m\",\"is_internal\":\"yes\"}", 422, "is_internal"),
        ("{\"message\":\"m\",\"is_internal\":1}", 422, "is_internal"),
        ("{\"message\":\"m\",\"attachments\":{}}", 422, "attachments"), ("no", 400, ""),
    ]) func `names what is wrong`(_ body: String, _ status: Int, _ field: String) async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        _ = try await site.ticket(of: anna)
        let answer = try await site.script(anna).call(.post, "/api/support/tickets/1/reply", body)
        #expect(answer.status == status, "\(answer.text)")
        if !field.isEmpty { #expect(try answer.json()["error"]["fields"].keys == [field], "\(answer.text)") }
        await site.close()
    }

    @Test func `to a ticket closed too long ago is a conflict for the customer`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        let number = try await site.ticket(of: anna).number
        let script = try await site.script(anna)
        #expect(try await script.call(.post, "/api/support/tickets/\(number)/close").status == 200)
        site.test.clock.advance(days: 13)
        #expect(try await script.call(.post, "/api/support/tickets/\(number)/reopen").status == 200)
        #expect(try await script.call(.post, "/api/support/tickets/\(number)/close").status == 200)
        site.test.clock.advance(days: 15)
        for (path, body) in [("reopen", nil), ("reply", "{\"message\":\"m\"}")] {
            let late = try await script.call(.post, "/api/support/tickets/\(number)/\(path)", body)
            #expect(late.status == 409)
            #expect(try late.json()["error"]["message"].text?.contains("open a new one") == true)
        }
        let agent = try await site.script(site.test.agent())
        #expect(try await agent.call(.post, "/api/support/tickets/\(number)/reopen").status == 200)
        await site.close()
    }
}

@Suite struct `An Idempotency-Key` {
    @Test(arguments: Engine.everyEngine) func `makes a repeated call give the first answer and change nothing`(
        _ engine: Engine
    ) async throws {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna)
        let script = try await site.script(anna)
        let body = "{\"subject\":\"s\",\"description\":\"d\"}"
        let first = try await script.call(.post, "/api/support", body, headers: [.idempotencyKey: "k1"])
        let again = try await script.call(.post, "/api/support", body, headers: [.idempotencyKey: "k1"])
        #expect(first.status == 201 && again.status == 201 && first.body == again.body)
        #expect(try await script.get("/api/support").json()["total"].number == 1)

        let reply = "{\"message\":\"m\"}"
        for _ in 1...3 {
            let answer = try await script.call(
                .post, "/api/support/tickets/1/reply", reply, headers: [.idempotencyKey: "k2"])
            #expect(answer.status == 201)
        }
        #expect(try await script.get("/api/support/tickets/1/messages").json()["total"].number == 2)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `cannot stand for two different requests`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna)
        _ = try await site.ticket(of: anna)
        _ = try await site.ticket(of: anna)
        let script = try await site.script(anna)
        let key: HTTPFields = [.idempotencyKey: "k1"]
        #expect(
            try await script.call(.post, "/api/support/tickets/1/reply", "{\"message\":\"m\"}", headers: key).status
                == 201)
        for (path, body) in [
            ("/api/support/tickets/1/reply", "{\"message\":\"n\"}"),
            ("/api/support/tickets/2/reply", "{\"message\":\"m\"}"),
            ("/api/support", "{\"subject\":\"s\",\"description\":\"d\"}"),
        ] {
            let answer = try await script.call(.post, path, body, headers: key)
            #expect(answer.status == 409, "\(path)")
            #expect(try answer.json()["error"]["code"].text == "conflict")
        }
        await site.close()
    }

    @Test func `of somebody else is another key, and one that is too long is refused`() async throws {
        let site = try await TestSite()
        let body = "{\"subject\":\"s\",\"description\":\"d\"}"
        for sender in [Sender.anna, .boris] {
            let script = try await site.script(site.test.customer(sender))
            #expect(try await script.call(.post, "/api/support", body, headers: [.idempotencyKey: "k"]).status == 201)
            #expect(try await script.get("/api/support").json()["total"].number == 1)
            let long: HTTPFields = [.idempotencyKey: String(repeating: "k", count: 201)]
            #expect(try await script.call(.post, "/api/support", body, headers: long).status == 422)
        }
        await site.close()
    }

    @Test func `of a call that failed may be used again`() async throws {
        let site = try await TestSite()
        let script = try await site.script(site.test.customer(.anna))
        let key: HTTPFields = [.idempotencyKey: "k"]
        let bad = "{\"subject\":\"\",\"description\":\"d\"}", good = "{\"subject\":\"s\",\"description\":\"d\"}"
        #expect(try await script.call(.post, "/api/support", bad, headers: key).status == 422)
        #expect(try await script.call(.post, "/api/support", good, headers: key).status == 201)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `holds where the same call comes ten times at once`(_ engine: Engine)
        async throws
    {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna)
        let token = try await site.desk.write { tx in try tx.makeToken(of: anna, name: "t").text }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...10 {
                group.addTask {
                    let body = "{\"subject\":\"s\",\"description\":\"d\"}"
                    return try await Visitor(site, token: token)
                        .call(.post, "/api/support", body, headers: [.idempotencyKey: "k"]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 201, count: 10))
        #expect(try await Visitor(site, token: token).get("/api/support").json()["total"].number == 1)
        await site.close()
    }
}
