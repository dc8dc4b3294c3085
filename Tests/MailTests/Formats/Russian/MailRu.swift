extension RussianMail {
    static let mailRu: [RussianMail] = [
        RussianMail(
            program: .mailRuWeb, about: "answer, signature widget, quote with the attribution inside",
            body: .both(
                text:
                    "\nДобрый день! Подходит, оформляйте.\n \n--\nАнна Петрова\n \n \n>Вторник, 10 ноября 2026, 09:41 +03:00 от Поддержка <support@desk.example>:\n> \n>Есть модель на замену, цена та же.",
                html:
                    #"<HTML><BODY><div>Добрый день! Подходит, оформляйте.</div><div>&nbsp;</div><div data-signature-widget="container"><div data-signature-widget="content"><div>--<br>Анна Петрова</div></div></div><div>&nbsp;</div><div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 10 ноября 2026, 09:41 +03:00 от Поддержка &lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt;:<br>&nbsp;<div id=""><div class="js-helper js-readmsg-msg"><style type="text/css"></style><div><div id="style_17943087310000000456_BODY"><div class="cl_530419"><p>Есть модель на замену, цена та же.</p></div></div></div></div></div></blockquote></BODY></HTML>"#
            ),
            reply: .words("Добрый день! Подходит, оформляйте."), quote: "Есть модель на замену",
            signature: "Анна Петрова"),
        RussianMail(
            program: .mailRuWeb, about: "signature below the collapsed quote",
            body: .html(
                #"<HTML><BODY><div>Во вложении карточка предприятия.</div><div>&nbsp;</div><div class="mail-quote-collapse"><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">Вторник, 10 ноября 2026, 9:41 +03:00 от Поддержка &lt;support@desk.example&gt;:<br>&nbsp;<div>Пришлите реквизиты для договора.</div></blockquote></div><div>&nbsp;</div><div data-signature-widget="container"><div data-signature-widget="content"><div>С уважением,<br>Анна Петрова<br>главный бухгалтер</div></div></div><div>&nbsp;</div></BODY></HTML>"#
            ),
            reply: .words("Во вложении карточка предприятия."), quote: "Пришлите реквизиты",
            signature: "С уважением, Анна Петрова главный бухгалтер"),
        RussianMail(
            program: .mailRuWeb, about: "classes rewritten by a webmail on the way",
            body: .html(
                #"<div class="mr_css_attr"><div>Нет, спасибо, уже не нужно.</div><div>&nbsp;</div><div class="mail-quote-collapse_mr_css_attr"><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;" class="mr_css_attr">Вторник, 10 ноября 2026, 9:41 от Поддержка &lt;support@desk.example&gt;:<br><div>Заказать вам второй экземпляр?</div></blockquote></div></div>"#
            ),
            reply: .words("Нет, спасибо, уже не нужно."), quote: "Заказать вам второй экземпляр"),
        RussianMail(
            program: .mailRuWeb, about: "plain text alone, windows-1251", charset: .windows1251, encoding: .eightBit,
            body: .text(
                """
                Здравствуйте.
                Ключ пришёл, спасибо!

                Tue, 10 Nov 2026 09:41:12 +0300 от Поддержка <support@desk.example>:
                > Ключ отправлен на вашу почту повторно.
                """),
            reply: .words("Здравствуйте. Ключ пришёл, спасибо!"), quote: "Ключ отправлен"),
        RussianMail(
            program: .mailRuWeb, about: "marks of text, no blank after >", charset: .koi8R, encoding: .quotedPrintable,
            body: .text(
                "Прошу продлить ещё на месяц.\n\n\n>Понедельник, 9 ноября 2026, 17:03 +03:00 от Поддержка <support@desk.example>:\n>\n>Срок поддержки истекает 15 ноября.\n>\n>--\n>Отдел продлений\n"
            ),
            reply: .words("Прошу продлить ещё на месяц."), quote: "Срок поддержки истекает"),
        RussianMail(
            program: .mailRuWeb, about: "answer below the quote",
            body: .html(
                #"<HTML><BODY><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 10 ноября 2026, 09:41 +03:00 от Поддержка &lt;support@desk.example&gt;:<br>&nbsp;<div>Сколько рабочих мест?</div></blockquote><div>&nbsp;</div><div>Двенадцать.</div></BODY></HTML>"#
            ),
            reply: .words("Двенадцать."), quote: "Сколько рабочих мест"),
        RussianMail(
            program: .mailRuWeb, about: "forwarded", subject: "Fwd: Доступ к порталу",
            body: .html(
                #"<HTML><BODY><div>Коллеги, это к вам.</div><div>&nbsp;</div><div>-------- Пересылаемое сообщение --------<br>От кого: Игорь Соколов &lt;sokolov@klient.example&gt;<br>Кому: Анна Петрова &lt;anna.petrova@mail.example&gt;<br>Дата: Понедельник, 9 ноября 2026, 18:02 +03:00<br>Тема: Доступ к порталу<br>&nbsp;<div>Не могу войти на портал со вчерашнего дня.</div></div></BODY></HTML>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .mailRuWeb, about: "nothing new but the quote", subject: "Re: Заказ 4411",
            body: .html(
                #"<HTML><BODY><div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 10 ноября 2026, 09:41 +03:00 от Поддержка &lt;support@desk.example&gt;:<br>&nbsp;<div>Подтвердите получение.</div></blockquote></BODY></HTML>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .mailRuApp, about: "answer, app signature, quote",
            body: .html(
                #"<html><head></head><body><div>Получила, всё целое 👍</div><div id="mail-app-auto-default-signature"><div><br>--<br>Отправлено из <a href="https://trk.mail.example/c/zzm979">Mail</a> для Android</div></div><div id="composeWebView_previouse_content">вторник, 10 ноября 2026г., 09:41 +03:00 от Поддержка <a href="mailto:support@desk.example">support@desk.example</a>:<br><br><blockquote id="mail-app-auto-quote" style="border-left:1px solid #005FF9;margin:10px;padding:0 0 0 10px;"><div>Посылка вручена?</div></blockquote></div></body></html>"#
            ),
            reply: .words("Получила, всё целое 👍"), quote: "Посылка вручена",
            signature: "Отправлено из Mail для Android"),
        RussianMail(
            program: .mailRuApp, about: "answer and signature of the older app",
            body: .html(
                #"<div id="composeWebView_editable_content" data-mailruapp-compose-id="composeWebView_editable_content"><div>Завтра после 18 удобно.<br></div><div id="mail-app-auto-signature"><br><br>С уважением, Анна<br>Отправлено из Почты Mail.ru</div></div><div id="composeWebView_previouse_content" data-mailruapp-compose-id="composeWebView_previouse_content"><br>вторник, 10 ноября 2026 г., 09:41 +0300 от support@desk.example &lt;support@desk.example&gt;:<br><blockquote id="mail-app-auto-quote" cite="17943087310000000456">Во сколько вам привезти заказ?</blockquote></div>"#
            ),
            reply: .words("Завтра после 18 удобно."), quote: "Во сколько вам привезти",
            signature: "С уважением, Анна Отправлено из Почты Mail.ru"),
        RussianMail(
            program: .mailRuApp, about: "a forward has the marks of an answer", subject: "Fwd: Накладная",
            body: .html(
                #"<div id="composeWebView_editable_content"><div>Проверьте накладную</div></div><div id="composeWebView_previouse_content"><br>-------- Пересылаемое сообщение --------<br>От: Игорь Соколов &lt;sokolov@klient.example&gt;<br>Кому: anna.petrova@mail.example<br>Дата: понедельник, 9 ноября 2026 г., 18:02 +0300<br>Тема: Накладная<br><blockquote id="mail-app-auto-quote">Накладная 77 с ошибкой в сумме.</blockquote></div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .mailRuApp, about: "plain text with the app line",
            body: .text(
                "Нет\n\n--\nОтправлено из мобильной Почты Mail.ru\nвторник, 10 ноября 2026 г., 09:41 +03:00 от Поддержка <support@desk.example>:\n\n> Осталась ли ошибка после обновления?\n"
            ),
            reply: .words("Нет"), quote: "Осталась ли ошибка", signature: "Отправлено из мобильной Почты Mail.ru"),
    ]
}
