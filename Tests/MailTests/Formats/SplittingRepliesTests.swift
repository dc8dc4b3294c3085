import Mail
import Testing

@Suite struct `Splitting replies` {
    @Test func `where nothing is new everything is shown`() {
        let body = "On Mon, 9 Nov 2026 at 10:00, Support <support@desk.example> wrote:\n> Please try again"
        #expect(Mails.plain(body).split() == ReplySplit(reply: body))
    }

    @Test(arguments: [
        "Прошу рассчитать по договору от 12.09.2026:\n\n  стол, два стула",
        "Совещание завтра в 10:00, повестка:\n\n- отчёт",
        "Присылайте на docs@customer.example:\n\n  скан паспорта",
        "On Monday we tried again. It failed.\nWhat now?",
        "From: Berlin\nTo: Paris\nthe train is late",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Steps:\n- open\n- close\n***\nDone",
        "Sent from my desk, which is much easier to work at than the telephone was.",
        "Why does each mail of yours say “reply above this line”? It hides my words.",
        "To do:\n\n- milk",
        "Choose:\n- red\n- blue",
        "Total\n---\n1200 for 3 pieces", "First part.\n\n---\n\nSecond part.\n\nAnn",
        "Please call\nFrom: the office\nTo: the plant\nDate: 12.11.2026\nand tell me.",
        "See:\n\nerror 10.11.2026 09:41:12 user@host.example:\n  at line 5\n\nWhat is it?",
        "C> dir\nSQL> select 1\nBoth fail.",
    ])
    func `content that looks like a mark stays`(body: String) {
        #expect(Mails.plain(body).split() == ReplySplit(reply: body))
    }

    @Test(arguments: [
        "On Mon, 9 Nov 2026 at 10:00, Support <support@desk.example> wrote:",
        "On Mon, Nov 9, 2026 at 10:00 AM Support Team of the Great Company\n<support@desk.example> wrote:",
        "пн, 9 нояб. 2026 г. в 10:00, Поддержка <support@desk.example>:",
        "9 ноября 2026 г., 10:00 пользователь Поддержка <support@desk.example> написал:",
        "9 нояб. 2026 г., в 10:00, Поддержка <support@desk.example> написал(а):",
        "09.11.2026 10:00, Поддержка пишет:",
        "09.11.2026, 10:00, \"Поддержка\" <support@desk.example>:",
        "Понедельник, 9 ноября 2026, 10:00 +03:00 от Поддержка <support@desk.example>:",
        "Am 09.11.26 um 10:00 schrieb Support:",
        "Le lun. 9 nov. 2026 à 10:00, Support <support@desk.example> a écrit :",
        "El lun, 9 nov 2026 a las 10:00, Support (<support@desk.example>) escribió:",
        "Il giorno lun 9 nov 2026 alle ore 10:00 Support <support@desk.example> ha scritto:",
        "Op ma 9 nov. 2026 om 10:00 schreef Support <support@desk.example>:",
        "W dniu 09.11.2026 o 10:00, Support pisze:",
        "2026年11月9日(月) 10:00 Support <support@desk.example>:",
        "---- On Mon, 09 Nov 2026 10:00:00 +0300 Support <support@desk.example> wrote ----",
    ])
    func `an attribution and its quote are cut`(attribution: String) {
        let split = Mails.plain("It works now.\nThank you!\n\n\(attribution)\n> Please try again\n> and tell us.\n")
            .split()
        #expect(split.reply == "It works now.\nThank you!")
        #expect(split.quote.hasSuffix("> Please try again\n> and tell us."))
    }

    @Test(arguments: [
        "From: Support <support@desk.example>\nSent: Monday, November 9, 2026 10:00 AM\nTo: Ann\nSubject: Cannot sign in",
        "От: Поддержка <support@desk.example>\nОтправлено: 9 ноября 2026 г. 10:00\nКому: Анна\nТема: Не могу войти",
        "*From:* Support\n*Sent:* Monday\n*To:* Ann\n*Subject:* Cannot sign in",
        "________________________________\nFrom: Support\nSent: Monday\nTo: Ann\nSubject: Cannot sign in",
        "-----Original Message-----\nFrom: Support\nSent: Monday",
        "-----Исходное сообщение-----\nПопробуйте ещё раз",
        "Von: Support\nGesendet: Montag, 9. November 2026 10:00\nAn: Ann\nBetreff: Anmeldung",
    ])
    func `a header block or separator cuts what follows`(block: String) {
        let split = Mails.plain("It works now.\n\n\(block)\n\nPlease try again\n").split()
        #expect(split.reply == "It works now.")
        #expect(split.quote.hasSuffix("ещё раз") || split.quote.hasSuffix("Please try again"))
    }

    @Test(arguments: [
        "-- Ответьте выше этой\nлинии / reply above this line --\nold text",
        "> -- reply above this line --\n> old text",
        "-- responda acima desta linha --\nold text", "##- Please type your reply above this line -##\nold text",
        "   --  Reply\u{A0}above this line  --\nold text",
    ])
    func `our marker is known wrapped, quoted and translated`(history: String) {
        #expect(Mails.plain("Thanks\n\n\(history)").split().reply == "Thanks")
    }

    @Test(arguments: ["", "x_", "m_-88120gmail_", "yiv12345"])
    func `our marker is known by its class, however it was prefixed`(prefix: String) {
        let marker = ReplyMarker.html.replacing("class=\"", with: "class=\"\(prefix)").replacing(
            ReplyMarker.text, with: "…")
        let split = Mails.html("<p>Thanks</p><div>\(marker)<p>old text</p></div>").split()
        #expect(split.reply == "Thanks")
        #expect(split.quote.contains("old text"))
    }

    @Test(arguments: [
        "Thanks On Wed, Apr 4, 2012 at 3:59 PM, s@desk.example wrote:\n> Hi",
        "Thanks--- On Wed, Apr 4, 2012 at 3:59 PM, s@desk.example wrote:\n> Hi",
        "Thanks Am Mi., 4. Apr. 2012 um 15:59 schrieb Support <s@desk.example>:\n> Hi",
    ])
    func `an attribution behind the last words is cut off them`(body: String) {
        #expect(Mails.plain(body).split().reply == "Thanks")
    }

    @Test(arguments: [
        "Done.\n-ann", "Done.\n\n- Ann", "Done.\n---\nAnn Lee", "Done.\n-Ann\n\nSent from my iPhone",
        "Done.\n\n----------\nAnn Lee\nt. +7 343 200-11-22\nwww.customer.example",
    ])
    func `a name behind dashes is a signature`(body: String) {
        let split = Mails.plain(body).split()
        #expect(split.reply == "Done.")
        #expect(split.signature.lowercased().contains("ann"))
    }

    @Test func `initials before the quote count below an attribution alone`() {
        let quoted = "АП> Какая версия?\nАП> И когда?"
        #expect(Mails.plain("Вы писали 10 ноября 2026 г., 9:41:24:\n\n\(quoted)\n\nПятая.").split().reply == "Пятая.")
        #expect(Mails.plain("\(quoted)\n\nПятая.").split().reply == "\(quoted)\n\nПятая.")
    }

    @Test(
        arguments: [
            (
                "Re: x", "FYI\n\n---------- Forwarded message ---------\nFrom: Bob <b@c.example>\nSubject: Hi\n\nText",
                "FYI"
            ),
            ("Fwd: x", "FYI\n\nFrom: Bob <b@c.example>\nSent: Monday\nTo: Ann\nSubject: Hi\n\nText", "FYI"),
            ("Fwd: x", "> Begin forwarded message:\n>\n> From: Bob <b@c.example>\n> Subject: Hi\n>\n> Text", nil),
        ] as [(String, String, String?)])
    func `a forward is told from an answer`(subject: String, body: String, note: String?) {
        let split = Mails.plain(body, subject: subject).split()
        #expect(split.isForward)
        #expect(split.reply == note ?? body)
    }

    @Test func `a forward inside the history of an answer is history`() {
        let body =
            "Thanks\n\nOn Mon, 9 Nov 2026, Bob <b@c.example> wrote:\n\n---------- Forwarded message ---------\nFrom: C"
        let split = Mails.plain(body).split()
        #expect(!split.isForward)
        #expect(split.reply == "Thanks")
    }

    @Test func `a signature alone is shown, and a quote alone if no file is the answer`() {
        #expect(Mails.plain("--\nAnn").split() == ReplySplit(reply: "--\nAnn"))
        let quote = "On Mon, 9 Nov 2026, Support <s@desk.example> wrote:\n> The form, please"
        let file = "Content-Type: application/pdf; name=form.pdf\n\n%PDF"
        let mail = Mails.parse(
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\(quote)\n--b\n\(file)\n--b--\n")
        #expect(mail.split() == ReplySplit(reply: "", quote: quote))
    }

    @Test func `an answer below the quote is the reply`() {
        let split = Mails.plain(
            "On Mon, 9 Nov 2026 at 10:00, Support <s@desk.example> wrote:\n> Does it work?\n\nYes, it does."
        ).split()
        #expect(split.reply == "Yes, it does.")
        #expect(split.quote.contains("Does it work?"))
    }

    @Test func `answers between quotes keep what they answer`() {
        let body = "On Mon, 9 Nov 2026 at 10:00, Support <s@desk.example> wrote:\n> First?\n\nYes.\n\n> Second?\n\nNo."
        let split = Mails.plain(body).split()
        #expect(split.reply.contains("> First?\n\nYes.\n\n> Second?\n\nNo."))
    }

    @Test func `our own marker cuts first, quoted or not`() {
        let marker = "-- Ответьте выше этой линии / reply above this line --"
        #expect(Mails.plain("Thanks\n\n\(marker)\nold text").split().reply == "Thanks")
        #expect(
            Mails.plain("Thanks\n\nOn Mon, 9 Nov 2026, Support wrote:\n> \(marker)\n> old text").split().reply
                == "Thanks")
    }

    @Test(arguments: [
        ("Done.\n\n-- \nAnn\nCustomer Ltd", "Done.", "Ann\nCustomer Ltd"), ("Done.\n--\nAnn", "Done.", "Ann"),
        ("Done.\n\nSent from my iPhone", "Done.", "Sent from my iPhone"),
        ("Готово.\n\nОтправлено с iPhone", "Готово.", "Отправлено с iPhone"),
        ("Готово.\n\n--\nОтправлено из мобильной Почты Mail.ru", "Готово.", "Отправлено из мобильной Почты Mail.ru"),
    ])
    func `a signature is folded away`(body: String, reply: String, signature: String) {
        #expect(Mails.plain(body).split() == ReplySplit(reply: reply, quote: "", signature: signature))
    }

    @Test func `a closing formula is no signature`() {
        #expect(Mails.plain("Done.\n\nBest regards,\nAnn").split().reply == "Done.\n\nBest regards,\nAnn")
    }

    @Test(arguments: [
        (
            "Gmail",
            #"<div dir="ltr">It works</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Support wrote:</div><blockquote class="gmail_quote">old</blockquote></div>"#
        ),
        (
            "Outlook desktop",
            #"<p class="MsoNormal">It works</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Support</p></div></div><p class="MsoNormal">old</p>"#
        ),
        (
            "Outlook on the web",
            #"<div>It works</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Support</div><div>old</div>"#
        ),
        (
            "Apple Mail",
            #"<div>It works</div><div><blockquote type="cite"><div>On 9 Nov 2026, at 10:00, Support &lt;s@desk.example&gt; wrote:</div><div>old</div></blockquote></div>"#
        ),
        (
            "Thunderbird",
            #"<p>It works</p><div class="moz-cite-prefix">Am 09.11.26 um 10:00 schrieb Support:<br></div><blockquote type="cite">old</blockquote>"#
        ),
        (
            "Yahoo",
            #"<div>It works</div><div id="yahoo_quoted_123" class="ydp1yahoo_quoted">On Monday, Support wrote: old</div>"#
        ),
        (
            "Yandex",
            #"<div>It works</div><div>09.11.2026, 10:00, "Поддержка" &lt;s@desk.example&gt;:</div><blockquote><p>old</p></blockquote>"#
        ),
        (
            "Mail.ru",
            #"<div>It works</div><div class="mail-quote-collapse"><blockquote style="border-left:1px solid #0857A6">Понедельник, 9 ноября 2026, 10:00 от Поддержка: old</blockquote></div>"#
        ),
        (
            "Proton",
            #"<div>It works</div><div class="protonmail_quote">On Monday, Support wrote:<blockquote>old</blockquote></div>"#
        ),
    ])
    func `the marks of a mail program are known`(program: String, html: String) {
        let split = Mails.html(html).split()
        #expect(split.reply == "It works", "\(program)")
        #expect(split.quote.contains("old"), "\(program)")
    }

    @Test func `the signature of Mail_ru stands below the quote`() {
        let split = Mails.html(
            #"<div>It works</div><div class="mail-quote-collapse"><blockquote>old</blockquote></div><div id="mail-app-auto-signature">Отправлено из Почты Mail.ru</div>"#
        ).split()
        #expect(split == ReplySplit(reply: "It works", quote: "> old", signature: "Отправлено из Почты Mail.ru"))
    }

    @Test func `answers inside a Gmail quote are kept`() {
        let split = Mails.html(
            #"<div class="gmail_quote"><div class="gmail_attr">On Mon, 9 Nov 2026, Support wrote:</div><blockquote class="gmail_quote">first?</blockquote><div>Yes.</div><blockquote class="gmail_quote">second?</blockquote><div>No.</div></div>"#
        ).split()
        #expect(split.reply.contains("Yes."))
        #expect(split.reply.contains("No."))
    }

    @Test func `a mail of nothing but a quote is shown whole`() {
        let split = Mails.html(#"<div class="gmail_quote">only this</div>"#).split()
        #expect(split.reply == "only this")
    }
}
