import Foundation
import Mail
import Testing

/// Mail whose labels are wrong, missing or misspelt, as careless programs and relays leave it.
@Suite struct `Mail with wrong labels` {
    private static let russian = "Здравствуйте, у меня не работает принтер. Помогите, пожалуйста!"
    private static let german = "Grüße aus München, die Lösung ist schön"

    /// `text` in windows-1251 or KOI8-R, letter by letter.
    private static func bytes(_ text: String, koi8: Bool) -> [UInt8] {
        let order = Array("юабцдефгхийклмнопярстужвьызшэщчъ".unicodeScalars)
        return text.unicodeScalars.map { scalar in
            guard (0x410...0x44F).contains(scalar.value) else { return UInt8(truncatingIfNeeded: scalar.value) }
            guard koi8 else { return UInt8(scalar.value - 0x410 + 0xC0) }
            let isUpper = scalar.value < 0x430
            let lower = Unicode.Scalar(scalar.value + (isUpper ? 0x20 : 0)) ?? scalar
            return UInt8((order.firstIndex(of: lower) ?? 0) + (isUpper ? 0xE0 : 0xC0))
        }
    }

    private func text(_ body: [UInt8], charset: String) -> String {
        Email(parsing: Array("From: a@x.example\nContent-Type: text/plain; charset=\(charset)\n\n".utf8) + body).text
    }

    @Test(arguments: ["iso-8859-1", "windows-1252", "windows-1251", "koi8-r", "iso-8859-5", "ISO-8859-15", "us-ascii"])
    func `UTF-8 under another label is UTF-8`(charset: String) {
        #expect(text(Array(Self.russian.utf8), charset: charset) == Self.russian)
        #expect(text(Array(Self.german.utf8), charset: charset) == Self.german)
    }

    @Test(arguments: [true, false])
    func `Russian under a western label is Russian`(koi8: Bool) {
        #expect(text(Self.bytes(Self.russian, koi8: koi8), charset: "iso-8859-1") == Self.russian)
    }

    @Test func `the two Russian charsets are told apart whatever the label`() {
        #expect(text(Self.bytes(Self.russian, koi8: true), charset: "windows-1251") == Self.russian)
        #expect(text(Self.bytes(Self.russian, koi8: false), charset: "koi8-r") == Self.russian)
    }

    @Test(arguments: [true, false])
    func `a right label is believed, be the text in capitals`(koi8: Bool) {
        for told in [Self.russian, Self.russian.uppercased(), "ОК", "Да"] {
            #expect(text(Self.bytes(told, koi8: koi8), charset: koi8 ? "koi8-r" : "windows-1251") == told)
        }
    }

    @Test(arguments: ["àéè", "ÄÖÜ äöü", "Ça va? Très bien, à bientôt", "naïve café", "¿Qué? ¡Sí!", "Þetta er íslenska"])
    func `western text under a western label stays`(told: String) {
        #expect(text(told.unicodeScalars.map { UInt8($0.value) }, charset: "iso-8859-1") == told)
    }

    @Test(arguments: [
        "quoted_printable", "Quoted-Printable (as told)", "\"quoted-printable\"", "quoted-printable; charset=utf-8",
    ])
    func `an encoding is known by any spelling`(encoding: String) {
        let mail = Mails.parse(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \(encoding)\n\nGr=C3=BC=C3=9Fe\n")
        #expect(mail.text == "Grüße")
    }

    private func names(_ disposition: String) -> [String] {
        Mails.parse(
            """
            Content-Type: multipart/mixed; boundary=b

            --b

            text
            --b
            Content-Type: application/pdf
            Content-Disposition: \(disposition)

            x
            --b--
            """
        ).attachments.map(\.filename)
    }

    @Test func `an escaped name may be cut anywhere, and may stand where none belongs`() {
        #expect(names("attachment; filename*0*=UTF-8''%D0%9E%D; filename*1*=1%82%D1%87.pdf") == ["Отч.pdf"])
        #expect(names("attachment; filename=\"%D0%9E%D1%82%D1%87.pdf\"") == ["Отч.pdf"])
        #expect(names("attachment; filename=\"100%25 sure.pdf\"") == ["100%25 sure.pdf"])
    }

    @Test func `a boundary that was cut short is found in the text`() {
        let mail = Mails.parse(
            """
            Content-Type: multipart/mixed; boundary=--=_Part one of two

            ----=_Part one of two
            Content-Type: text/plain

            Hello
            ----=_Part one of two
            Content-Type: application/pdf; name=a.pdf

            x
            ----=_Part one of two--
            """)
        #expect(mail.text == "Hello")
        #expect(mail.attachments.map(\.filename) == ["a.pdf"])
    }

    @Test func `so is one inside another multipart`() {
        for parameter in ["; boundary=wrong", ""] {
            let mail = Mails.parse(
                """
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/alternative\(parameter)

                --right
                Content-Type: text/plain

                Hello
                --right
                Content-Type: text/html

                <p>Hello</p>
                --right--
                --outer
                Content-Type: application/pdf; name=a.pdf

                x
                --outer--
                """)
            #expect(mail.text == "Hello")
            #expect(mail.attachments.map(\.filename) == ["a.pdf"])
        }
    }

    @Test(arguments: ["--Ann Lee\nSales", "-----Original Message-----\nFrom: Ben", "--- cut here ---\n\nmore"])
    func `plain text under the label of a multipart is shown whole`(below: String) {
        for parameter in ["; boundary=nowhere", ""] {
            let mail = Mails.parse("Content-Type: multipart/alternative\(parameter)\n\nThis is my answer\n\(below)\n")
            #expect(mail.text == "This is my answer\n\(below)")
        }
    }

    @Test(arguments: [
        "Tue, 10 Nov 2026 10.00.05 +0300", "10 Nov 2026 10.00.05 +0300", "10.11.2026 10:00:05 +0300",
    ])
    func `a date with points in its time is read`(date: String) {
        #expect(Mails.parse("Date: \(date)\n\nx").date == Date(timeIntervalSince1970: 1_794_294_005))
    }

    @Test func `emoji in the surrogates of Java are emoji`() {
        #expect(text([0x61, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0x62], charset: "utf-8") == "a😀b")
        #expect(Mails.parse("Subject: =?utf-8?Q?=ED=A0=BD=ED=B8=80?=\n\nx").subject == "😀")
    }

    @Test(arguments: [
        ("Content-Description: report.pdf", "report.pdf"), ("Content-Location: https://x.example/a/b.pdf?c=d", "b.pdf"),
        ("Content-Description: The report", "attachment.pdf"), ("Content-Location: ../../etc/x.pdf", "x.pdf"),
    ])
    func `a file without a name is called what it is described as`(field: String, name: String) {
        let mail = Mails.parse(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: application/pdf\n\(field)\n\nx\n--b--\n"
        )
        #expect(mail.attachments.map(\.filename) == [name])
    }

    @Test func `a field with a blank before its colon is a field, the first one too`() {
        let mail = Mails.parse("From : ann@x.example\nSubject : Hello\n\nx")
        #expect(mail.from?.address == "ann@x.example")
        #expect(mail.subject == "Hello")
    }
}
