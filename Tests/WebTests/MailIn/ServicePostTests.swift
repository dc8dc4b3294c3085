import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `The posts of mail services` {
    private static func mime(_ subject: String = "Lamp") -> [UInt8] { TestMail(from: .anna, subject).bytes }

    // MARK: Mailgun

    @Test func `of Mailgun prove themselves by a signature that holds for one mail`() async throws {
        let site = try await MailInSite()
        func form(
            _ mail: [UInt8], at age: Double = 0, token: String, change: (inout [(String, String)]) -> Void = { _ in }
        )
            -> [UInt8]
        {
            var proof = site.service.mailgun(
                at: Instant(microseconds: site.now.microseconds + Int64(age * 1_000_000)), token: token)
            change(&proof)
            let fields = proof + [("recipient", TestDesk.address), ("sender", "anna@customer.example")]
            return [UInt8](form: fields.map { ($0.0, Array($0.1.utf8)) } + [("body-mime", mail)])
        }
        let mail = Self.mime()
        let first = try await site.pushSigned(form(mail, token: "t1"), as: formType)
        #expect(first.status == 200, "\(first.text)")
        let again = try await site.pushSigned(form(mail, token: "t1"), as: formType)
        #expect(again.status == 200, "the service has not heard our answer and tries again")
        #expect(try again.json()["id"].number == first.json()["id"].number)
        let other = try await site.pushSigned(form(Self.mime("Send money"), token: "t1"), as: formType)
        #expect(other.status == 403 && other.text.contains("used before"), "the signature does not cover the mail")
        for (age, token) in [(-40_000.0, "t2"), (600, "t3")] {
            #expect(try await site.pushSigned(form(mail, at: age, token: token), as: formType).status == 403)
        }
        let forged = form(mail, token: "t4") { $0[2].1 = String($0[2].1.reversed()) }
        #expect(try await site.pushSigned(forged, as: formType).status == 403)
        let moved = form(mail, token: "t5") { $0[1].1 = "t6" }
        #expect(try await site.pushSigned(moved, as: formType).status == 403)
        #expect(try await site.entries().count == 1)
        await site.site.close()
    }

    @Test func `of Mailgun may be the parts of a mail`() async throws {
        let site = try await MailInSite()
        let headers = """
            [["Message-Id","<one@customer.example>"],["From","Anna <anna@customer.example>"],["Subject","Lampe für Olga"],
            ["Content-Type","multipart/mixed; boundary=gone"],["X-Evil","a\\r\\nBcc: x@y.example"]]
            """
        let fields = [
            ("recipient", TestDesk.address), ("sender", "anna@customer.example"), ("body-plain", "Grüße"),
            ("body-html", "<p>Grüße <img src=\"cid:pic@x\"></p>"), ("message-headers", headers),
            ("content-id-map", "{\"<pic@x>\":\"attachment-1\"}"),
        ]
        let picture: [UInt8] = [0x89, 0x50, 0, 13, 10, 45, 45]
        let body = [UInt8](
            form: fields.map { ($0.0, Array($0.1.utf8)) }, files: [("attachment-1", "Bild.png", "image/png", picture)])
        let answer = try await site.push(body, as: formType)
        #expect(answer.status == 200, "\(answer.text)")
        let (talk, raw) = try await site.onlyMail()
        #expect(talk.ticket.subject == "Lampe für Olga" && talk.messages[0].message.text == "Grüße")
        let file = try #require(talk.messages[0].attachments.first)
        #expect(file.filename == "Bild.png" && file.fileSize == picture.count && file.isInline)
        #expect(!raw.contains("\nBcc:"))
        #expect(try await site.push(body, as: formType).json()["outcome"].text == "duplicate")
        await site.site.close()
    }

    @Test func `may be urlencoded, in bytes that are no UTF-8`() async throws {
        let site = try await MailInSite()
        let mail =
            "From: anna@customer.example\r\nMessage-ID: <a@b>\r\nSubject: x\r\n"
            + "Content-Type: text/plain; charset=windows-1251\r\n\r\n"
        let text = (Array(mail.utf8) + [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]).map { String(format: "%%%02X", $0) }
            .joined()
        let body = "recipient=support%40desk.example&body-mime=\(text)"
        #expect(try await site.push(.init(body), as: "application/x-www-form-urlencoded").status == 200)
        #expect(try await site.onlyMail().0.messages[0].message.text == "Привет")
        await site.site.close()
    }

    // MARK: SendGrid

    @Test func `of SendGrid prove themselves by a signature over the whole post`() async throws {
        let site = try await MailInSite()
        let envelope = "{\"to\":[\"support@desk.example\"],\"from\":\"anna@customer.example\"}"
        let body = [UInt8](form: [("email", Self.mime()), ("envelope", .init(envelope))])
        func headers(_ body: [UInt8]) throws -> HTTPFields {
            let proof = try site.service.sendGrid(at: site.now, body: body)
            return [.sendGridTimestamp: proof.timestamp, .sendGridSignature: proof.signature]
        }
        #expect(try await site.pushSigned(body, as: formType).status == 403)
        let changed = [UInt8](form: [("email", Self.mime("Send money")), ("envelope", .init(envelope))])
        #expect(try await site.pushSigned(changed, as: formType, headers: headers(body)).status == 403)
        let answer = try await site.pushSigned(body, as: formType, headers: headers(body))
        #expect(answer.status == 200, "\(answer.text)")
        let (talk, raw) = try await site.onlyMail()
        #expect(talk.ticket.subject == "Lamp")
        #expect(raw.hasPrefix("Return-Path: <anna@customer.example>\r\nDelivered-To: support@desk.example\r\n"))
        await site.site.close()
    }

    @Test func `of SendGrid may be the parts of a mail, each in a charset of its own`() async throws {
        let site = try await MailInSite()
        let header =
            "From: Boris <boris@klient.example>\nTo: support@desk.example\nMessage-ID:\n <b@k>\nSubject: Lamp\n"
        let fields: [(String, [UInt8])] = [
            ("headers", .init(header)), ("from", .init("Boris <boris@klient.example>")), ("subject", .init("Lamp")),
            ("envelope", .init("{\"to\":[\"support@desk.example\"],\"from\":\"boris@klient.example\"}")),
            ("charsets", .init("{\"text\":\"windows-1251\",\"subject\":\"UTF-8\"}")),
            ("text", [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
            ("attachment-info", .init("{\"attachment1\":{\"filename\":\"план.pdf\",\"type\":\"application/pdf\"}}")),
        ]
        let body = [UInt8](form: fields, files: [("attachment1", "plan.pdf", "application/pdf", .init("drawing"))])
        #expect(try await site.push(body, as: formType).status == 200)
        let (talk, _) = try await site.onlyMail()
        #expect(talk.messages[0].message.text == "Привет" && talk.requester.email == "boris@klient.example")
        #expect(talk.messages[0].attachments.map(\.filename) == ["план.pdf"])
        #expect(try await site.push(body, as: formType).json()["outcome"].text == "duplicate")
        await site.site.close()
    }

    // MARK: Postmark

    @Test func `of Postmark may be raw, or parts with files in base64`() async throws {
        let site = try await MailInSite()
        let post: [String: Any] = [
            "FromFull": ["Email": "anna@customer.example", "Name": "Anna \"A\" Carter"],
            "ToFull": [["Email": "support@desk.example", "Name": ""]], "OriginalRecipient": "support@desk.example",
            "Subject": "Лампа", "MessageID": "22c74902", "Date": "Fri, 20 Nov 2026 09:59:00 +0000", "TextBody": "Hello",
            "HtmlBody": "", "Headers": [["Name": "Message-ID", "Value": "<pm@customer.example>"]],
            "Attachments": [["Name": "a.txt", "Content": "b25l", "ContentType": "text/plain", "ContentLength": 3]],
        ]
        let body = Array(try JSONSerialization.data(withJSONObject: post))
        let answer = try await site.push(body, as: "application/json; charset=utf-8")
        #expect(answer.status == 200, "\(answer.text)")
        let (talk, raw) = try await site.onlyMail()
        #expect(talk.ticket.subject == "Лампа" && talk.messages[0].message.text == "Hello")
        #expect(talk.messages[0].attachments.map(\.fileSize) == [3] && raw.contains("<pm@customer.example>"))
        let whole: [String: Any] = [
            "RawEmail": String(decoding: Self.mime("Raw"), as: UTF8.self), "OriginalRecipient": "support@desk.example",
        ]
        let second = try await site.push(
            Array(try JSONSerialization.data(withJSONObject: whole)), as: "application/json")
        #expect(try second.json()["subject"].text == "Raw")
        await site.site.close()
    }
}
