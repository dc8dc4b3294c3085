import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `One message as JSON` {
    private func process(_ site: MailInSite, _ body: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await site.push(.init(body), as: "application/json", to: "/api/support/process-email", headers: headers)
    }

    @Test func `becomes a ticket from its parts, and the answer tells which`() async throws {
        let site = try await MailInSite()
        let answer = try await process(
            site,
            """
            {"from":{"name":"Anna Carter","email":"anna@customer.example"},"to":["support@desk.example"],
            "cc":"Tom <tom@customer.example>","subject":"Lamp","text":"It flickers.","html":"<p>It flickers.</p>",
            "message_id":"m1@customer.example","attachments":[{"filename":"a.bin","content":"AAEC"}]}
            """)
        #expect(answer.status == 200, "\(answer.text)")
        let json = try answer.json()
        #expect(json["outcome"].text == "created" && json["source"].text == "api" && json["answered"].flag == true)
        #expect(json["because"].text == "Nothing in it points to a ticket." || json["because"].text != nil)
        let (talk, _) = try await site.onlyMail()
        #expect(talk.ticket.number == json["ticket"].text && talk.messages[0].message.text == "It flickers.")
        #expect(
            talk.requester.displayName == "Anna Carter" && talk.participants.map(\.address) == ["tom@customer.example"])
        #expect(talk.messages[0].attachments.map(\.fileSize) == [3])
        await site.site.close()
    }

    @Test func `may be raw, and joins its ticket`() async throws {
        let site = try await MailInSite()
        let first = TestMail(from: .anna, "Lamp")
        var second = TestMail(from: .anna, "Re: Lamp", "More of it")
        second.inReplyTo = first.messageID
        func raw(_ mail: TestMail, _ key: String, _ text: String) async throws -> JSON {
            let body = try JSONSerialization.data(withJSONObject: [key: text, "mailbox": TestDesk.address])
            return try await process(site, String(decoding: body, as: UTF8.self)).json()
        }
        let opened = try await raw(first, "raw", String(decoding: first.bytes, as: UTF8.self))
        let appended = try await raw(second, "raw_base64", Data(second.bytes).base64EncodedString())
        #expect(opened["outcome"].text == "created" && appended["outcome"].text == "appended")
        #expect(opened["ticket"].text == appended["ticket"].text)
        await site.site.close()
    }

    @Test func `is one, however often it is sent`() async throws {
        let site = try await MailInSite()
        let body = "{\"from\":\"anna@customer.example\",\"subject\":\"Lamp\",\"text\":\"Hello\"}"
        #expect(try await process(site, body).json()["outcome"].text == "created")
        #expect(try await process(site, body).json()["outcome"].text == "duplicate")
        let other = body.replacing("Hello", with: "Hello again")
        let key: HTTPFields = [.idempotencyKey: "k1"]
        let id = try await process(site, other, headers: key).json()["id"].number
        #expect(try await process(site, other, headers: key).json()["id"].number == id)
        #expect(try await process(site, body, headers: key).status == 403)
        #expect(try await site.entries().count == 3)

        // The second alarm of one text is another one where it has a key of its own.
        let again = try await process(site, other, headers: [.idempotencyKey: "k 2"])
        #expect(try again.json()["outcome"].text == "created", "\(again.text)")
        await site.site.close()
    }

    @Test func `says what is missing`() async throws {
        let site = try await MailInSite()
        for (body, field) in [
            ("{\"text\":\"x\"}", "from"), ("{\"from\":\"a@b.example\"}", "text"),
            ("{\"raw_base64\":\"!!\"}", "raw_base64"), ("{\"from\":7,\"text\":\"x\"}", "from"),
            ("{\"raw\":\"From: a@b.example\",\"mailbox\":\"nobody@x.example\"}", "mailbox"),
        ] {
            let answer = try await process(site, body)
            #expect(answer.status == 422, "\(body): \(answer.text)")
            #expect(try answer.json()["error"]["fields"][field].text != nil, "\(body): \(answer.text)")
        }
        #expect(try await site.entries().isEmpty)
        await site.site.close()
    }

    @Test func `answers nobody where that is asked for`() async throws {
        let site = try await MailInSite()
        let body = "{\"from\":\"anna@customer.example\",\"subject\":\"Lamp\",\"text\":\"Hello\",\"quiet\":true}"
        #expect(try await process(site, body).json()["answered"].flag == false)
        #expect(try await site.site.test.outbox().isEmpty)
        await site.site.close()
    }
}
