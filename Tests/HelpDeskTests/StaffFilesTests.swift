import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Files that let their holder answer as staff` {
    private let tom = Sender(name: "Tom Baker", address: "tom@desk.example")

    private func desk() async throws -> (TestDesk, Ticket, OutboxMail, [UInt8]) {
        let desk = try await TestDesk(.sqlite)
        _ = try await desk.owner()
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp", "It flickers.")))
        let notice = try #require(try await desk.outbox(to: tom.address).last)
        let raw = try await desk.desk.read { tx in try tx.mail(of: notice.delivery) }
        return (desk, ticket, notice, raw)
    }

    /// An answer with files, as programs write it that attach what they answer.
    private func answer(to notice: OutboxMail, _ files: [(type: String, name: String, content: [UInt8])]) -> [UInt8] {
        var mail =
            "From: Tom Baker <\(tom.address)>\r\nTo: \(notice.email.replyTo.first?.address ?? "")\r\n"
            + "Subject: Re: \(notice.email.subject)\r\nMessage-ID: <\(UUID().uuidString)@desk.example>\r\n"
            + "In-Reply-To: <\(notice.email.messageID ?? "")>\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        for file in files {
            mail += "--b\r\nContent-Type: \(file.type); name=\"\(file.name)\"\r\nContent-Transfer-Encoding: base64\r\n"
            mail += "Content-Disposition: attachment; filename=\"\(file.name)\"\r\n\r\n"
            mail += Data(file.content).base64EncodedString(options: .lineLength76Characters) + "\r\n"
        }
        return Array((mail + "--b--\r\n").utf8)
    }

    private static let forms = ["as it is", "in another mail", "as UTF-16", "as a page", "quoted in base64"]

    private func file(_ form: String, _ notice: [UInt8], _ email: Email) -> (
        type: String, name: String, content: [UInt8]
    ) {
        let encoded = Data(notice).base64EncodedString(options: .lineLength76Characters)
        switch form {
        case "as it is": return ("message/rfc822", "notice.eml", notice)
        case "in another mail":
            let outer =
                "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
                + "Content-Type: message/rfc822; name=n.eml\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=n.eml\r\n\r\n\(encoded)\r\n--x--\r\n"
            return ("application/octet-stream", "outer.eml", Array(outer.utf8))
        case "as UTF-16": return ("application/vnd.ms-outlook", "n.msg", notice.flatMap { [$0, 0] })
        case "as a page": return ("text/html", "page.html", Array((email.html ?? "").utf8))
        default:
            let quoted = Data("> \(email.replyTo.first?.address ?? "")".utf8).base64EncodedString()
            let mail =
                "From: a@b.example\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n\(quoted)\r\n"
            return ("message/rfc822", "quoted.eml", Array(mail.utf8))
        }
    }

    @Test(arguments: forms) func `do not go to the customer with an answer by mail, and stand in a note`(_ form: String)
        async throws
    {
        let (desk, ticket, notice, raw) = try await desk()
        let plain: (type: String, name: String, content: [UInt8]) = ("text/plain", "log.txt", Array("all is well".utf8))
        let entry = try await desk.receives(raw: answer(to: notice, [file(form, raw, notice.email), plain]))

        #expect(entry.because?.code == .staffReply)
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(sent.delivery.kind == .reply)
        #expect(sent.email.text.contains("See the file."))
        #expect(sent.email.attachments.map(\.filename) == ["log.txt"])
        let customer = try await desk.customer(.anna)
        let seen = try await desk.conversation(of: ticket, seenBy: .person(customer)).messages
        #expect(seen.flatMap(\.attachments).map(\.filename) == ["log.txt"])
        let note = try #require(try await desk.conversation(of: ticket).messages.first { $0.message.isInternal })
        #expect(note.attachments.count == 1)
        await desk.close()
    }

    @Test(arguments: forms) func `are refused in an answer that is written in the page, and taken in a note`(
        _ form: String
    )
        async throws
    {
        let (desk, ticket, notice, raw) = try await desk()
        let agent = try await desk.agent(), file = file(form, raw, notice.email)
        let upload = Upload(filename: file.name, mimeType: file.type, content: file.content)
        let before = try await desk.outbox().count
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                _ = try ticket.reply(Draft(text: "See.", uploads: [upload], channel: .portal), by: agent, in: tx)
            }
        }
        await #expect(throws: DeskError.self, "uploaded before") {
            try await desk.desk.write { tx in
                let kept = try tx.upload(upload, for: ticket, by: agent)
                _ = try ticket.reply(Draft(text: "See.", attachmentIDs: [kept.uuid], channel: .api), by: agent, in: tx)
            }
        }
        #expect(try await desk.outbox().count == before)
        try await desk.desk.write { tx in
            _ = try ticket.reply(
                Draft(text: "See.", isInternal: true, uploads: [upload], channel: .portal), by: agent, in: tx)
        }
        await desk.close()
    }

    @Test func `are found also where the files were looked through before, and are others by now`() async throws {
        let (desk, ticket, _, raw) = try await desk()
        let agent = try await desk.agent()
        let encoded = Data(raw).base64EncodedString(options: .lineLength76Characters)
        let hidden = Array("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n\(encoded)\r\n".utf8)
        func reply(_ draft: Draft) async throws {
            try await desk.desk.write { tx in _ = try ticket.reply(draft, by: agent, in: tx) }
        }
        func upload(_ name: String, _ content: [UInt8]) -> Upload {
            Upload(filename: name, mimeType: "application/octet-stream", content: content)
        }
        let files = [upload("log.txt", Array("all is well".utf8)), upload("as-it-is.txt", raw)]
        let known = try await desk.desk.lookedThrough(Draft(text: "See.", uploads: files, channel: .portal), by: agent)
        await #expect(throws: DeskError.self) { try await reply(known) }
        // The same bytes are a mail under one name, and none under the other.
        let names = [upload("n.txt", hidden), upload("n.eml", hidden)]
        var draft = try await desk.desk.lookedThrough(Draft(text: "See.", uploads: names, channel: .portal), by: agent)
        await #expect(throws: DeskError.self) { try await reply(draft) }
        draft.uploads.removeLast()
        draft.uploads[0].filename = "n.eml"
        await #expect(throws: DeskError.self) { try await reply(draft) }
        let ids = try await desk.desk.write { tx in
            try names.map { try tx.upload($0, for: ticket, by: agent).uuid }
        }
        draft = try await desk.desk.lookedThrough(
            Draft(text: "See.", attachmentIDs: [ids[0]], channel: .api), by: agent)
        draft.attachmentIDs = [ids[1]]
        let other = draft
        await #expect(throws: DeskError.self) { try await reply(other) }
        draft.attachmentIDs = [ids[0]]
        try await reply(draft)
        await desk.close()
    }

    @Test func `are not mistaken for the customer's own mail, nor for one that looks like ours`() async throws {
        let (desk, ticket, notice, _) = try await desk()
        let toAnna = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let own = try await desk.desk.read { tx in try tx.mail(of: toAnna.delivery) }
        // A signature of nobody's is no key.
        let forged =
            "Reply-To: support+TKT-2026-00001.1-a1.aaaaaaaaaaaaaaaa@desk.example\r\n\r\ndeskbell-ref:1-a1.aaaaaaaaaaaaaaaa"
        let entry = try await desk.receives(
            raw: answer(
                to: notice,
                [("message/rfc822", "own.eml", own), ("message/rfc822", "forged.eml", Array(forged.utf8))]))
        #expect(entry.because?.code == .staffReply)
        let sent = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(sent.email.attachments.map(\.filename) == ["own.eml", "forged.eml"])
        #expect(try await desk.conversation(of: ticket).messages.count == 2)
        await desk.close()
    }
}
