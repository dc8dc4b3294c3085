import Mail
import Testing

/// Answers as mail programs of many makers and languages write them.
@Suite struct `Answers of many mail programs` {
    private static let answer = "Thanks, it works now!"

    @Test(arguments: [
        "po 9. 11. 2026 v 9:00 odesílatel Support\n<support@desk.example> napsal:",
        "Dana pon, 9. stu 2026. u 09:00 Support\n<support@desk.example> napisao je:",
        "בתאריך יום ב׳, 9 בנוב׳ 2026 ב-9:00 מאת Support\n<support@desk.example>:",
        "دوشنبه ۹ نوامبر ۲۰۲۶ Support <support@desk.example> نوشت:",
        "---- On Mon, 09 Nov 2026 09:00:00 +0300 Support\n<support@desk.example> wrote ----",
        "Support <support@desk.example> ezt írta (időpont: 2026. nov. 9., H,\n9:00):",
        "2026年11月9日(月) 9:00 Support <support@desk.example>:",
        "Support <support@desk.example>, 9 Kas 2026 Pzt, 09:00 tarihinde\nşunu yazdı:",
        "في الاثنين، ٩ نوفمبر ٢٠٢٦ في ٩:٠٠ ص تمت كتابة ما يلي بواسطة Support <support@desk.example>:",
        "երկ, 9 նոյ, 2026 թ. ժ. 09:00-ին, Support <support@desk.example> գրել է՝",
        "Zitat von Support <support@desk.example>:", "Quoting Support <support@desk.example>:",
        "---------- Původní e-mail ----------\nOd: Support <support@desk.example>\nDatum: 9. 11. 2026 9:00:00",
        "W dniu 9.11.2026 o 09:00, Support pisze:", "* Support <support@desk.example> [2026-11-09 09:00]:",
        "[2026-11-09 09:00] Support <support@desk.example>:",
    ])
    func `the line that says who wrote, wrapped as it comes`(line: String) {
        let split = Mails.plain("\(Self.answer)\n\n\(line)\n\n> Hello!\n> Is it better?\n").split()
        #expect(split.reply == Self.answer)
        #expect(split.quote.contains("Is it better?"))
    }

    @Test(arguments: [
        ["Изпратено: 9 ноември 2026 9:00", "От: Support <support@desk.example>", "До: Ann", "Относно: Order"],
        [
            "Saatja: Support <support@desk.example>", "Saadetud: 9. november 2026 9:00", "Adressaat: Ann",
            "Teema: Order",
        ],
        ["Од: Support <support@desk.example>", "Послато: 9. новембар 2026. 9:00", "За: Ann", "Наслов: Order"],
        ["מאת: Support <support@desk.example>", "נשלח: 09 נובמבר 2026 09:00", "אל: Ann", "נושא: Order"],
        ["De: Support <support@desk.example>", "Enviat: 9 de novembre de 2026 9:00", "Per a: Ann", "Assumpte: Order"],
        ["寄件者: Support <support@desk.example>", "寄件日期: 2026年11月9日 9:00", "收件者: Ann", "主旨: Order"],
    ])
    func `the head above the old mail`(head: [String]) {
        let old = "Hello!\nIs it better?"
        #expect(Mails.plain("\(Self.answer)\n\n\(head.joined(separator: "\n"))\n\n\(old)").split().reply == Self.answer)
        let bold = head.map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.replacing("<", with: "&lt;") }
            return "<b>\(parts[0]):</b>\(parts[1])"
        }
        let html =
            "<div>\(Self.answer)</div><div><br></div><div>\(bold.joined(separator: "<br>"))</div><div>Hello!</div>"
        #expect(Mails.html(html).split().reply == Self.answer)
    }

    @Test func `Tutanota, whose quote is an element of its own`() {
        let html =
            "<div>\(Self.answer)</div><br><div>9. Nov. 2026, 09:00 by support@desk.example:<br></div>"
            + "<blockquote class=\"tutanota_quote\">Is it better?</blockquote>"
        #expect(Mails.html(html).split().reply == Self.answer)
    }

    @Test func `Yahoo on Android puts the old mail behind the line that says who wrote`() {
        let old = "On Mon, Nov 9, 2026 at 9:00 AM, Support<support@desk.example> wrote:   Is it better?"
        let split = Mails.plain("\(Self.answer)\n\nSent from Yahoo Mail on Android \n \n  \(old)\n").split()
        #expect(split.reply == Self.answer)
        #expect(split.quote.contains("Is it better?"))
    }

    @Test func `code between fences is the writer's, whatever it looks like`() {
        let code = "Try this:\n\n```sh\n> a\nOn 9 Nov 2026, Bob <bob@c.example> wrote:\n-- \n```\n\nDid it help?"
        #expect(Mails.plain(code).split() == ReplySplit(reply: code))
        let quote = "On Mon, 9 Nov 2026, Support <support@desk.example> wrote:\n> ```\n> a\n> ```"
        #expect(Mails.plain("\(code)\n\n\(quote)").split().reply == code)
        // A fence that nobody closes hides nothing.
        #expect(Mails.plain("```\n\(Self.answer)\n\n\(quote)").split().reply == "```\n\(Self.answer)")
    }

    @Test func `a table that Notes draws`() {
        let head =
            "|------------>\n| From:      |\n|------------>\n  >-----|\n  |Support <support@desk.example> |\n  >-----|"
        #expect(Mails.plain("\(Self.answer)\n\n\(head)\n\nHello!\n").split().reply == Self.answer)
        let own = "|------------>\n| Total:     |\n|------------>\n12"
        #expect(Mails.plain(own).split().reply == own)
    }

    @Test func `the rule that Hotmail draws above a quoted head is none of the answer`() {
        let old =
            "> From: support@desk.example\n> To: ann@customer.example\n> Subject: Order\n> Date: 9 Nov 2026\n>\n> Hello!"
        let split = Mails.plain("\(Self.answer)\n\n________________________________\n\(old)\n").split()
        #expect(split.reply == Self.answer)
    }

    @Test func `a full line of a quote that was wrapped is no answer`() {
        let quote =
            "> We have looked at your order and found that the lamp was sent with the\nparcel of\n> last week. Is it there?"
        let split = Mails.plain("\(Self.answer)\n\nOn 9 Nov 2026, 9:00, Support wrote:\n\(quote)\n").split()
        #expect(split.reply == Self.answer)
    }

    @Test(arguments: [
        ">>> Support <support@desk.example> 11/9/2026 9:00 AM >>>",
        ">>> On 11/9/2026 at 9:00 AM, in message <5A1B2C3D.ABC:1:2>, Support <support@desk.example> wrote:",
    ])
    func `the head of GroupWise, below which nothing is marked`(head: String) {
        let split = Mails.plain("\(Self.answer)\n\n\(head)\n\nHello!\nIs it better?\n").split()
        #expect(split.reply == Self.answer)
        #expect(split.quote.hasPrefix(">>> ") && split.quote.hasSuffix("Is it better?"))
    }

    @Test func `three marks before a sentence are a quote`() {
        let split = Mails.plain("\(Self.answer)\n\n>>> Is it better since 9:00?\n\nAnd the second printer?\n").split()
        #expect(split.reply.hasSuffix("And the second printer?"))
    }

    @Test(arguments: [
        "From: Support <support@desk.example>\nSent: Monday, November 9, 2026 9:00 AM\nTo: Ann\nSubject: Order",
        "От: Support <support@desk.example>\nОтправлено: 9 ноября 2026 г. 9:00\nКому: Ann\nТема: Order",
    ])
    func `a head on top, the old mail in marks, and the answer below`(head: String) {
        let split = Mails.plain("\(head)\n\n> Hello!\n> Is it better?\n\n\(Self.answer)\n").split()
        #expect(split.reply == Self.answer)
        let old = Mails.plain("\(Self.answer)\n\n\(head)\n\n> Hello!\n> Is it better?\n\nNot yet.\n").split()
        #expect(old.reply == Self.answer)
        #expect(old.quote.hasSuffix("Not yet."))
    }

    @Test(arguments: [
        "Получить Outlook для iOS", "Отримати Outlook для Android", "Gesendet von Outlook für Android",
        "Hanki Outlook for Android", "Outlook für iOS beziehen", "Obtenga Outlook para Android", "Get Outlook for Mac",
        "Android için Outlook’u edinin", "Von Samsung-Tablet gesendet", "Mobil gesendet", "iPhone’umdan gönderildi",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.", "Trimis de pe iPhone",
        "Küldve az iPhone-omról", "Στάλθηκε από το iPhone μου", "Изпратено от моя iPhone", "내 iPhone에서 보냄",
        "Gửi từ iPhone của tôi", "נשלח מה-iPhone שלי", "تم الإرسال من الـ iPhone", "Nosūtīts no mana iPhone",
        "Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows", "Послано с моего телефона",
        "從我的 iPhone 傳送", "Skickades från E-post för Windows",
        "iOS 版 Outlook を取得", "获取适用于 iOS 的 Outlook", "Android용 Outlook 받기", "发自QQ邮箱", "来自我的华为手机", "מה-iPhone שלי",
        "Poslano z mojega iPhona", "Nire iPhonetik bidalia", "Provenance : Courrier pour Windows",
    ])
    func `what telephones write below`(line: String) {
        let both = Mails.plain("\(Self.answer)\n\n\(line)\n\n-- \nAnn\n").split()
        #expect(both.reply == Self.answer)
        let split = Mails.plain("\(Self.answer)\n\n\(line)\n").split()
        #expect(split.reply == Self.answer)
        #expect(split.signature == line)
    }

    @Test(arguments: [
        "I use Outlook for Android and it shows nothing at all.",
        "Does it work with Outlook on Android or only on the web?",
        "Sent from the warehouse on Monday.", "Отправлено с нашего склада вчера.",
        "I have sent it from my iPhone today.", "Outlook for Android crashes.",
        "Do I get mail on Android without Outlook and how?",
        "Sent with DHL yesterday, number 123456789",
    ])
    func `a sentence about a program is content`(line: String) {
        #expect(Mails.plain("Hello\n\n\(line)\n").split().reply == "Hello\n\n\(line)")
    }

    @Test func `the table of Lotus Notes is a head, and a form is content`() {
        let head = "Support <support@desk.example> \n09.11.2026 09:00\n\nTo\nann@customer.example\ncc\n\nSubject\nOrder"
        let split = Mails.plain("\(Self.answer)\n\n\n\(head)\n\n\nHello!").split()
        #expect(split.reply == Self.answer)
        #expect(split.quote.hasPrefix("Support <support@desk.example>"))
        let form = "Please book a room.\n\nTo\nBerlin\n\nSubject\nmeeting"
        #expect(Mails.plain(form).split().reply == form)
    }

    @Test(arguments: [
        "Please book it:\n\nAmount: 40 EUR\nFrom: DE12 3456\nTo: DE98 7654\nDate: 09.11.2026\nSubject: invoice 4711",
        "First point\n\n---\n\nSecond point, please call me on +49 171 1234567",
    ])
    func `a form and a rule are content`(body: String) {
        #expect(Mails.plain(body).split().reply == body)
    }

    @Test func `an address in parentheses behind a date says who wrote`() {
        let line = "09.11.2026, 09:00, Support (support@desk.example):"
        #expect(Mails.plain("\(Self.answer)\n\(line)\n\nHello!").split().reply == Self.answer)
    }

    @Test func `the signature of Spark is none of the answer`() {
        let split = Mails.html(
            """
            <div name="messageBodySection"><div>\(Self.answer)</div></div><div name="messageSignatureSection"><br>Ann</div>
            <div name="messageReplySection">On 9 Nov 2026 at 09:00, Support wrote:<blockquote>Hello!</blockquote></div>
            """
        ).split()
        #expect(split.reply == Self.answer)
        #expect(split.signature == "Ann")
    }
}
