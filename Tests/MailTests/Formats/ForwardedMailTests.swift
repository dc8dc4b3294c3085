import FoundationEssentials
import Mail
import Testing

@Suite struct `Reading forwarded mail` {
    @Test func `a head without colons is read below its separator`() throws {
        let head =
            "From \"Ben Lee\" <ben@other.example>\nTo ann@customer.example\nDate 10/11/2026 15:04:05\nSubject Printer"
        let mail = Mails.plain(
            "Please help\n\n------ Forwarded Message ------\n\(head)\n\nIt is broken.", subject: "Fw: Printer")
        let found = try #require(mail.forwarded())
        #expect(found.address == "ben@other.example" && found.name == "Ben Lee")
        #expect(found.subject == "Printer" && found.text == "It is broken.")
        let talk = Mails.plain("------ Forwarded Message ------\n\nFrom Monday on we are closed.", subject: "Fwd: x")
        #expect(talk.forwarded()?.address == nil)
    }

    @Test func `a table of Thunderbird names its sender once`() throws {
        let head =
            "<tr><th>Subject: </th><td>x</td></tr><tr><th>Date: </th><td>Tue, 10 Nov 2026 15:04:05 +0100</td></tr>"
            + "<tr><th>From: </th><td>Ben Lee <a href='mailto:ben@other.example'>&lt;ben@other.example&gt;</a></td></tr>"
            + "<tr><th>To: </th><td>Ann</td></tr>"
        let mail = Mails.html(
            "Help<div class='moz-forward-container'>-------- Forwarded Message --------<table>\(head)</table>It is broken.</div>"
        )
        let found = try #require(mail.forwarded())
        #expect(found.name == "Ben Lee" && found.address == "ben@other.example")
    }

    @Test(arguments: [
        // Labels that are in no list: the values tell when, and to whom.
        "From: Ben Lee <ben@other.example>\nImetumwa: Monday, November 9, 2026 9:00 AM\nKwa: Ann <ann@customer.example>\nSubject: Printer",
        "प्रेषक: Ben Lee <ben@other.example>\nभेजा गया: 9 नवंबर 2026 09:00\nप्रति: Ann <ann@customer.example>\nविषय: Printer",
        "Feladó: Ben Lee <ben@other.example>\nKüldve: 2026. november 9., hétfő 9:00\nCímzett: Ann\nTárgy: Printer",
        "---------- Przesłana wiadomość ---------\nOd: Ben Lee <ben@other.example>\nDate: pon., 9 lis 2026 o 09:00\nSubject: Printer\nTo: Ann",
        "============ Forwarded message ============\nFrom: Ben Lee <ben@other.example>\nTo: Ann\nDate: Mon, 09 Nov 2026 09:00:00 +0100\nSubject: Printer\n============ Forwarded message ============",
        "---------- Forwarded message ---------\nFrom: *Ben Lee* <ben@other.example>\nDate: Mon, Nov 9, 2026 at 9:00 AM\nSubject: Printer\nTo: Ann",
        "-------- Messaggio Inoltrato --------\nOggetto: \tPrinter\nData: \tMon, 9 Nov 2026 09:00:00 +0000\nMittente: \tBen Lee <ben@other.example>\nA: \tann@customer.example",
        "This is a forwarded message\nFrom: Ben Lee <ben@other.example>\nTo: Ann\nDate: Monday, November 9, 2026, 9:00:00 AM\nSubject: Printer\n\n===8<==============Original message text===============",
        "以下是轉寄的郵件：\n\n寄件者: Ben Lee <ben@other.example>\n主旨: Printer\n日期: 2026年11月9日 上午9:00\n收件者: Ann",
    ])
    func `heads in other words and with further lines`(head: String) throws {
        let mail = Mails.plain("Please help.\n\n\(head)\n\nIt is broken.\n", subject: "Fwd: Printer")
        let found = try #require(mail.forwarded())
        #expect(found.name == "Ben Lee" && found.address == "ben@other.example")
        #expect(found.subject == "Printer" && found.text == "It is broken." && found.comment == "Please help.")
    }

    @Test(arguments: [
        "TOV: Printer", "[Fwd: Printer]", "Προώθ: Printer", "إعادة توجيه: Printer", "הועבר: Printer",
        "Prosljeđeno: Printer",
    ])
    func `subjects of forwards`(subject: String) {
        #expect(Subject.isForward(subject))
        #expect(Subject.withoutPrefixes(subject) == "Printer")
    }

    @Test(arguments: [
        "Thanks!\n\nOn Mon, 9 Nov 2026, Bob <bob@c.example> wrote:\n> ---- Forwarded message ----\n> From: C <c@d.example>",
        "Thanks!\n\nFrom: Bob <bob@c.example>\nSent: Monday\nTo: Ann\nSubject: Hi\n\n--- Forwarded message ---\nFrom: C <c@d.example>",
        "Done.\n\n-- reply above this line --\n\n---------- Forwarded message ---------\nFrom: C <c@d.example>\nSubject: x",
        "The words “Forwarded message” stand above each mail.\nFrom: the start",
        "Begin forwarded messages with a line of yours.",
    ])
    func `what an answer quotes was not forwarded`(body: String) {
        #expect(Mails.plain(body).forwarded() == nil)
    }

    @Test func `the first head counts, not one deeper in the conversation`() throws {
        let body = """
            See below.

            From: Bob <bob@c.example>
            Sent: Monday, November 9, 2026 10:00 AM
            To: Ann
            Subject: Broken

            It is broken.

            ---------- Forwarded message ---------
            From: Carol <carol@d.example>
            Subject: Old

            Hi
            """
        let mail = try #require(Mails.plain(body, subject: "FW: Broken").forwarded())
        #expect(mail.address == "bob@c.example")
        #expect(mail.subject == "Broken")
        #expect(mail.comment == "See below.")
        #expect(mail.text.hasPrefix("It is broken."))
    }

    @Test(arguments: [
        "---------- Forwarded message ---------\nFrom: Bob Lee <bob@c.example>\nDate: Mon, 9 Nov 2026 at 18:02\nSubject: Hi\nTo: <ann@customer.example>",
        "Begin forwarded message:\n\n> From: Bob Lee <bob@c.example>\n> Subject: Hi\n> Date: 9 November 2026 at 18:02:00 GMT\n> To: Ann",
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tHi\nDatum: \tMon, 9 Nov 2026 18:02:00 +0000\nVon: \tBob Lee <bob@c.example>\nAn: \tAnn",
        "---------- Message transféré ----------\nDe : Bob Lee <bob@c.example>\nDate : lun. 9 nov. 2026 à 18:02\nObjet : Hi\nÀ : Ann",
        "-----Mensaje reenviado-----\nDe: Bob Lee <bob@c.example>\nFecha: 9 nov 2026 18:02\nAsunto: Hi\nPara: Ann",
        "----- Messaggio inoltrato -----\nDa: Bob Lee <bob@c.example>\nInviato: 9 nov 2026 18:02\nA: Ann\nOggetto: Hi",
        "---------- Doorgestuurd bericht ----------\nVan: Bob Lee <bob@c.example>\nDatum: 9 nov. 2026 18:02\nOnderwerp: Hi\nAan: Ann",
        "---------- Przekazana wiadomość ---------\nOd: Bob Lee <bob@c.example>\nData: 9 lis 2026 18:02\nTemat: Hi\nDo: Ann",
        "---------- Mensagem encaminhada ---------\nDe: Bob Lee <bob@c.example>\nData: 9 nov 2026 18:02\nAssunto: Hi\nPara: Ann",
        "---------- Vidarebefordrat meddelande ---------\nFrån: Bob Lee <bob@c.example>\nDatum: 9 nov. 2026 18:02\nÄmne: Hi\nTill: Ann",
        "---------- Переслане повідомлення ---------\nВід: Bob Lee <bob@c.example>\nДата: 9 лист. 2026 18:02\nТема: Hi\nКому: Ann",
        "________________________________\nFrom: Bob Lee <bob@c.example<mailto:bob@c.example>> on behalf of desk@c.example\nSent: 9 Nov 2026 18:02\nTo: Ann\nSubject: Hi",
        "*Od:* Bob Lee [mailto:bob@c.example]\n*Odesláno:* 9. 11. 2026 18:02\n*Komu:* Ann\n*Předmět:* Hi",
        "发件人: Bob Lee <bob@c.example>\n发送时间: 2026-11-09 18:02\n收件人: Ann\n主题: Hi",
        "差出人: Bob Lee <bob@c.example>\n送信日時: 2026-11-09 18:02\n宛先: Ann\n件名: Hi",
        "보낸 사람: Bob Lee <bob@c.example>\n보낸 날짜: 2026-11-09 18:02\n받는 사람: Ann\n제목: Hi",
        "Gönderen: Bob Lee <bob@c.example>\nTarih: 9 Kas 2026 18:02\nKime: Ann\nKonu: Hi",
        "Lähettäjä: Bob Lee <bob@c.example>\nLähetetty: 9.11.2026 18:02\nVastaanottaja: Ann\nAihe: Hi",
        "Fra: Bob Lee <bob@c.example>\nSendt: 9. nov. 2026 18:02\nTil: Ann\nEmne: Hi",
        "Feladó: Bob Lee <bob@c.example>\nElküldve: 2026. 11. 09. 18:02\nCímzett: Ann\nTárgy: Hi",
        "Από: Bob Lee <bob@c.example>\nΗμερομηνία: 2026-11-09 18:02\nΠρος: Ann\nΘέμα: Hi",
    ])
    func `the head of a forward is read in the languages of mail programs`(head: String) throws {
        let mail = try #require(
            Mails.plain("Please help.\n\n\(head)\n\nIt is broken.", subject: "Fwd: Hi").forwarded())
        #expect(mail.address == "bob@c.example")
        #expect(mail.name == "Bob Lee")
        #expect(mail.subject == "Hi")
        #expect(mail.text == "It is broken.")
        #expect(mail.comment == "Please help.")
    }

    @Test func `an attached message is better evidence than words`() throws {
        let mail = try #require(
            Mails.parse(
                """
                From: Agent <agent@desk.example>
                Subject: Fwd: Broken
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=outer

                --outer

                Ask him for the number.

                -- 
                Agent
                --outer
                Content-Type: message/rfc822

                From: Bob Lee <bob@c.example>
                Subject: Broken
                Date: Mon, 9 Nov 2026 18:02:00 +0000
                Message-ID: <b1@c.example>
                Content-Type: multipart/mixed; boundary=inner

                --inner

                It is broken.
                --inner
                Content-Type: image/png; name=photo.png

                PNG
                --inner--
                --outer--
                """
            ).forwarded())
        #expect(mail.address == "bob@c.example")
        #expect(mail.messageID == "b1@c.example")
        #expect(mail.date == Date(timeIntervalSince1970: 1_794_247_320))
        #expect(mail.text == "It is broken.")
        #expect(mail.comment == "Ask him for the number.")
        #expect(mail.attachments.map(\.filename) == ["photo.png"])
    }

    @Test func `a separator without a head still says that something was forwarded`() throws {
        let mail = try #require(Mails.plain("Begin forwarded message:\nHello", subject: "Fwd: Hi").forwarded())
        #expect(mail.address == nil)
        #expect(mail.text == "Hello")
    }

    @Test(arguments: RussianMail.all.filter { $0.subject.hasPrefix("F") })
    func `Russian programs tell who wrote what they forward`(_ mail: RussianMail) throws {
        let forward = try #require(Email(parsing: mail.raw).forwarded())
        #expect(forward.address == "sokolov@klient.example")
        #expect(forward.name == "Игорь Соколов")
        #expect(forward.subject == Subject.withoutPrefixes(mail.subject))
        #expect(!forward.text.contains("Соколов") && !forward.text.contains("Конец пересыл"))
    }
}
