import FoundationEssentials
import Mail
import Testing

@Suite struct `Reading headers` {
    private func subject(_ value: String) -> String { Mails.parse("Subject: \(value)\n\nx").subject }

    @Test func `broken encoded words stay as they are`() {
        #expect(subject("=?utf-8?X?abc?=") == "=?utf-8?X?abc?=")
        #expect(subject("=?no-such-charset?B?YQ==?=") == "=?no-such-charset?B?YQ==?=")
        #expect(subject("=?utf-8?B?YQ==") == "=?utf-8?B?YQ==")
    }

    @Test func `words that split a character are joined before decoding`() {
        #expect(subject("=?utf-8?B?0J8=?= =?utf-8?B?0YDQuNCy0LXR?=\n =?utf-8?B?gg==?=") == "Привет")
    }

    @Test func `white space counts between a word and text only`() {
        #expect(subject("=?utf-8?Q?a?= =?utf-8?Q?b?= c") == "ab c")
        #expect(subject("a=?utf-8?Q?_b?=c") == "a bc")
    }

    @Test func `padding before the end of a word is no new word`() {
        #expect(subject("=?utf-8?B?Rlc6IHg=?=") == "FW: x")
        #expect(subject("=?utf-8?B?Rlc6IA==?=") == "FW:")
    }

    @Test func `raw bytes are UTF-8, else the charset of the body`() {
        #expect(Email(parsing: Array("Subject: Привет\n\nx".utf8)).subject == "Привет")
        let raw: [UInt8] =
            Array("Content-Type: text/plain; charset=windows-1251\nSubject: ".utf8) + [
                0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 10, 10,
            ]
        #expect(Email(parsing: raw).subject == "Привет")
    }

    @Test func `a line break cannot be smuggled into a value`() {
        #expect(subject("=?utf-8?Q?a=0D=0ABcc:_x@y.example?=") == "a Bcc: x@y.example")
    }

    @Test func `mbox lines, byte order mark and blank lines before the header are skipped`() {
        #expect(Mails.parse("\u{FEFF}\n\nFrom ann@a.example Tue Nov 10\nSubject: ok\n\ntext").subject == "ok")
    }

    @Test func `a line that is no field is skipped, and text without a blank line is the body`() {
        let skipped = Mails.parse("From: a@b.example\nthis is junk\nSubject: ok\n\nbody")
        #expect(skipped.subject == "ok")
        #expect(skipped.defects.contains(.malformedHeaderLine))
        let unseparated = Mails.parse("From: a@b.example\nSubject: ok\nHello there\n\nbody")
        #expect(unseparated.text == "Hello there\n\nbody")
        #expect(unseparated.defects.contains(.missingBlankLine))
    }

    @Test func `bare CR ends lines where there is no LF`() {
        let mail = Email(parsing: Array("From: a@b.example\rSubject: old mac\r\rbody\rline".utf8))
        #expect(mail.subject == "old mac")
        #expect(mail.text == "body\nline")
    }

    @Test func `of several From the first counts, To and Cc are joined`() {
        let mail = Mails.parse("From: a@b.example\nFrom: c@d.example\nTo: e@f.example\nTo: g@h.example\n\nx")
        #expect(mail.from?.address == "a@b.example")
        #expect(mail.to.map(\.address) == ["e@f.example", "g@h.example"])
    }

    @Test func `identifiers are kept byte for byte`() {
        let mail = Mails.parse(
            "Message-ID: <A@b@C d>\nIn-Reply-To: your mail of <x@y>\nReferences: <1@a> <2@a>\n\t<3@a>\n\nx")
        #expect(mail.messageID == "A@b@C d")
        #expect(mail.inReplyTo == ["x@y"])
        #expect(mail.references == ["1@a", "2@a", "3@a"])
    }

    @Test func `identifiers without brackets are found`() {
        let mail = Mails.parse("Message-ID: abc@d.example\nReferences: a@b.example c@d.example\n\nx")
        #expect(mail.messageID == "abc@d.example")
        #expect(mail.references == ["a@b.example", "c@d.example"])
    }

    @Test func `envelope recipients come in their order`() {
        let mail = Mails.parse(
            "X-Forwarded-To: d@x.example\nEnvelope-To: c@x.example\nX-Original-To: b@x.example\nDelivered-To: a@x.example\n\nx"
        )
        #expect(mail.envelopeRecipients == ["a@x.example", "b@x.example", "c@x.example", "d@x.example"])
    }

    @Test func `the return path is null, an address, or unknown`() {
        #expect(Mails.parse("Return-Path: <>\n\nx").returnPath == .null)
        #expect(Mails.parse("Return-Path: <a@b.example>\n\nx").returnPath == .address("a@b.example"))
        #expect(Mails.parse("Subject: x\n\nx").returnPath == nil)
    }

    @Test(arguments: [
        ("Tue, 10 Nov 2026 10:00:05 +0300", 1_794_294_005.0), ("10 Nov 26 10:00:05 +0300", 1_794_294_005),
        ("Tue, 10 Nov 2026 07:00:05 GMT", 1_794_294_005),
        ("Tue, 10 Nov 2026 10:00:05 GMT+3", 1_794_294_005), ("Tue, 10 Nov 2026 10:00:05 +0300 (MSK)", 1_794_294_005),
        ("2026-11-10T10:00:05+03:00", 1_794_294_005),
        ("Tue, 10 Nov 2026 07:00:05", 1_794_294_005), ("вт, 10 ноя 2026 10:00:05 +0300", 1_794_294_005),
        ("Tue Nov 10 07:00:05 2026", 1_794_294_005),
        ("10-Nov-2026 07:00:05 -0000", 1_794_294_005), ("Tue, 10 Nov 2026 02:00:05 EST", 1_794_294_005),
        // French, Spanish and Italian call Tuesday as others call March.
        ("mar., 10 nov. 2026 08:00:05 +0100", 1_794_294_005), ("Nov 10, 2026 07:00:05 +0000", 1_794_294_005),
        ("Mon, 9 Nov 2026 24:00:00 +0000", 1_794_268_800),
    ])
    func `dates are read as they are written`(text: String, seconds: Double) {
        #expect(MailDate.parse(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "yesterday", "32 Nov 2026", "Tue, 10 Foo 2026", "99999999999999999999", "10 Nov 2026 25:61:61",
        "10 Nov 2026 24:00:01",
    ])
    func `what is no date gives none`(text: String) {
        #expect(MailDate.parse(text) == nil)
    }

    @Test func `writing a date and reading it gives the same instant`() {
        for seconds in stride(from: -2_000_000_000, through: 4_000_000_000, by: 12_345_677) {
            let date = Date(timeIntervalSince1970: Double(seconds))
            #expect(MailDate.parse(MailDate.format(date, offsetSeconds: 10_800)) == date)
        }
    }

    @Test func `reply prefixes of many programs are removed, forwards stay`() {
        #expect(Subject.withoutReplyPrefixes("Re: AW: RE[2]: Ответ: SV: Hello: world") == "Hello: world")
        #expect(Subject.withoutReplyPrefixes("Re: Fwd: Hello") == "Fwd: Hello")
        #expect(Subject.isForward("Fwd: Hello"))
        #expect(!Subject.isForward("Re: Fwd: Hello"))
    }

    @Test func `ticket tags need their prefix and tolerate case and blanks`() {
        #expect(
            Subject.ticketTags(in: "Re: [TKT-2026-00012] x [ tkt-7\u{A0}] [#5] [TKT-] [TKT-2026-00012]") == [
                "TKT-2026-00012", "TKT-7",
            ])
        #expect(Subject.ticketTags(in: "[[[[TKT-1]") == ["TKT-1"])
    }
}
