import Mail
import Testing

/// Delivery reports in forms of their own: addresses without blanks around them, groups of fields cut otherwise, delays.
@Suite struct `Delivery reports in forms of their own` {
    private static func report(_ subject: String, _ body: String, from: String = "postmaster@mx.example") -> Email {
        Mails.parse(
            "Return-Path: <>\nFrom: \(from)\nTo: s@desk.example\nSubject: \(subject)\nContent-Type: text/plain; charset=utf-8\n\n\(body)\n"
        )
    }

    private static func fields(_ fields: String) -> Email {
        Mails.parse(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            Not delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            \(fields)

            --b--
            """)
    }

    @Test(arguments: [
        "收件人邮箱地址ann@customer.example不存在，或者被禁用。", "您发往ann@customer.example的邮件被退回：用户不存在",
        "无法投递到ann@customer.example，原因：收件人ann@customer.example不存在。", "收件人：ann@customer.example，550 5.1.1 User unknown",
        "次の宛先に届きませんでした：ann@customer.example。550 5.1.1 User unknown",
        "ann@customer.example로 보낸 메일: 사용자가 존재하지 않습니다.", "ann@customer.example（对方邮箱不存在）",
    ])
    func `an address that has no blanks around it`(line: String) throws {
        let report = try #require(Self.report("退信", "您好，\n\n\(line)\n").deliveryReport())
        #expect(report.recipients.map(\.address) == ["ann@customer.example"])
        #expect(report.recipients.map(\.isHard) == [true])
    }

    @Test func `an address in such letters stays whole`() throws {
        let report = try #require(Self.report("退信", "<用户@例子.中国>: 550 5.1.1 unknown").deliveryReport())
        #expect(report.recipients.map(\.address) == ["用户@例子.中国"])
        let other = try #require(Self.report("退信", "发往ann@例子.中国，不存在").deliveryReport())
        #expect(other.recipients.map(\.address) == ["ann@例子.中国"])
    }

    @Test func `a full mailbox is not gone, in whatever language`() throws {
        for words in ["对方邮箱空间不足", "收件人邮箱已满", "Postfach ist voll", "メールボックスがいっぱいです"] {
            let report = try #require(Self.report("退信", "ann@customer.example \(words)，不存在更多空间").deliveryReport())
            #expect(report.recipients.map(\.isHard) == [false])
        }
    }

    @Test func `blank lines within a group, and none between two`() throws {
        let cut = try #require(
            Self.fields("Final-Recipient: rfc822; ann@customer.example\n\nAction: failed\n\nStatus: 5.1.1")
                .deliveryReport())
        #expect(cut.recipients.map(\.status) == ["5.1.1"])
        let joined = try #require(
            Self.fields(
                "Final-Recipient: rfc822; ann@customer.example\nAction: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822; ben@customer.example\nAction: delayed\nStatus: 4.2.2"
            ).deliveryReport())
        #expect(joined.recipients.map(\.address) == ["ann@customer.example", "ben@customer.example"])
        #expect(joined.recipients.map(\.action) == ["failed", "delayed"])
    }

    @Test func `the same twice is once, escapes of RFC 6533, codes behind a reply`() throws {
        let one = "Final-Recipient: rfc822; ann@customer.example\nAction: failed\nStatus: 5.1.1"
        #expect(try #require(Self.fields("\(one)\n\n\(one)").deliveryReport()).recipients.count == 1)
        let escaped = try #require(
            Self.fields("Final-Recipient: utf-8; ren\\x{E9}@customer.example\nAction: failed\nStatus: 5.1.1")
                .deliveryReport())
        #expect(escaped.recipients.map(\.address) == ["rené@customer.example"])
        let coded = try #require(
            Self.fields(
                "Final-Recipient: rfc822; ann@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-5.2.1 The account is\n 550 disabled"
            ).deliveryReport())
        #expect(coded.recipients.map(\.status) == ["5.2.1"])
        let yahoo = try #require(
            Self.report(
                "Failure Notice", "<ann@customer.example>:\n554: delivery error: This user doesn't have an account"
            )
            .deliveryReport())
        #expect(yahoo.recipients.map(\.status) == ["5.0.0"])
    }

    @Test(arguments: [
        (
            "Delivery Warning",
            "The attached mail had TRANSIENT delivery errors. Attempts continue.\n\nann@customer.example"
        ),
        ("Zustellung verzögert: Lampe", "Die Zustellung wurde verzögert:\n\nann@customer.example"),
        ("Доставка отложена: Лампа", "ann@customer.example"),
        (
            "Задержка доставки",
            "Письмо на ann@customer.example пока не доставлено. Попытки доставки будут продолжаться."
        ),
        ("Remise différée : Lampe", "ann@customer.example"), ("延迟投递通知", "您发送给ann@customer.example的邮件暂时未能投递"),
        ("Delivery incomplete", "There was a temporary problem delivering to ann@customer.example."),
    ])
    func `a mail that still waits closes no address`(subject: String, body: String) throws {
        let report = try #require(Self.report(subject, body, from: "mailer-daemon@mx.example").deliveryReport())
        #expect(report.recipients.map(\.action) == ["delayed"])
        #expect(report.recipients.map(\.isHard) == [false])
    }

    @Test(arguments: [
        "<postmaster@mx.example>", "MAILER-DAEMON@mx.example", "Microsoft Outlook <postmaster@customer.example>",
    ])
    func `in words that nobody knows, the codes of the server tell`(from: String) throws {
        let body = "Imeshindwa kutuma kwa:\n\nann@customer.example\n#550 5.1.1"
        let report = try #require(Self.report("Ujumbe haukufika", body, from: from).deliveryReport())
        #expect(report.recipients.map(\.isHard) == [true])
        let news = Self.report("Habari", "Mwaka 2026, ann@customer.example, toleo 5.1.1", from: from)
        #expect(news.deliveryReport() == nil)
    }

    @Test func `two addresses in one line have its reason in common`() throws {
        let body = "Could not deliver to ann@customer.example, ben@customer.example:\n550 5.1.1 unknown"
        let report = try #require(Self.report("Undelivered Mail", body).deliveryReport())
        #expect(report.recipients.map(\.status) == ["5.1.1", "5.1.1"])
        #expect(report.recipients.map(\.isHard) == [true, true])
    }

    @Test func `an absence note that speaks of mail is no report`() {
        let mail = Self.report(
            "Re: Lamp", "This mailbox is over quota, your mail was not delivered. Write to ben@customer.example.\n",
            from: "Ann <ann@customer.example>\nAuto-Submitted: auto-replied")
        #expect(mail.deliveryReport() == nil)
        #expect(!mail.automatic().mayAnswer)
    }

    @Test func `what may be in a text for people closes nothing`() throws {
        let mail = Self.report(
            "Delivery Status Notification (Failure)", "Bonjour,\n\nIl se peut que le groupe n'existe pas.\n",
            from: "mailer-daemon@mx.example\nX-Failed-Recipients: lampes@customer.example")
        #expect(try #require(mail.deliveryReport()).recipients.map(\.isHard) == [false])
    }
}
