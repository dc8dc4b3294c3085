extension RussianMail {
    static let gmail: [RussianMail] = [
        RussianMail(
            program: .gmailWeb, about: "answer, signature with prefix, quote",
            body: .both(
                text:
                    "Добрый день, оплата прошла.\n\n-- \nАнна Петрова\nООО \"Завод\"\n\n\nвт, 10 нояб. 2026 г. в 09:41, Поддержка <support@desk.example>:\n\n> Ждём оплату до пятницы.\n>\n",
                html:
                    #"<div dir="ltr"><div>Добрый день, оплата прошла.</div><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Анна Петрова<div>ООО "Завод"</div></div></div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">вт, 10 нояб. 2026 г. в 09:41, Поддержка &lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">Ждём оплату до пятницы.</div></blockquote></div>"#
            ),
            reply: .words("Добрый день, оплата прошла."), quote: "Ждём оплату", signature: "Анна Петрова ООО \"Завод\""),
        RussianMail(
            program: .gmailWeb, about: "plain text whose attribution is wrapped", encoding: .quotedPrintable,
            body: .text(
                """
                Подскажите, а если без НДС?

                вт, 10 нояб. 2026 г. в 09:41, Служба поддержки пользователей Деск <
                support@desk.example>:

                > Стоимость с НДС 118 000 ₽.
                """),
            reply: .words("Подскажите, а если без НДС?"), quote: "Стоимость с НДС"),
        RussianMail(
            program: .gmailWeb, about: "wording of older years",
            body: .text(
                """
                Ок

                10 ноября 2026 г., 9:41 пользователь Поддержка <support@desk.example>
                написал:

                > Высылаю договор.
                """),
            reply: .words("Ок"), quote: "Высылаю договор"),
        RussianMail(
            program: .gmailWeb, about: "answers between the quotes",
            body: .both(
                text:
                    "вт, 10 нояб. 2026 г. в 09:41, Поддержка <support@desk.example>:\n\n> Сколько сотрудников?\n>\n\n48\n\n\n> Нужен ли сервер у вас?\n>\n\nДа, свой.\n",
                html:
                    #"<div dir="ltr"><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">вт, 10 нояб. 2026 г. в 09:41, Поддержка &lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"><div>Сколько сотрудников?</div></blockquote><div><br></div><div>48</div><div> </div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"><div>Нужен ли сервер у вас?</div></blockquote><div>Да, свой.</div></div></div>"#
            ),
            reply: .inOrder(["Сколько сотрудников?", "48", "Нужен ли сервер у вас?", "Да, свой."]), quote: ""),
        RussianMail(
            program: .gmailWeb, about: "classes prefixed by the sender's webmail",
            body: .html(
                #"<div dir="ltr">Всё верно, подтверждаю.</div><br><div class="m_-8812034gmail_quote"><div dir="ltr" class="m_-8812034gmail_attr">вт, 10 нояб. 2026 г. в 09:41, Поддержка &lt;support@desk.example&gt;:<br></div><blockquote class="m_-8812034gmail_quote" style="margin:0 0 0 .8ex">Проверьте состав заказа.</blockquote></div>"#
            ),
            reply: .words("Всё верно, подтверждаю."), quote: "Проверьте состав"),
        RussianMail(
            program: .gmailWeb, about: "forwarded", subject: "Fwd: Вопрос по гарантии",
            body: .both(
                text:
                    "---------- Forwarded message ---------\nОт: Игорь Соколов <sokolov@klient.example>\nDate: пн, 9 нояб. 2026 г. в 18:02\nSubject: Вопрос по гарантии\nTo: Анна Петрова <anna.petrova@gmail.example>\n\n\nСколько действует гарантия?\n",
                html:
                    #"<div dir="ltr"><br><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>От: <strong class="gmail_sendername" dir="auto">Игорь Соколов</strong> <span dir="auto">&lt;<a href="mailto:sokolov@klient.example">sokolov@klient.example</a>&gt;</span><br>Date: пн, 9 нояб. 2026 г. в 18:02<br>Subject: Вопрос по гарантии<br>To: Анна Петрова &lt;anna.petrova@gmail.example&gt;<br></div><br><br>Сколько действует гарантия?</div></div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .gmailWeb, about: "a blockquote of the sender's own is content", subject: "Текст для сайта",
            body: .html(
                #"<div dir="ltr"><div>На главной сейчас написано:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>Доставка за 3 дня</div></blockquote><div>Поменяйте на «за 2 дня».</div></div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .gmailApp, about: "app, no signature",
            body: .both(
                text:
                    "Да, удобно\n\nвт, 10 нояб. 2026 г., 09:41 Поддержка <support@desk.example>:\n\n> Удобно ли вам завтра в 12?\n>\n",
                html:
                    #"<div dir="auto">Да, удобно</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">вт, 10 нояб. 2026 г., 09:41 Поддержка &lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">Удобно ли вам завтра в 12?</blockquote></div>"#
            ),
            reply: .words("Да, удобно"), quote: "Удобно ли вам"),
        RussianMail(
            program: .gmailApp, about: "plain text without an empty line above the quote",
            body: .text(
                "А можно самовывоз?\nвт, 10 нояб. 2026 г., 09:41 Поддержка <support@desk.example>:\n> Доставка 500 рублей.\n"
            ),
            reply: .words("А можно самовывоз?"), quote: "Доставка 500"),
        RussianMail(
            program: .gmailApp, about: "our own marker inside the quote",
            body: .html(
                #"<div dir="auto">Готова принять товар в четверг.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">вт, 10 нояб. 2026 г., 09:41 Поддержка &lt;support@desk.example&gt;:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>-- Ответьте выше этой линии / reply above this line --</div><div>Когда примете товар?</div></blockquote></div>"#
            ),
            reply: .words("Готова принять товар в четверг."), quote: "Когда примете товар"),
    ]
}
