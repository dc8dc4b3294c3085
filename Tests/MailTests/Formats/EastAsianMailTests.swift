import Mail
import Testing

/// Japanese as Outlook and Windows send it, with characters that the standards do not have; cut, unlabelled, in headers.
@Suite struct `Japanese mail with the characters of Windows` {
    private func mail(_ body: [UInt8], charset: String? = "iso-2022-jp") -> Email {
        let type = charset.map { "Content-Type: text/plain; charset=\($0)\n" } ?? ""
        return Email(parsing: Array("From: a@x.example\nSubject: s\n\(type)\n".utf8) + body)
    }

    private func escaped(_ parts: String...) -> [UInt8] {
        Array(parts.joined(separator: "\u{1B}").utf8)
    }

    @Test func `a cut text keeps what there is`() {
        // "テスト", and the first byte of a pair.
        let cut = mail(escaped("", "$B%F%9%H", "(B\nabc\n", "$B%F%"))
        #expect(cut.text == "テスト\nabc\nテ\u{FFFD}")
        #expect(cut.defects.contains(.wrongCharset))
        // Without its end, the escape ends with the line.
        #expect(mail(escaped("", "$B%F%9%H-!\nplain")).text == "テスト①\nplain")
        #expect(mail(escaped("", "$B")).text.contains("テ") == false)
    }

    @Test(arguments: ["iso-2022-jp", "ISO-2022-JP", "cp50220", "cp50221", "us-ascii", nil])
    func `row 13 and the rows of IBM are read`(charset: String?) {
        // "株式会社①㈱№髙": rows 13 and 92 among those of the standard.
        let told = mail(escaped("", "$B3t<02q<R-!-j-b|b", "(B. Bye"), charset: charset)
        #expect(told.text == "株式会社①㈱№髙. Bye")
        if charset?.hasPrefix("cp") == true { #expect(!told.defects.contains(.wrongCharset)) }
    }

    @Test func `half-width kana are read`() {
        #expect(mail(escaped("", "(ICW", "(B ", "$B-!", "(B")).text == "ﾃﾗ ①")
    }

    @Test func `EUC-JP has them, too`() {
        // "テスト①㈱髙", then a character of JIS X 0212, which Windows has not.
        let bytes: [UInt8] = [
            0xA5, 0xC6, 0xA5, 0xB9, 0xA5, 0xC8, 0xAD, 0xA1, 0xAD, 0xEA, 0xFC, 0xE2, 0x8F, 0xB0, 0xA1, 0x8E, 0xC3,
        ]
        #expect(mail(bytes, charset: "euc-jp").text == "テスト①㈱髙\u{FFFD}ﾃ")
    }

    @Test func `subjects are read, as words or raw`() {
        let word = "=?ISO-2022-JP?B?GyRCLWolRiU5JUgbKEI=?="
        #expect(Mails.parse("Subject: \(word)\n\nx").subject == "㈱テスト")
        let raw = Email(parsing: Array("Subject: ".utf8) + escaped("", "$BLd$$9g$o$;", "(B") + Array("\n\nx".utf8))
        #expect(raw.subject == "問い合わせ")
    }

    @Test func `names of files are read raw`() {
        let name = escaped("", "$B8+@Q=q", "(B.pdf")
        let type = Array("Content-Type: application/pdf; name=\"".utf8) + name + Array("\"\n\nx".utf8)
        #expect(Email(parsing: type).attachments.map(\.filename) == ["見積書.pdf"])
    }

    @Test(arguments: ["iso-2022-kr", "iso-2022-cn", "iso-2022-jp"])
    func `plain text under a label of seven bits stays`(charset: String) {
        #expect(mail(Array("1 + 1 = 2, - and + alone".utf8), charset: charset).text == "1 + 1 = 2, - and + alone")
    }

    @Test(arguments: ["gbk", "gb2312", "big5", "euc-kr", "shift_jis", "euc-jp"])
    func `UTF-8 under an eastern label is UTF-8`(charset: String) {
        #expect(mail(Array("订单".utf8), charset: charset).text == "订单")
    }
}

/// Text in which a byte or two are not of its charset.
@Suite struct `Text with a few bad bytes` {
    private static let german = "Größe Übung Änderung – schöne Grüße aus Köln"
    private static let labels: [String?] = [nil, "us-ascii", "iso-8859-1", "windows-1252", "windows-1251", "utf-8"]

    private func mail(_ body: [UInt8], charset: String?, header: String = "") -> Email {
        let type = charset.map { "Content-Type: text/plain; charset=\($0)\n" } ?? ""
        return Email(parsing: Array("From: a@x.example\n\(header)\(type)\n".utf8) + body)
    }

    @Test(arguments: labels) func `UTF-8 with one stray byte, or cut at the end, is UTF-8`(charset: String?) {
        let stray = mail(Array("\(Self.german), caf".utf8) + [0xE9], charset: charset)
        #expect(stray.text == "\(Self.german), caf\u{FFFD}")
        #expect(stray.defects.contains(.wrongCharset))
        #expect(mail(Array("\(Self.german) ".utf8) + [0xE2, 0x80], charset: charset).text == "\(Self.german) \u{FFFD}")
        let inside = Array(Self.german.utf8) + [0xC3, 0x20] + Array(Self.german.utf8)
        #expect(mail(inside, charset: charset).text == "\(Self.german)\u{FFFD} \(Self.german)")
    }

    @Test func `western and Russian text is not taken for damaged UTF-8`() {
        let western = "Größe Übung Änderung schöne Grüße Ã¼".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(mail(western, charset: "iso-8859-1").text == "Größe Übung Änderung schöne Grüße Ã¼")
        #expect(mail(western, charset: nil).text.hasPrefix("Größe Übung"))
        #expect(mail([0xC3, 0xA9, 0xE9], charset: "iso-8859-1").text == "Ã©é")
    }

    @Test(arguments: [nil, "windows-1251", "koi8-r"] as [String?]) func `a subject cut within a letter is read`(
        charset: String?
    ) {
        let type = charset.map { "Content-Type: text/plain; charset=\($0)\n" } ?? ""
        let bytes = Array("Subject: Заявка на подключение".utf8) + [0xD0] + Array("\n\(type)\nx".utf8)
        #expect(Email(parsing: bytes).subject == "Заявка на подключение\u{FFFD}")
    }

    @Test(
        arguments: [
            // windows-1251 leaves 0x98 open, windows-1250 0x81, ISO 8859-8 0xA1, windows-1255 0xD9, ISO 8859-7 0xD2.
            (
                "windows-1251", [0xC7, 0xE4, 0xF0, 0xE0, 0xE2, 0xF1, 0xF2, 0xE2, 0xF3, 0xE9, 0xF2, 0xE5, 0x98],
                "Здравствуйте\u{FFFD}"
            ),
            ("windows-1250", [0xBF, 0xF3, 0xB3, 0xE6, 0xEA, 0x9C, 0xB9, 0x9F, 0xF1, 0x81], "żółćęśąźń\u{FFFD}"),
            ("iso-8859-8", [0xF9, 0xEC, 0xE5, 0xED, 0xE4, 0xE4, 0xE6, 0xEE, 0xF0, 0xE4, 0xA1], "שלוםההזמנה\u{FFFD}"),
            ("iso-8859-8-i", [0xF9, 0xEC, 0xE5, 0xED, 0xE4, 0xE4, 0xE6, 0xEE, 0xF0, 0xE4, 0xD0], "שלוםההזמנה\u{FFFD}"),
            ("windows-1255", [0xF9, 0xEC, 0xE5, 0xED, 0xE4, 0xE4, 0xE6, 0xEE, 0xF0, 0xE4, 0xD9], "שלוםההזמנה\u{FFFD}"),
            ("iso-8859-7", [0xCA, 0xE1, 0xEB, 0xE7, 0xEC, 0xDD, 0xF1, 0xE1, 0xD2], "Καλημέρα\u{FFFD}"),
        ] as [(String, [UInt8], String)])
    func `one byte that the charset leaves open costs one character`(charset: String, body: [UInt8], expected: String) {
        let told = mail(body, charset: charset)
        #expect(told.text == expected)
        #expect(told.defects.contains(.wrongCharset))
    }

    @Test(
        arguments: [
            ("iso-8859-2", [0x84, 0xBF, 0x94, 0x20, 0x96], "„ż” –"),
            ("iso-8859-15", [0x92, 0x20, 0x80, 0x20, 0xA4], "’ € €"),
            ("iso-8859-7", [0x93, 0xE1, 0x94], "“α”"), ("windows1250", [0xBF], "ż"), ("cp-1250", [0xBF], "ż"),
            ("x-mac-ce", [0x88], "ą"),
        ] as [(String, [UInt8], String)])
    func `quotes and dashes of Windows are read under the label of ISO`(
        charset: String, body: [UInt8], expected: String
    ) {
        #expect(mail(body, charset: charset).text == expected)
    }
}
