import Mail
import Testing

/// Fields of parts, headers and encodings as broken programs write them.
@Suite struct `Fields of broken programs` {
    private func names(_ parts: String...) -> [String] {
        let text = parts.map { "--b\n\($0)\n\nx\n" }.joined()
        return Mails.parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n\(text)--b--\n")
            .attachments.map(\.filename)
    }

    @Test(arguments: [
        ("attachment; filename=\"Offer \"New\" 2026.pdf\"", "Offer _New_ 2026.pdf"),
        ("attachment; filename=\"a\"b\".pdf\"; size=1", "a_b_.pdf"),
        ("attachment; filename=\"a.pdf\" (a comment)", "a.pdf"), ("attachment; filename=\"a.pdf\"; x=\"y\"", "a.pdf"),
        ("attachment; filename=\"a.pdf", "a.pdf"), ("attachment; filename=a;b.pdf", "a;b.pdf"),
        ("attachment; filename=a (1).pdf; size=1", "a (1).pdf"),
        ("filename=\"x.docx\"", "x.docx"), ("attachment filename=\"y.docx\"", "y.docx"),
        ("attachment, filename=\"z.pdf\"", "z.pdf"),
        ("attachment; filename*0=utf-8''%D0%A1%D1%87; filename*1=%D0%B5%D1%82.pdf", "Счет.pdf"),
        ("attachment; filename=utf-8''%D0%A1%D1%87%D1%91%D1%82.pdf", "Счёт.pdf"),
        ("attachment; filename*=utf-8'%D0%A1%D1%87%D1%91%D1%82.pdf", "Счёт.pdf"),
        ("attachment; filename*=utf-8''=?utf-8?B?0KHRh9C10YI=?=.pdf", "Счет.pdf"),
        ("attachment; filename==?utf-8?Q?a;b_=D0=A1?=", "a;b С"),
        // An apostrophe and a percent sign alone say nothing.
        ("attachment; filename=\"Ann's 100% 'new'.pdf\"", "Ann's 100% 'new'.pdf"),
    ])
    func `a name is read however it is written`(disposition: String, name: String) {
        #expect(names("Content-Type: application/pdf\nContent-Disposition: \(disposition)") == [name])
    }

    @Test func `of two names the one that says something counts`() {
        #expect(
            names("Content-Disposition: attachment; filename=\"\"\nContent-Type: image/jpeg; name=p.jpg") == ["p.jpg"])
        #expect(
            names("Content-Disposition: attachment; filename=\" \"\nContent-Type: application/pdf") == [
                "attachment.pdf"
            ])
        let better = "Content-Type: application/pdf; name*=utf-8''%D0%A1%D1%87.pdf"
        #expect(names("\(better)\nContent-Disposition: attachment; filename=\"__.pdf\"") == ["Сч.pdf"])
        #expect(
            names("Content-Disposition: attachment; filename=\"__.pdf\"\nContent-Type: application/pdf") == ["__.pdf"])
    }

    @Test(arguments: [
        ("../../etc/passwd", "passwd"), ("/etc/passwd", "passwd"), ("~/.ssh/id", "id"),
        ("C:\\\\temp\\\\a.pdf", "a.pdf"),
        ("C:/temp/a.pdf", "a.pdf"), ("a/../b.pdf", "b.pdf"), ("./b.pdf", "b.pdf"), ("..", "attachment"),
        ("/", "attachment"),
        ("Invoice 4711/2026.pdf", "Invoice 4711_2026.pdf"), ("a/b", "a_b"),
    ])
    func `a path is cut, a slash in a name is not`(name: String, safe: String) {
        #expect(
            names("Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"\(name)\"") == [
                safe
            ])
    }

    @Test func `an enclosed message with a slash in its subject is named for all of it`() {
        let part =
            "--b\nContent-Type: message/rfc822\n\nFrom: a@x.example\nSubject: Invoice 4711/26 C:\\x\n\ninner\n--b--\n"
        let mail = Mails.parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n\(part)")
        #expect(mail.attachments.map(\.filename) == ["Invoice 4711_26 C__x.eml"])
    }

    @Test func `raw bytes in a name are in the charset of the text`() {
        var raw = Mails.raw(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=koi8-r\n\nx\n--b\n")
        raw +=
            Array("Content-Type: application/pdf; name=\"".utf8) + [0xE1, 0xCB, 0xD4]
            + Array(".pdf\"\r\n\r\nx\r\n--b\r\n".utf8)
        raw += Array("Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"".utf8)
        raw += [0xE1, 0xCB, 0xD4] + Array(".pdf\"\r\n\r\nx\r\n--b--\r\n".utf8)
        #expect(Email(parsing: raw).attachments.map(\.filename) == ["Акт.pdf", "Акт.pdf"])
    }

    @Test(arguments: [
        "text/html, charset=utf-8", "text/html: charset=utf-8", "html", "text/html charset=utf-8",
        "text/html; charset=utf-8 (Unicode)", "text/html (a comment); charset=\"utf-8\"",
    ])
    func `HTML is HTML however its type is written`(type: String) {
        let mail = Mails.parse("Content-Type: \(type)\nContent-Transfer-Encoding: 8bit\n\n<p>é</p>")
        #expect(mail.text == "é")
        #expect(mail.html != nil)
    }

    @Test func `a comment behind a charset is no part of it`() {
        let type = "Content-Type: text/plain; charset=iso-8859-2 (Central European)\n\n"
        #expect(Email(parsing: Array(type.utf8) + [0xBF]).text == "ż")
    }

    @Test(arguments: [
        // The text, and what a list or a scanner put behind it: words, a line, a mark of a signature.
        ("SGVsbG8gd29ybGQh\n\n-- \nThis e-mail was scanned", "Hello world!"),
        ("SGVsbG8gd29ybGQh\n____________________\nList mailing list\nhttp://lists.example.org/list\n", "Hello world!"),
        ("SGVsbG8gd29ybGQ\nThis e-mail was scanned\n", "Hello world"), ("SGVsbG8gd29ybGQ\n", "Hello world"),
        ("SGVs\nbG8gd2\n9ybGQh\n", "Hello world!"), ("SGVs bG8g d29y\nbGQh IQ==\n", "Hello world!!"),
    ])
    func `what stands behind base64 is not decoded`(body: String, text: String) {
        let mail = Mails.parse("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\(body)")
        #expect(mail.text == text)
    }

    @Test func `the base64 of web addresses is read`() {
        let mail = Mails.parse("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n-_-_YWJj\n")
        #expect(mail.attachments.first?.content == [0xFB, 0xFF, 0xBF, 0x61, 0x62, 0x63])
    }

    @Test func `lines torn out of a subject do not end the header`() {
        let mail = Mails.parse(
            "From: a@x.example\nSubject: one\ntwo\nthree\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>Hello</p>")
        #expect(mail.subject == "one")
        #expect(mail.text == "Hello")
        #expect(mail.defects.contains(.malformedHeaderLine))
        // No field that every mail has: the text has begun.
        #expect(Mails.parse("Subject: one\nHello Ann\nsee below\n\nmore").text == "Hello Ann\nsee below\n\nmore")
    }

    @Test func `a line of blanks ends the header, unless a field goes on`() {
        #expect(
            Mails.parse("From: a@x.example\nSubject: one\n \nHello\nNote: bring it\n").text == "Hello\nNote: bring it")
        let folded = Mails.parse("Subject: one\n \n two\nFrom: a@x.example\n\nHello")
        #expect(folded.text == "Hello")
        #expect(folded.from?.address == "a@x.example")
        #expect(Mails.parse("Subject: one\n \nFrom: a@x.example\n\nHello").from?.address == "a@x.example")
    }

    @Test func `identifiers as encoded words are identifiers`() {
        let mail = Mails.parse(
            "In-Reply-To: =?utf-8?q?=3Clong=2Eid?=\n =?utf-8?q?=40host=2Eexample=3E?=\nReferences: =?utf-8?q?=3Ca=40b=3E?= <t1@x>\n\nx"
        )
        #expect(mail.inReplyTo == ["long.id@host.example"])
        #expect(mail.references == ["a@b", "t1@x"])
        // In brackets it is the identifier itself.
        #expect(Mails.parse("References: <=?utf-8?q?a?=@x.example>\n\nx").references == ["=?utf-8?q?a?=@x.example"])
    }

    @Test(arguments: [
        ("=?utf-8?B?0J/RgNC40L?=\n =?utf-8?B?LQtdGC?=", "Привет"), ("=?utf-8?B?0J8=?= =?UTF8?B?0YA=?=", "Пр"),
        ("=?utf-8?B?0J/Q?= =?UTF-8?B?vg==?=", "По"), ("=?utf-8?Q?=D0=9F?=20=D1=80??=", "П? р?"),
        ("=?utf-8?Q?abc?=20 items", "abc20 items"), ("=?utf-8?B?0J/RgNC40LLQtdGC", "Привет"),
        ("=?utf-8?Q?=D0=9F?= =?utf-8?Q?=D1=80=D0=B8", "При"), ("=?utf-8?Q?", "=?utf-8?Q?"), ("a =?", "a =?"),
        ("=?utf-8?B?0J8=?= =?koi8-r?B?8A==?=", "ПП"),
    ])
    func `words of broken programs are read`(value: String, subject: String) {
        #expect(Mails.parse("Subject: \(value)\n\nx").subject == subject)
    }
}

/// Where the text of a mail is, when its parts are put together in another way than usual.
@Suite struct `Finding the text` {
    private func mail(_ type: String, _ parts: String...) -> Email {
        let text = parts.map { "--b\n\($0)\n" }.joined()
        return Mails.parse("From: a@x.example\nContent-Type: multipart/\(type); boundary=b\n\n\(text)--b--\n")
    }

    private static let attached = "Content-Type: text/plain; name=log.txt\nContent-Disposition: attachment\n\nlog"

    @Test func `an attached text is never the body`() {
        let told = mail("mixed", Self.attached)
        #expect(told.text.isEmpty)
        #expect(told.attachments.map(\.filename) == ["log.txt"])
        #expect(mail("alternative", Self.attached, "Content-Type: text/html\n\n<p>x</p>").text == "x")
    }

    @Test func `the only text of a mail is its body, be it named`() {
        let told = mail(
            "mixed", "Content-Type: text/html; name=mail.html\n\n<p>Hello</p>",
            "Content-Type: image/png; name=p.png\n\nx")
        #expect(told.text == "Hello")
        #expect(told.attachments.map(\.filename) == ["mail.html", "p.png"])
        let beside = mail("mixed", "\nmine", "Content-Type: text/plain; name=notes.txt\n\nnotes")
        #expect(beside.text == "mine")
        #expect(beside.attachments.map(\.filename) == ["notes.txt"])
    }

    @Test func `the forms of a text may have names`() {
        let told = mail(
            "alternative", "Content-Type: text/plain; name=body.txt\n\nplain",
            "Content-Type: text/html; name=body.html\nContent-Disposition: inline\n\n<p>rich</p>")
        #expect(told.text == "plain")
        #expect(told.html?.contains("rich") == true)
        #expect(told.attachments.isEmpty)
        let more = mail("alternative", "\nplain", "Content-Type: text/plain; name=notes.txt\n\nnotes")
        #expect(more.text == "plain")
        #expect(more.attachments.map(\.filename) == ["notes.txt"])
    }

    @Test func `the root is a text, be a picture before it`() {
        let picture = "Content-Type: image/png\nContent-ID: <p>\n\nx"
        let root = "Content-Type: text/html\nContent-ID: <r>\n\n<p>Root <img src=\"cid:p\"></p>"
        #expect(mail("related", picture, root).text == "Root")
        #expect(mail("related; start=\"<r>\"", picture, root).text == "Root")
        #expect(mail("related", picture, root).attachments.map(\.isInline) == [true])
        #expect(mail("related", picture).attachments.count == 1)
    }
}
