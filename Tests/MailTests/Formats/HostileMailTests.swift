import Mail
import Testing

@Suite struct `Reading hostile mail` {
    @Test func `nothing at all is a mail with defects`() {
        let mail = Email(parsing: [])
        #expect(mail.text.isEmpty)
        #expect(mail.defects.contains(.emptyMessage))
        #expect(mail.split().reply.isEmpty)
        #expect(mail.automatic().mayAnswer)
        #expect(mail.deliveryReport() == nil)
        #expect(mail.forwarded() == nil)
    }

    @Test func `random bytes are read to the end`() {
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<300 {
            let raw = (0..<Int.random(in: 0..<3000, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            exercise(Email(parsing: raw))
        }
    }

    @Test func `every mutation of a real mail is read to the end`() {
        let model = Mails.raw(Self.model)
        var numbers = SeededNumbers(seed: 2)
        for _ in 0..<400 {
            var raw = model
            for _ in 0..<Int.random(in: 1...12, using: &numbers) {
                let position = Int.random(in: 0..<raw.count, using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: raw[position] = UInt8.random(in: 0...255, using: &numbers)
                case 1: raw.remove(at: position)
                case 2: raw.insert(contentsOf: raw[..<min(position, 40)], at: position)
                default: raw.removeSubrange(position..<min(position + 200, raw.count))
                }
                if raw.isEmpty { raw = model }
            }
            exercise(Email(parsing: raw))
        }
    }

    @Test func `a header without a body has no text`() {
        let mail = Mails.parse("From: ann@customer.example\nSubject: Only a header")
        #expect(mail.subject == "Only a header")
        #expect(mail.text.isEmpty)
    }

    @Test func `a mail above the limit is read in part and keeps no files`() {
        var raw = Mails.raw("From: ann@customer.example\nSubject: Big\nContent-Type: text/plain\n\nThe beginning.\n")
        raw += [UInt8](repeating: 0x61, count: 60 << 20)
        let mail = Email(parsing: raw)
        #expect(mail.defects.contains(.messageTooLarge))
        #expect(mail.from?.address == "ann@customer.example")
        #expect(mail.text.hasPrefix("The beginning."))
        #expect(mail.text.utf8.count <= ParsingLimits.standard.excerptBytes)
        #expect(mail.attachments.isEmpty)
    }

    @Test func `a thousand multiparts in each other become a file at the limit`() {
        var text = "From: ann@customer.example\n"
        for level in 0..<1000 { text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        let mail = Mails.parse("\(text)\ninnermost\n")
        #expect(mail.defects.contains(.tooDeep))
        #expect(mail.attachments.count == 1)
    }

    @Test func `when the time is up, what was read is shown and the rest is left out`() {
        let parts = String(repeating: "--b\n\ntext\n", count: 100)
        let raw = Mails.raw("Subject: Late\nContent-Type: multipart/mixed; boundary=b\n\n\(parts)")
        let mail = Email(parsing: raw, limits: ParsingLimits(time: .zero))
        #expect(mail.subject == "Late")
        #expect(mail.defects.contains(.tooSlow))
    }

    @Test func `a hundred thousand parts stop at the limit`() {
        let text = "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 100_000)
        let mail = Mails.parse(text)
        #expect(mail.defects.contains(.tooManyParts))
    }

    @Test(.timeLimit(.minutes(1))) func `a megabyte of lines that might be boundaries is read in linear time`() {
        var text = "Content-Type: multipart/mixed; boundary=o\n\n"
        for part in 0..<500 { text += "--o\nContent-Type: multipart/mixed; boundary=none\(part)\n\n" }
        for line in 0..<120_000 { text += "--\(line)\n\n" }
        #expect(Mails.parse(text).defects.contains(.missingBoundary))
    }

    @Test func `ten thousand header fields stop at the limit and the body is found`() {
        let mail = Mails.parse("\(String(repeating: "X-Filler: y\n", count: 10_000))\nThe body.")
        #expect(mail.defects.contains(.headerTooLarge))
        #expect(mail.headers.count == ParsingLimits.standard.headerFields)
        #expect(mail.text == "The body.")
    }

    /// Bounds by the clock would fail on a busy machine; quadratic code would take hours here.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [">", ">\n", "On On On\n", "-- \n", "From: a\n", "On 10 Nov 2026 at 10:00 a <a@b.example>\n"])
    func `a long run of one mark is split in linear time`(unit: String) {
        exercise(Mails.plain(String(repeating: unit, count: (200 << 10) / unit.utf8.count)))
    }

    @Test(.timeLimit(.minutes(1))) func `a megabyte of quote marks is split in linear time`() {
        exercise(Mails.plain(String(repeating: ">", count: 1 << 20)))
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "<div>", "<b>", "<table><tr><td>", "<ul><li>", "<a b=c ", "<!--", "<svg>", "<x ", "</p>", "<title>", "&lt",
            "<a a1 a2 a3 a4>",
        ])
    func `a long run of one tag is read in linear time`(unit: String) {
        let mail = Mails.html(String(repeating: unit, count: (300 << 10) / unit.utf8.count))
        exercise(mail)
    }

    @Test func `NUL never reaches the text`() {
        let mail = Email(parsing: Mails.raw("Subject: a\u{0}b\n\nbefore\u{0}after"))
        #expect(mail.subject == "ab")
        #expect(mail.text == "beforeafter")
    }

    /// Everything that a mail is asked for.
    private func exercise(_ mail: Email) {
        _ = mail.split()
        _ = mail.automatic()
        _ = mail.deliveryReport()
        _ = mail.forwarded()
        if let html = mail.html { _ = HTMLSanitizer.sanitize(html, inlineImage: { _ in nil }, remoteImages: .blocked) }
        #expect(!mail.text.utf8.contains(0))
    }

    private static let model = """
        Return-Path: <ann@customer.example>
        Received: from a.example by b.example; Tue, 10 Nov 2026 10:00:00 +0300
        From: =?utf-8?B?0JDQvdC90LA=?= <ann@customer.example>
        To: "Support, first line" <support@desk.example>, other@desk.example
        Subject: =?koi8-r?Q?=F0=D2=C9=D7=C5=D4?=
        Date: Tue, 10 Nov 2026 10:00:00 +0300
        Message-ID: <m1@customer.example>
        References: <a@b.example> <c@d.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        --outer
        Content-Type: multipart/alternative; boundary="inner"

        --inner
        Content-Type: text/plain; charset=utf-8; format=flowed
        Content-Transfer-Encoding: quoted-printable

        Hello =D0=9F

        On Mon, 9 Nov 2026 at 10:00, Support <support@desk.example> wrote:
        > Please try again
        --inner
        Content-Type: text/html; charset=utf-8

        <p>Hello <img src="cid:logo"></p><div class="gmail_quote">On …<blockquote>Please</blockquote></div>
        --inner--
        --outer
        Content-Type: image/png; name*0*=utf-8''%D0%BB; name*1=ogo.png
        Content-ID: <logo>
        Content-Disposition: inline
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        --outer--
        """
}
