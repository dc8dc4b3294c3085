import FoundationEssentials
import Mail
import Testing

@Suite struct `Composing mail` {
    private func mail(_ change: (inout OutgoingEmail) -> Void = { _ in }) -> OutgoingEmail {
        var mail = OutgoingEmail(
            from: Address(name: "Анна via Desk", address: "support@desk.example"),
            to: [Address(name: "Doe, John", address: "john@customer.example")],
            subject: "Re: [TKT-2026-00001] Не работает вход", messageID: "abc@desk.example",
            inReplyTo: ["m1@customer.example"],
            references: ["m0@customer.example", "m1@customer.example"],
            date: Date(timeIntervalSince1970: 1_794_294_005), text: "Здравствуйте!\n\nГотово.")
        change(&mail)
        return mail
    }

    @Test(arguments: ["a\r\nBcc: x@y.example", "a\nb", "a\u{0}b", "a\rb", "a\u{2028}b", "a\u{85}b"])
    func `a line break in a header value is refused`(value: String) {
        #expect(throws: ComposeError.forbiddenCharacter(field: "Subject")) {
            try self.mail { $0.subject = value }.bytes()
        }
        #expect(throws: ComposeError.forbiddenCharacter(field: "From")) {
            try self.mail { $0.from.name = value }.bytes()
        }
        #expect(throws: ComposeError.forbiddenCharacter(field: "X-Ticket-ID")) {
            try self.mail { $0.extraHeaders = [("X-Ticket-ID", value)] }.bytes()
        }
    }

    @Test(arguments: [
        "", "a", "a@", "@b", "a b@c.example", "a@b.example>", "a@b.example\r\nRCPT TO:<x@y.example>", "a,b@c.example",
        "<a@b.example>", "a@b example",
    ])
    func `what is no address is refused`(address: String) {
        #expect(throws: ComposeError.invalidAddress(address)) {
            try self.mail { $0.to = [Address(address: address)] }.bytes()
        }
    }

    @Test(arguments: ["From", "Subject", "Content-Type", "X Y", "X:", "", "Bcc"])
    func `a field that composing writes itself, or that is none, is refused`(name: String) {
        #expect(throws: ComposeError.invalidFieldName(name)) {
            try self.mail { $0.extraHeaders = [(name, "x")] }.bytes()
        }
    }

    @Test(arguments: ["", "a b@c", "a>@c", "a\r\n@c"])
    func `a Message-ID that is none is refused`(id: String) {
        #expect(throws: ComposeError.invalidMessageID(id)) { try self.mail { $0.messageID = id }.bytes() }
    }

    @Test func `what was composed is read back`() throws {
        let sent = mail {
            $0.html = #"<p>Готово. <img src="cid:logo@desk"></p>"#
            $0.replyTo = [Address(address: "support+TKT-1@desk.example")]
            $0.cc = [Address(name: #"Ann "A" B"#, address: "ann@bücher.example")]
            $0.extraHeaders = [("X-Ticket-ID", "TKT-2026-00001")]
            $0.attachments = [
                OutgoingAttachment(
                    filename: "logo.png", mimeType: "image/png", content: [1, 2, 3], contentID: "logo@desk"),
                OutgoingAttachment(
                    filename: "Отчёт за ноябрь с очень длинным именем, которое не помещается в одну строку.pdf",
                    mimeType: "application/pdf", content: Array(0...255)),
            ]
        }
        let read = Email(parsing: try sent.bytes())
        #expect(read.from == sent.from)
        #expect(read.to == sent.to)
        #expect(read.cc == [Address(name: #"Ann "A" B"#, address: "ann@bücher.example")])
        #expect(read.replyTo == sent.replyTo)
        #expect(read.subject == sent.subject)
        #expect(read.messageID == sent.messageID)
        #expect(read.inReplyTo == sent.inReplyTo)
        #expect(read.references == sent.references)
        #expect(read.date == sent.date)
        #expect(read.headers.first("x-ticket-id") == "TKT-2026-00001")
        #expect(read.text == sent.text)
        #expect(read.html?.contains("Готово.") == true)
        #expect(read.attachments.map(\.filename) == sent.attachments.map(\.filename))
        #expect(read.attachments.map(\.content) == sent.attachments.map(\.content))
        #expect(read.attachments.map(\.isInline) == [true, false])
        #expect(read.defects.isEmpty)
    }

    @Test func `the wire is ASCII with CRLF and short lines`() throws {
        let bytes = try mail {
            $0.text = String(repeating: "длинная строка без переноса ", count: 200) + "\n.\nFrom here\nend \n"
            $0.html = String(repeating: "x", count: 5000)
            $0.subject = String(repeating: "Очень длинная тема ", count: 20)
            $0.references = (0..<200).map { "reference-\($0)@customer.example" }
        }.bytes()
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        #expect(lines.dropLast().allSatisfy { $0.last == 13 && $0.count <= 79 })
        #expect(
            !bytes.enumerated().contains {
                $0.element == 13 && ($0.offset + 1 == bytes.count || bytes[$0.offset + 1] != 10)
            })
        #expect(!lines.contains { $0.first == 0x2E })
    }

    @Test func `text comes back with its line breaks`() throws {
        for text in [
            "a", "a\nb", "a\r\n\r\nb", " leading\ttab and = sign", ".\n..\nFrom x", String(repeating: "я", count: 1000),
        ] {
            let expected = text.replacing("\r\n", with: "\n")
            let bytes = try mail { $0.text = text }.bytes()
            #expect(Email(parsing: bytes).text == expected)
        }
    }

    @Test func `the same mail has the same bytes`() throws {
        let first = try mail { $0.html = "<p>x</p>" }.bytes()
        let second = try mail { $0.html = "<p>x</p>" }.bytes()
        #expect(first == second)
    }

    @Test func `long references keep the first and the newest`() {
        let all = (0..<100).map { "id-\($0)@customer.example" }
        let kept = ReferenceList.trimmed(all)
        #expect(kept.prefix(4) == all.prefix(4))
        #expect(kept.suffix(12) == all.suffix(12))
        #expect(kept.count == 16)
        #expect(ReferenceList.trimmed(["a@b", "bad id@x", "c@d", "a@b"]) == ["c@d", "a@b"])
    }
}
