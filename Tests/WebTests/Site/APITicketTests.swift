import Database
import Foundation
import HTTPTypes
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Web

@Suite struct `A ticket of the API` {
    static let names: Set = [
        "id", "number", "seq", "user", "category", "subject", "description", "status", "priority", "assigned_to",
        "tags",
        "department", "channel", "cc", "created_at", "updated_at", "first_response_at", "resolved_at", "closed_at",
        "rating",
    ]
    static let messageNames: Set = [
        "id", "ticket", "author", "message", "html", "is_internal", "is_staff_reply", "created_at", "updated_at",
        "attachments", "delivery", "because",
    ]

    @Test(arguments: Engine.everyEngine) func `has the names of the contract`(_ engine: Engine) async throws {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent()
        let secret = try await SecretTicket(in: site, by: agent)
        let path = "/api/support/tickets/\(secret.ticket.number)"
        let forStaff = try await site.script(agent).get(path + "/detail").json()
        let forCustomer = try await site.script(site.test.customer(.anna)).get(path + "/detail").json()
        #expect(forCustomer.keys == Self.names.union(["messages"]))
        #expect(forStaff.keys == Self.names.union(["messages", "user_agent", "ip_address"]))
        #expect(try await site.script(agent).get(path).json().keys == Self.names.union(["user_agent", "ip_address"]))
        #expect(forStaff["user"].keys == ["id", "name", "email", "phone"])
        for message in forStaff["messages"].items + forCustomer["messages"].items {
            #expect(message.keys == Self.messageNames)
            #expect(message["author"].keys == ["id", "name", "is_staff"])
            for file in message["attachments"].items {
                #expect(file.keys == ["id", "filename", "file_size", "mime_type", "uploaded_at", "url"])
            }
        }
        await site.close()
    }

    @Test func `has the values of the contract`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent()
        let secret = try await SecretTicket(in: site, by: agent)
        let script = try await site.script(agent)
        let ticket = try await script.get("/api/support/tickets/\(secret.ticket.number)/detail").json()
        #expect(ticket["id"].text == secret.ticket.uuid.uuidString.lowercased())
        #expect(ticket["number"].text == "TKT-2026-00001" && ticket["seq"].number == 1)
        #expect(ticket["subject"].text == "Quarrel with my landlord")
        #expect(ticket["description"].text?.contains("cellar floods") == true)
        #expect(ticket["status"].text == "in_progress" && ticket["priority"].text == "medium")
        #expect(ticket["channel"].text == "email" && ticket["category"].text == "Support")
        #expect(ticket["created_at"].text == "2026-11-20T10:00:00Z" && ticket["resolved_at"].isNull)
        #expect(ticket["first_response_at"].text == "2026-11-20T10:00:00Z")
        #expect(ticket["assigned_to"].isNull && ticket["department"].isNull && ticket["rating"].isNull)
        #expect(ticket["user"]["email"].text == "anna@customer.example" && ticket["user"]["phone"].isNull)
        let (mail, answer, note) = (ticket["messages"][0], ticket["messages"][1], ticket["messages"][2])
        #expect(mail["html"].text?.contains("<b>cellar floods</b>") == true)
        #expect(mail["html"].text?.contains("<script") == false)
        #expect(mail["attachments"][0]["filename"].text == "landlord-contract.txt")
        #expect(mail["author"]["is_staff"].flag == false && mail["is_staff_reply"].flag == false)
        #expect(answer["is_staff_reply"].flag == true && answer["author"]["name"].text == "Olga Sokolova")
        #expect(answer["delivery"][0]["state"].text == "queued")
        #expect(note["is_internal"].flag == true && note["is_staff_reply"].flag == false)
        #expect(note["delivery"].items.isEmpty)
        await site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `is found by UUID, number and seq, under both mounts, with or without a slash`(
        _ engine: Engine
    ) async throws {
        let site = try await TestSite(engine)
        let agent = try await site.test.agent()
        let ticket = try await site.ticket(of: site.test.customer(.anna))
        let script = try await site.script(agent)
        let references = [
            ticket.number, ticket.number.lowercased(), ticket.uuid.uuidString, ticket.uuid.uuidString.lowercased(),
            String(ticket.id),
        ]
        var bodies = Set<String>()
        for reference in references {
            for mount in ["/api/support", "/support/api"] {
                for slash in ["", "/"] {
                    let answer = try await script.get("\(mount)/tickets/\(reference)\(slash)")
                    #expect(answer.status == 200)
                    bodies.insert(answer.text)
                }
            }
        }
        #expect(bodies.count == 1)
        for reference in [
            "0", "-1", "+\(ticket.id)x", "TKT-2026-99999", "\(ticket.id).0", "1%20OR%201=1", "%27", "%00", "%FF",
            "..%2F1",
            "99999999999999999999", UUID().uuidString, String(repeating: "9", count: 4_000),
        ] {
            #expect(try await script.get("/api/support/tickets/\(reference)").status == 404, "\(reference)")
        }
        await site.close()
    }
}

@Suite struct `Opening a ticket by the API` {
    @Test(arguments: Engine.everyEngine) func `makes it with all that was given, and mails the confirmation`(
        _ engine: Engine
    )
        async throws
    {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna)
        let script = try await site.script(anna)
        let answer = try await script.call(
            .post, "/api/support",
            """
            {"subject":" Лампа мигает ","description":"Every evening 🕯\\u0000","category":"bug","priority":"HIGH",
             "tags":["Hall","hall","  "],"attachments":[{"filename":"a.txt","content":"SGVsbG8=","mime_type":"text/plain"}]}
            """, headers: [.userAgent: "curl/8"])
        #expect(answer.status == 201)
        let ticket = try answer.json()
        #expect(ticket["subject"].text == "Лампа мигает" && ticket["category"].text == "Bug")
        #expect(ticket["description"].text == "Every evening 🕯")
        #expect(ticket["priority"].text == "high" && ticket["tags"].texts == ["hall"])
        #expect(ticket["channel"].text == "api" && ticket["status"].text == "open")
        #expect(ticket["user_agent"].isMissing)
        let number = try #require(ticket["number"].text)
        let detail = try await script.get("/api/support/tickets/\(number)/detail").json()
        let file = detail["messages"][0]["attachments"][0]
        #expect(file["file_size"].number == 5)
        #expect(try await script.get(file["url"].text ?? "").text == "Hello")
        let mail = try #require(try await site.test.outbox(to: Sender.anna.address).last)
        #expect(mail.email.subject == "[\(number)] Лампа мигает")
        await site.close()
    }

    @Test func `is for oneself, and for others where staff names them`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna), agent = try await site.test.agent()
        let body = "{\"subject\":\"s\",\"description\":\"d\",\"user\":\"boris@klient.example\"}"
        let refused = try await site.script(anna).call(.post, "/api/support/tickets", body)
        #expect(refused.status == 403)
        #expect(try await site.script(agent).get("/api/support/tickets").json()["total"].number == 0)
        let made = try await site.script(agent).call(.post, "/api/support/tickets", body)
        #expect(made.status == 201)
        #expect(try made.json()["user"]["email"].text == "boris@klient.example")
        #expect(
            try await site.test.outbox(to: "boris@klient.example").isEmpty, "he has not written: nothing to confirm")
        let bad = try await site.script(agent).call(
            .post, "/api/support/tickets", body.replacing("boris@klient.example", with: "nobody"))
        #expect(bad.status == 422)
        #expect(try bad.json()["error"]["fields"]["user"].text != nil)
        await site.close()
    }

    @Test(arguments: [
        ("{\"description\":\"d\"}", "subject"), ("{\"subject\":\"s\"}", "description"),
        ("{\"subject\":\"  \",\"description\":\"d\"}", "subject"),
        ("{\"subject\":\"s\",\"description\":\" \"}", "description"),
        ("{\"subject\":1,\"description\":\"d\"}", "subject"), ("{\"subject\":null,\"description\":\"d\"}", "subject"),
        ("{\"subject\":\"s\",\"description\":\"d\",\"priority\":\"very\"}", "priority"),
        ("{\"subject\":\"s\",\"description\":\"d\",\"category\":\"Nope\"}", "category"),
        ("{\"subject\":\"s\",\"description\":\"d\",\"category\":[]}", "category"),
        ("{\"subject\":\"s\",\"description\":\"d\",\"tags\":\"a\"}", "tags"),
        ("{\"subject\":\"s\",\"description\":\"d\",\"attachments\":[\"x\"]}", "attachments.Index 0"),
        (
            "{\"subject\":\"s\",\"description\":\"d\",\"attachments\":[{\"filename\":\"a\",\"content\":\"%%\"}]}",
            "attachments"
        ),
        ("{\"subject\":\"s\",\"description\":\"d\",\"attachments\":[{\"filename\":\"a\"}]}", "attachments"),
        ("[]", "body"), ("\"s\"", "body"), ("null", "body"),
    ]) func `names the field that is wrong`(_ body: String, _ field: String) async throws {
        let site = try await TestSite()
        let script = try await site.script(site.test.customer(.anna))
        let answer = try await script.call(.post, "/api/support/tickets", body)
        #expect(answer.status == 422, "\(answer.text)")
        let fields = try answer.json()["error"]["fields"].keys
        #expect(fields.contains { $0 == field || $0.hasPrefix("\(field).") }, "\(answer.text)")
        #expect(try await script.get("/api/support").json()["total"].number == 0)
        await site.close()
    }

    @Test(arguments: ["", "{", "subject=s", "{\"subject\":\"\\ud800\"}", "\u{0}", "[[[[[[[["])
    func `refuses what is no JSON`(_ body: String) async throws {
        let site = try await TestSite()
        let script = try await site.script(site.test.customer(.anna))
        let answer = try await script.call(.post, "/api/support/tickets", body)
        #expect(answer.status == 400, "\(answer.text)")
        #expect(try answer.json()["error"]["code"].text == "malformed")
        await site.close()
    }

    @Test func `withstands JSON that is nested without end`() async throws {
        let site = try await TestSite()
        let script = try await site.script(site.test.customer(.anna))
        let body = String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)
        #expect([400, 422].contains(try await script.call(.post, "/api/support/tickets", body).status))
        await site.close()
    }

    @Test func `is held to the limits of sizes`() async throws {
        let site = try await TestSite()
        let script = try await site.script(site.test.customer(.anna))
        let long = String(repeating: "я", count: 600_000)
        for (subject, description, field) in [
            (String(repeating: "s", count: 501), "d", "subject"), ("s", long, "description"),
        ] {
            let answer = try await script.call(
                .post, "/api/support/tickets", "{\"subject\":\"\(subject)\",\"description\":\"\(description)\"}")
            #expect(answer.status == 422)
            #expect(try answer.json()["error"]["fields"][field].text != nil)
        }
        let large = [UInt8](repeating: 97, count: 71 << 20)
        let answer = try await script.send(.post, "/api/support/tickets", body: large)
        #expect(answer.status == 413)
        #expect(try answer.json()["error"]["code"].text == "too_large")
        await site.close()
    }
}
