import Mail
import Testing

@Suite struct `Reading the structure` {
    @Test func `a multipart without its boundary is shown as text`() {
        let mail = Mails.parse("Content-Type: multipart/mixed\n\njust text")
        #expect(mail.text == "just text")
        #expect(mail.defects.contains(.missingBoundary))
    }

    @Test func `a wrong boundary parameter is guessed from the text`() {
        let mail = Mails.parse(
            "Content-Type: multipart/mixed; boundary=wrong\n\n--right\nContent-Type: text/plain\n\nfound\n--right--\n")
        #expect(mail.text == "found")
    }

    @Test func `an unclosed multipart keeps what there is`() {
        let mail = Mails.parse(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Disposition: attachment; filename=a.bin\n\ncut"
        )
        #expect(mail.text == "one")
        #expect(mail.attachments.map(\.filename) == ["a.bin"])
        #expect(mail.defects.contains(.unclosedMultipart))
    }

    @Test func `a boundary of one or two letters is guessed where a part begins below it`() {
        let mail = Mails.parse("Content-Type: multipart/mixed\n\n--b1\nContent-Type: text/plain\n\nfound\n--b1--\n")
        #expect(mail.text == "found")
    }

    @Test func `one boundary may be the beginning of another`() {
        let mail = Mails.parse(
            """
            Content-Type: multipart/mixed; boundary=ab

            --ab
            Content-Type: multipart/mixed; boundary=abc

            --abc

            inner
            --abc--
            --ab

            outer
            --ab--
            epilogue
            """)
        #expect(mail.text == "inner\nouter")
    }

    @Test func `of alternatives the text is the text, and an empty text gives way to HTML`() {
        let alternative = { (plain: String) in
            Mails.parse(
                "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n\(plain)\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--\n"
            )
        }
        #expect(alternative("poor").text == "poor")
        #expect(alternative("poor").html == "<p>rich</p>")
        #expect(alternative("  \n ").text == "rich")
    }

    @Test func `what a gateway puts behind the forms is no form`() {
        let parts = ["text/plain\n\nHello", "text/html\n\n<p>Hello</p>", "text/plain\n\nScanned for viruses"]
        let body = parts.map { "--b\nContent-Type: \($0)\n" }.joined()
        let mail = Mails.parse("Content-Type: multipart/alternative; boundary=b\n\n\(body)--b--\n")
        #expect(mail.text == "Hello")
        #expect(mail.html == "<p>Hello</p>")
    }

    @Test func `marks of pictures that came along are not shown in the text`() {
        let picture = "Content-Type: image/png; name=photo.png\nContent-ID: <image001.png@01D9.AB>\n\nx"
        let words =
            "Hello [cid:image001.png@01D9.AB]\n[image: photo.png]\nsee [cid:other] and [1], [image: plan]\n\nAnn"
        let mail = Mails.parse(
            "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/plain\n\n\(words)\n--b\n\(picture)\n--b--\n"
        )
        #expect(mail.text == words)
        #expect(mail.shownText == "Hello \nsee [cid:other] and [1], [image: plan]\n\nAnn")
        #expect(mail.split().reply == "Hello \nsee [cid:other] and [1], [image: plan]\n\nAnn")
        #expect(Mails.plain(words).shownText == words)
    }

    @Test func `texts of a mixed mail are all body, those with a name are files`() {
        let mail = Mails.parse(
            """
            Content-Type: multipart/mixed; boundary=b

            --b

            first
            --b
            Content-Type: text/plain; name=notes.txt

            a file
            --b

            second
            --b--
            """)
        #expect(mail.text == "first\nsecond")
        #expect(mail.attachments.map(\.filename) == ["notes.txt"])
    }

    @Test func `a picture that the HTML shows is inline, another one is a file`() {
        let mail = Mails.parse(
            """
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            <img src="cid:a%40x">
            --b
            Content-Type: image/png
            Content-ID: <a@x>

            1
            --b
            Content-Type: image/png
            Content-ID: <b@x>

            2
            --b--
            """)
        #expect(mail.attachments.map(\.isInline) == [true, false])
        #expect(mail.attachments.map(\.filename) == ["attachment.png", "attachment.png"])
    }

    @Test(arguments: ["text/plain", "text/html"])
    func `a file that is called inline and is not shown is listed`(type: String) {
        let mail = Mails.parse(
            """
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: \(type)

            See the offer
            --b
            Content-Type: application/pdf; name=offer.pdf
            Content-Disposition: inline; filename=offer.pdf
            Content-ID: <1@x.example>

            x
            --b
            Content-Type: image/jpeg
            Content-Disposition: inline; filename=photo.jpg

            x
            --b--
            """)
        #expect(mail.attachments.map(\.filename) == ["offer.pdf", "photo.jpg"])
        #expect(mail.attachments.map(\.isInline) == [false, false])
    }

    @Test func `signatures are no attachments`() {
        let mail = Mails.parse(
            "Content-Type: multipart/signed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\nxxx\n--b--\n"
        )
        #expect(mail.text == "text")
        #expect(mail.attachments.isEmpty)
        #expect(mail.signatureFiles.map(\.filename) == ["signature.asc"])
    }

    @Test func `an encrypted mail stays closed and says so`() {
        let mail = Mails.parse(
            "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n"
        )
        #expect(mail.defects.contains(.encrypted))
        #expect(mail.text.isEmpty)
    }

    @Test func `an enclosed message is a file named for its subject, and its parts do not leak`() {
        let mail = Mails.parse(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nlook\n--b\nContent-Type: message/rfc822\n\nFrom: x@y.example\nSubject: Old: matter\n\ninner text\n--b--\n"
        )
        #expect(mail.text == "look")
        #expect(mail.attachments.map(\.filename) == ["Old_ matter.eml"])
    }

    @Test func `an invitation is a file and never the body`() {
        let mail = Mails.parse(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--b--\n"
        )
        #expect(mail.text == "text")
        #expect(mail.attachments.map(\.filename) == ["invite.ics"])
    }

    @Test func `broken base64 gives what it can`() {
        let decode = { (text: String) in
            Mails.parse("Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n\(text)")
                .attachments.first?.content ?? []
        }
        #expect(decode("YWJj") == Array("abc".utf8))
        #expect(decode("YW!Jj") == Array("abc".utf8))
        #expect(decode("YWI") == Array("ab".utf8))
        #expect(decode("YQ==\nYmM=\n") == Array("abc".utf8))
        #expect(decode("YQ==\n-- a list footer of words\n") == Array("a".utf8))
        #expect(decode("Y").isEmpty)
    }

    @Test func `broken quoted-printable stays readable`() {
        let decode = { (text: String) in
            Mails.parse(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n\(text)"
            ).text
        }
        #expect(decode("=D0=Bf") == "п")
        #expect(decode("a=ZZb =4") == "a=ZZb =4")
        #expect(decode("so=  \nft") == "soft")
        #expect(decode("=D0=\n=BF") == "п")
        #expect(decode("end=") == "end")
    }

    @Test func `uuencoded files in a text are taken out`() {
        let mail = Mails.parse("Content-Type: text/plain\n\nSee this:\nbegin 644 a.txt\n#86)C\n`\nend\nBye")
        #expect(mail.text == "See this:\nBye")
        #expect(mail.attachments.map(\.filename) == ["a.txt"])
        #expect(mail.attachments.first?.content == Array("abc".utf8))
        #expect(Mails.parse("Content-Type: text/plain\n\nbegin 644 the day\nwell").attachments.isEmpty)
    }

    @Test func `flowed lines are joined within one quote depth`() {
        let mail = Mails.parse(
            "Content-Type: text/plain; format=flowed\n\nA long \nline.\n> quoted \n> too\n>> deeper\n stuffed\n-- \nAnn"
        )
        #expect(mail.text == "A long line.\n> quoted too\n>> deeper\nstuffed\n-- \nAnn")
    }

    @Test(arguments: [
        ("filename=\"../../etc/passwd\"", "passwd"), ("filename=\"C:\\\\Users\\\\ann\\\\report.pdf\"", "report.pdf"),
        ("filename=\"..\"", "attachment"),
        ("filename=\"con.txt\"", "_con.txt"), ("filename*=utf-8''%D0%BE%D1%82%D1%87%D1%91%D1%82.pdf", "отчёт.pdf"),
        ("filename*1=\"b.pdf\"; filename*0=\"a\"", "ab.pdf"),
        ("filename*0*=utf-8'ru'%D0%B0; filename*1*=%D0%B1; filename*2=.pdf", "аб.pdf"),
        ("filename=\"=?utf-8?B?0LA=?=.pdf\"", "а.pdf"),
        ("filename=\"plain.pdf\"; filename*=utf-8''better.pdf", "better.pdf"),
        ("filename=\"a\u{202E}gpj.exe\"", "agpj.exe"), ("filename=", "attachment"),
    ])
    func `file names are decoded and made harmless`(parameter: String, name: String) {
        let mail = Mails.parse(
            "Content-Type: application/octet-stream\nContent-Disposition: attachment; \(parameter)\n\nx")
        #expect(mail.attachments.map(\.filename) == [name])
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["; =x", ";;;==", "; \"", "; (", "; name", "; *=x; name*", "; name*99999999999999999999=x"])
    func `parameters that are none are passed over`(parameters: String) {
        let mail = Mails.parse("Content-Type: text/plain\(parameters)\n\ntext")
        #expect(mail.text == "text")
    }

    @Test func `a long name keeps its extension`() {
        let mail = Mails.parse(
            "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"\(String(repeating: "я", count: 400)).pdf\"\n\nx"
        )
        #expect(mail.attachments.first?.filename.hasSuffix("я.pdf") == true)
        #expect(mail.attachments.allSatisfy { $0.filename.utf8.count <= 200 })
    }
}

@Suite struct `Reading charsets` {
    private func text(_ label: String?, _ bytes: [UInt8]) -> Email {
        let type = label.map { "Content-Type: text/plain; charset=\($0)\n" } ?? ""
        return Email(parsing: Array("\(type)\n".utf8) + bytes)
    }

    @Test func `a label that lies gives way to UTF-8`() {
        let mail = text("koi8-x-unknown", Array("Привет".utf8))
        #expect(mail.text == "Привет")
        #expect(mail.defects.contains(.unknownCharset))
        #expect(text("us-ascii", Array("Привет".utf8)).text == "Привет")
    }

    @Test func `bytes that are nothing else are windows-1252 and none is dropped`() {
        #expect(text("utf-8", [0x63, 0x61, 0x66, 0xE9, 0x21]).text == "café!")
        #expect(text(nil, [0x93, 0x68, 0x69, 0x94]).text == "“hi”")
    }

    @Test(
        arguments: [
            ("koi8-r", [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], "Привет"),
            ("windows-1251", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], "Привет"),
            ("win-1251", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], "Привет"),
            ("ibm866", [0x8F, 0xE0, 0xA8, 0xA2, 0xA5, 0xE2], "Привет"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本"),
            ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"),
            ("gb2312", [0xD6, 0xD0, 0xB9, 0xFA], "中国"), ("big5", [0xA4, 0xA4, 0xB0, 0xEA], "中國"),
            ("ks_c_5601-1987", [0xC7, 0xD1, 0xB1, 0xB9], "한국"),
            ("iso-8859-1", [0x80, 0x35], "€5"), ("\"UTF8\"", [0xC3, 0xA9], "é"),
            ("utf-16", [0xFF, 0xFE, 0x41, 0x00], "A"), ("utf-7", Array("+BB8-".utf8), "П"),
            ("iso-8859-5", [0xBF, 0xE0], "Пр"),
            ("hz-gb-2312", Array("Hi ~~ ~{VPND~}!".utf8), "Hi ~ 中文!"),
            // What is no HZ stays as it is.
            ("HZ-GB-2312", Array("~{V".utf8), "~{V"), ("hz-gb-2312", Array("a ~x".utf8), "a ~x"),
        ] as [(String, [UInt8], String)])
    func `the charset is decoded`(label: String, bytes: [UInt8], expected: String) {
        #expect(text(label, bytes).text == expected)
    }

    @Test(
        arguments: [
            (
                "iso-2022-jp", "電球がまだ届きません",
                [
                    0x1B, 0x24, 0x42, 0x45, 0x45, 0x35, 0x65, 0x24, 0x2C, 0x24, 0x5E, 0x24, 0x40, 0x46, 0x4F, 0x24,
                    0x2D, 0x24, 0x5E, 0x24, 0x3B, 0x24, 0x73, 0x1B, 0x28, 0x42,
                ]
            ),
            (
                "EUC-JP", "電球がまだ届きません",
                [
                    0xC5, 0xC5, 0xB5, 0xE5, 0xA4, 0xAC, 0xA4, 0xDE, 0xA4, 0xC0, 0xC6, 0xCF, 0xA4, 0xAD, 0xA4, 0xDE,
                    0xA4, 0xBB, 0xA4, 0xF3,
                ]
            ),
            (
                "Shift_JIS", "電球がまだ届きません",
                [
                    0x93, 0x64, 0x8B, 0x85, 0x82, 0xAA, 0x82, 0xDC, 0x82, 0xBE, 0x93, 0xCD, 0x82, 0xAB, 0x82, 0xDC,
                    0x82, 0xB9, 0x82, 0xF1,
                ]
            ),
            (
                "EUC-KR", "안녕하세요 전구가 도착하지",
                [
                    0xBE, 0xC8, 0xB3, 0xE7, 0xC7, 0xCF, 0xBC, 0xBC, 0xBF, 0xE4, 0x20, 0xC0, 0xFC, 0xB1, 0xB8, 0xB0,
                    0xA1, 0x20, 0xB5, 0xB5, 0xC2, 0xF8, 0xC7, 0xCF, 0xC1, 0xF6,
                ]
            ),
            (
                "GB 2312", "我订购的灯泡还没有到",
                [
                    0xCE, 0xD2, 0xB6, 0xA9, 0xB9, 0xBA, 0xB5, 0xC4, 0xB5, 0xC6, 0xC5, 0xDD, 0xBB, 0xB9, 0xC3, 0xBB,
                    0xD3, 0xD0, 0xB5, 0xBD,
                ]
            ),
            (
                "windows-1251", "Доставка заказа задержана",
                [
                    0xC4, 0xEE, 0xF1, 0xF2, 0xE0, 0xE2, 0xEA, 0xE0, 0x20, 0xE7, 0xE0, 0xEA, 0xE0, 0xE7, 0xE0, 0x20,
                    0xE7, 0xE0, 0xE4, 0xE5, 0xF0, 0xE6, 0xE0, 0xED, 0xE0,
                ]
            ),
        ] as [(String, String, [UInt8])])
    func `text without a label is read by how its bytes stand`(charset: String, text: String, bytes: [UInt8]) {
        let head = Array("From: a@x.example\r\nContent-Type: text/plain\r\n\r\n".utf8)
        #expect(Email(parsing: head + bytes + [13, 10]).text == text)
    }

    @Test func `unlabelled Russian is told apart by its letters`() {
        let sentence = "Здравствуйте, не могу войти в личный кабинет"
        let koi8: [UInt8] = sentence.utf8.isEmpty ? [] : Self.encode(sentence, "koi8")
        #expect(text(nil, koi8).text == sentence)
        #expect(text(nil, Self.encode(sentence, "cp1251")).text == sentence)
    }

    @Test func `a byte order mark beats the label, and meta counts where there is no label`() {
        #expect(text("koi8-r", [0xEF, 0xBB, 0xBF] + Array("é".utf8)).text == "é")
        let html =
            Array("Content-Type: text/html\n\n<meta charset=\"koi8-r\"><p>".utf8) + [0xF0, 0xD2] + Array("</p>".utf8)
        #expect(Email(parsing: html).text == "Пр")
    }

    /// Russian letters as the two charsets order them.
    private static func encode(_ text: String, _ charset: String) -> [UInt8] {
        let koi8 = Array("юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ")
        return text.map { letter in
            if let ascii = letter.asciiValue { return ascii }
            if charset == "koi8" { return UInt8(0xC0 + (koi8.firstIndex(of: letter) ?? 0)) }
            return UInt8(0xC0 + Int((letter.unicodeScalars.first?.value ?? 0x410) - 0x410))
        }
    }
}
