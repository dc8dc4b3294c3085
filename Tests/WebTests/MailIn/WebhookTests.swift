import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Mail that a service pushes` {
    @Test func `needs a token that is made for it, or a signature`() async throws {
        let site = try await MailInSite()
        let mail = TestMail(from: .anna, "Lamp").bytes
        #expect(try await site.pushSigned(mail, as: "message/rfc822").status == 401, "raw mail is signed by nobody")
        let customer = try await site.site.script(site.site.test.customer(.anna))
        let refused = try await customer.send(
            .post, "/api/support/webhook", headers: [.contentType: "message/rfc822"], body: mail)
        #expect(refused.status == 403 && refused.text.contains("deskbell token create --scope mail:in"))
        let scoped = Visitor(site.site, token: site.token)
        for path in ["/api/support/tickets", "/support/api/ledger", "/support/api/categories"] {
            #expect(try await scoped.get(path).status == 403, "the token is for mail alone: \(path)")
        }
        #expect(try await site.entries().isEmpty)
        await site.site.close()
    }

    @Test(arguments: ["/api/support/webhook", "/support/api/webhook"])
    func `may be the raw message, and its envelope chooses the mailbox`(_ path: String) async throws {
        let site = try await MailInSite()
        var mail = TestMail(from: .anna, "Lamp").with("Return-Path", "<forged@elsewhere.example>")
        mail.to = "undisclosed-recipients:;"
        let answer = try await site.push(
            mail.bytes, as: "message/rfc822",
            to: "\(path)?sender=bounce%40customer.example&recipient=support%2Bx%40desk.example")
        #expect(answer.status == 200, "\(answer.text)")
        let json = try answer.json()
        #expect(json["outcome"].text == "created" && json["mailbox"].text == "support@desk.example")
        #expect(json["ticket"].text?.hasPrefix("TKT-") == true && json["source"].text == "webhook")
        let (_, raw) = try await site.onlyMail()
        #expect(raw.hasPrefix("Return-Path: <bounce@customer.example>\r\nDelivered-To: support+x@desk.example\r\n"))
        await site.site.close()
    }

    @Test func `twice is one ticket and one duplicate`() async throws {
        let site = try await MailInSite()
        let mail = TestMail(from: .anna, "Lamp").bytes
        #expect(try await site.push(mail, as: "application/octet-stream").json()["outcome"].text == "created")
        let again = try await site.push(mail, as: "message/rfc822").json()
        #expect(again["outcome"].text == "duplicate" && again["duplicate_of"].number != nil)
        #expect(try await site.entries().map(\.outcome) == [.duplicate, .created])
        await site.site.close()
    }

    @Test func `by a service that knows nothing but an address has the token as its password`() async throws {
        let site = try await MailInSite(isSigned: false)
        let body = TestMail(from: .anna, "Lamp").bytes
        for user in ["mail:\(site.token)", "\(site.token):"] {
            let basic = "Basic \(Data(user.utf8).base64EncodedString())"
            let answer = try await site.pushSigned(body, as: "message/rfc822", headers: [.authorization: basic])
            #expect(answer.status == 200, "\(answer.text)")
        }
        let wrong = "Basic \(Data("mail:deskbell_wrong".utf8).base64EncodedString())"
        #expect(
            try await site.pushSigned(body, as: "message/rfc822", headers: [.authorization: wrong]).status == 401)
        await site.site.close()
    }

    @Test func `is refused clearly where it is no mail`() async throws {
        let site = try await MailInSite { $0.limits.mailBytes = 10_000 }
        #expect(try await site.push([], as: "message/rfc822").status == 422)
        #expect(try await site.push(.init("<xml/>"), as: "application/xml").status == 415)
        #expect(try await site.push(.init("{"), as: "application/json").status == 400)
        #expect(try await site.push(.init("{}"), as: "application/json").status == 422)
        #expect(try await site.push(.init("a=b"), as: "application/x-www-form-urlencoded").status == 400)
        let form = [UInt8](form: [("email", .init("From: a@b.example"))]).dropLast(16)
        #expect(try await site.push(Array(form), as: formType).status == 400)
        let large = [UInt8](repeating: 97, count: 2_000_000)
        #expect(try await site.push(large, as: "message/rfc822").status == 413)
        #expect(try await site.entries().isEmpty)
        await site.site.close()
    }

    @Test func `is kept in part where it is larger than a mail may be`() async throws {
        let site = try await MailInSite { $0.limits.mailBytes = 10_000 }
        let mail = TestMail(from: .anna, "Lamp", String(repeating: "Long. ", count: 3_000)).bytes
        #expect(try await site.push(mail, as: "message/rfc822").json()["is_truncated"].flag == true)
        await site.site.close()
    }

    @Test func `is asked for again while the database is away`() async throws {
        let site = try await MailInSite(isSigned: false)
        await site.site.desk.database.close()
        let answer = try await site.push(TestMail(from: .anna, "Lamp").bytes, as: "message/rfc822")
        #expect(answer.status == 503 && answer.headers[.retryAfter] == "60", "\(answer.text)")
        #expect(try answer.json()["error"]["code"].text == "unavailable")
    }
}
