extension RussianMail {
    static let thunderbird: [RussianMail] = [
        RussianMail(
            program: .thunderbird, about: "answer below the quote, signature", encoding: .eightBit,
            body: .text(
                "10.11.2026 9:41, Поддержка пишет:\n> Какая версия ядра?\n\n6.1.0-41, Debian 12.\n\n-- \nАнна Петрова\nсистемный администратор\n"
            ),
            reply: .words("6.1.0-41, Debian 12."), quote: "Какая версия ядра",
            signature: "Анна Петрова системный администратор"),
        RussianMail(
            program: .thunderbird, about: "answer above", charset: .koi8R, encoding: .eightBit,
            body: .text(
                "Лицензия активирована, вопрос закрыт.\n\n10.11.2026 9:41, Поддержка пишет:\n> Введите ключ заново.\n>\n>> Ключ не подходит.\n"
            ),
            reply: .words("Лицензия активирована, вопрос закрыт."), quote: "Введите ключ заново"),
        RussianMail(
            program: .thunderbird, about: "interleaved, one word each", encoding: .eightBit,
            body: .text(
                "Добрый день!\n\n10.11.2026 9:41, Поддержка пишет:\n> Логин тот же?\nда\n> Пароль меняли?\nнет\n> Браузер?\nFirefox 145\n"
            ),
            reply: .inOrder(["Добрый день!", "Логин тот же?", "да", "Пароль меняли?", "нет", "Браузер?", "Firefox 145"]
            ),
            quote: ""),
        RussianMail(
            program: .thunderbird, about: "HTML with its cite prefix",
            body: .html(
                #"<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body><p>Здравствуйте, логи во вложении.</p><div class="moz-signature">-- <br>Анна Петрова</div><div class="moz-cite-prefix">10.11.2026 9:41, Поддержка пишет:<br></div><blockquote type="cite" cite="mid:20261110064112.7.desk@desk.example"><p>Пришлите логи за вчера.</p></blockquote><p></p></body></html>"#
            ),
            reply: .words("Здравствуйте, логи во вложении."), quote: "Пришлите логи", signature: "Анна Петрова"),
        RussianMail(
            program: .thunderbird, about: "HTML, answer below", charset: .windows1251, encoding: .quotedPrintable,
            body: .html(
                ##"<html><body text="#000000" bgcolor="#FFFFFF"><div class="moz-cite-prefix">10.11.2026 9:41, Поддержка пишет:<br></div><blockquote cite="mid:7@desk.example" type="cite"><pre wrap="">Нужен ли обмен с 1С?</pre></blockquote><br>Да, обмен раз в сутки.<br><pre class="moz-signature" cols="72">-- \##nАнна Петрова</pre></body></html>"##
            ),
            reply: .words("Да, обмен раз в сутки."), quote: "Нужен ли обмен", signature: "Анна Петрова"),
        RussianMail(
            program: .thunderbird, about: "older wording of the attribution", charset: .koi8R,
            body: .text(
                "Понял, ждём.\n\n10.11.2026 9:41, Поддержка написал:\n> Деталь придёт во вторник.\n"),
            reply: .words("Понял, ждём."), quote: "Деталь придёт"),
        RussianMail(
            program: .thunderbird, about: "forwarded as text", subject: "Fwd: Ошибка в отчёте", encoding: .eightBit,
            body: .text(
                "Кто займётся?\n\n\n-------- Перенаправленное сообщение --------\nТема: \tОшибка в отчёте\nДата: \tMon, 9 Nov 2026 18:02:11 +0300\nОт: \tИгорь Соколов <sokolov@klient.example>\nКому: \tpetrova@zavod.example\n\n\nИтог за октябрь не сходится.\n"
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .thunderbird, about: "forwarded as HTML", subject: "Fwd: Ошибка в отчёте",
            body: .html(
                #"<html><body><p>Кто займётся?</p><div class="moz-forward-container"><br>-------- Перенаправленное сообщение --------<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" border="0"><tbody><tr><th valign="BASELINE" nowrap="nowrap" align="RIGHT">Тема: </th><td>Ошибка в отчёте</td></tr><tr><th valign="BASELINE" nowrap="nowrap" align="RIGHT">От: </th><td>Игорь Соколов &lt;sokolov@klient.example&gt;</td></tr></tbody></table><br><p>Итог за октябрь не сходится.</p></div></body></html>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .theBat, about: "greeting, interleaved answers, initials before the quote", charset: .windows1251,
            encoding: .eightBit,
            body: .text(
                """
                Здравствуйте, Поддержка.

                Вы писали 10 ноября 2026 г., 9:41:24:

                СП> Сколько лицензий вам нужно?

                Двадцать.

                СП> Нужна ли установка?

                Нет.

                -- 
                С уважением,
                 Анна                          mailto:petrova@zavod.example
                """),
            reply: .inOrder(["Здравствуйте", "Сколько лицензий", "Двадцать.", "Нужна ли установка?", "Нет."]),
            quote: "",
            signature: "С уважением, Анна mailto:petrova@zavod.example"),
        RussianMail(
            program: .theBat, about: "answer above, quote with plain marks", charset: .koi8R, encoding: .eightBit,
            body: .text(
                """
                Здравствуйте.

                Образцы получили, в пятницу дадим ответ.

                Вы писали 10 ноября 2026 г., 9:41:24:

                > Образцы отправлены курьером.
                > Накладная 550-118.
                """),
            reply: .words("Здравствуйте. Образцы получили, в пятницу дадим ответ."), quote: "Накладная 550-118"),
        RussianMail(
            program: .theBat, about: "answer below initials", charset: .windows1251, encoding: .base64,
            body: .text(
                """
                10 ноября 2026 г., 9:41:24, Вы писали:

                П> Подойдёт ли вам вторник?

                Вторник подойдёт, после обеда.
                """),
            reply: .words("Вторник подойдёт, после обеда."), quote: "Подойдёт ли вам вторник"),
        RussianMail(
            program: .theBat, about: "forwarded", subject: "Fwd: Дефект покрытия", charset: .koi8R, encoding: .eightBit,
            body: .text(
                """
                Это пересланное сообщение
                От: Игорь Соколов <sokolov@klient.example>
                Кому: petrova@zavod.example <petrova@zavod.example>
                Дата: 9 ноября 2026 г., 18:02:11
                Тема: Дефект покрытия

                ===8<==============Исходный текст сообщения===============
                Краска отходит через неделю.
                ===8<===========Конец исходного текста сообщения===========
                """),
            reply: .everything, quote: ""),
    ]
}
