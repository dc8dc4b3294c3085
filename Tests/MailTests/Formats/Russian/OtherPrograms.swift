extension RussianMail {
    static let others: [RussianMail] = [
        RussianMail(
            program: .roundcube, about: "attribution with the date last", encoding: .eightBit,
            body: .text(
                "Проверили, письма доходят.\n\nПоддержка писал 2026-11-10 09:41:\n> Исправили запись SPF.\n> Проверьте, пожалуйста.\n"
            ),
            reply: .words("Проверили, письма доходят."), quote: "Исправили запись SPF"),
        RussianMail(
            program: .roundcube, about: "both genders, answer below", encoding: .eightBit,
            body: .text("Поддержка писал(а) 10.11.2026 09:41:\n> Какой хостинг?\n\nСвой сервер.\n"),
            reply: .words("Свой сервер."), quote: "Какой хостинг"),
        RussianMail(
            program: .zimbra, about: "separator and block", encoding: .quotedPrintable,
            body: .both(
                text:
                    "Добрый день! Согласовано.\n\n----- Исходное сообщение -----\nОт: \"Поддержка\" <support@desk.example>\nКому: \"Анна Петрова\" <petrova@zavod.example>\nОтправленные: Вторник, 10 Ноябрь 2026 г 9:41:12\nТема: Смета\n\nСогласуйте смету.\n",
                html:
                    #"<html><body><div style="font-family: arial; font-size: 12pt"><div>Добрый день! Согласовано.</div><br><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>От: </b>"Поддержка" &lt;support@desk.example&gt;<br><b>Кому: </b>"Анна Петрова" &lt;petrova@zavod.example&gt;<br><b>Отправленные: </b>Вторник, 10 Ноябрь 2026 г 9:41:12<br><b>Тема: </b>Смета<br></div><br><div data-marker="__QUOTED_TEXT__"><div>Согласуйте смету.</div></div></div></body></html>"#
            ),
            reply: .words("Добрый день! Согласовано."), quote: "Согласуйте смету"),
        RussianMail(
            program: .samsung, about: "app line, separator, block",
            body: .html(
                #"<html><body><div dir="auto">Завтра оплачу</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">Отправлено с устройства Galaxy</div></div><div dir="auto"><br></div><div><br></div><div style="font-size:100%;color:#000000" dir="auto"><!-- originalMessage --><div>-------- Исходное сообщение --------</div><div>От: Поддержка &lt;support@desk.example&gt; </div><div>Дата: 10.11.2026  09:41  (GMT+03:00) </div><div>Кому: anna.petrova@mail.example </div><div>Тема: Счёт </div><div><br></div></div><div>Счёт ещё не оплачен.</div></body></html>"#
            ),
            reply: .words("Завтра оплачу"), quote: "Счёт ещё не оплачен", signature: "Отправлено с устройства Galaxy"),
        RussianMail(
            program: .samsung, about: "plain text with the maker's line",
            body: .text(
                "Ок, спасибо\n\n\nОтправлено со смартфона Samsung Galaxy.\n\n-------- Исходное сообщение --------\nОт: Поддержка <support@desk.example>\nДата: 10.11.2026 09:41 (GMT+03:00)\nКому: anna.petrova@mail.example\nТема: Готово\n\nГотово, проверяйте.\n"
            ),
            reply: .words("Ок, спасибо"), quote: "Готово, проверяйте",
            signature: "Отправлено со смартфона Samsung Galaxy."),
        RussianMail(
            program: .evolution, about: "weekday, time with its zone", encoding: .eightBit,
            body: .text(
                "Да, воспроизводится.\n\nВ Вт, 10/11/2026 в 09:41 +0300, Поддержка пишет:\n> Ошибка повторяется?\n"),
            reply: .words("Да, воспроизводится."), quote: "Ошибка повторяется"),
        RussianMail(
            program: .emClient, about: "separator with a short block",
            body: .text(
                "Удобно в 14:30.\n\n------ Исходное сообщение ------\nОт \"Поддержка\" <support@desk.example>\nКому petrova@zavod.example\nДата 10.11.2026 9:41:12\nТема Звонок\n\nКогда вам позвонить?\n"
            ),
            reply: .words("Удобно в 14:30."), quote: "Когда вам позвонить"),
        RussianMail(
            program: .evolution, about: "Ukrainian wording",
            body: .text(
                "Дякую, працює.\n\nвт, 10 лист. 2026 р. о 09:41 Підтримка <support@desk.example> пише:\n\n> Спробуйте ще раз.\n"
            ),
            reply: .words("Дякую, працює."), quote: "Спробуйте ще раз"),
        RussianMail(
            program: .gmailApp, about: "our own marker, wrapped by a plain-text program",
            body: .text(
                "Принято\n\n> -- Ответьте выше этой линии / reply above this\n> line --\n>\n> Работы начнутся в понедельник.\n"
            ),
            reply: .words("Принято"), quote: "Работы начнутся"),
        RussianMail(
            program: .yandexWeb, about: "our own marker below an answer, no quote marks",
            body: .html(
                #"<div>Перенесите на четверг, пожалуйста.</div><div> </div><div>-- Ответьте выше этой линии / reply above this line --</div><div>Мастер придёт в среду.</div>"#
            ),
            reply: .words("Перенесите на четверг, пожалуйста."), quote: "Мастер придёт"),
    ]

    /// What only looks like history or a signature.
    static let lookAlikes: [RussianMail] = [
        RussianMail(
            program: .theBat, about: "a list below a sentence with a date", subject: "Расчёт", charset: .windows1251,
            encoding: .eightBit,
            body: .text("Прошу рассчитать по КМД от 12.09.2026:\n\n  балка 20Б1 - 14 шт.\n  швеллер 16П - 6 шт.\n"),
            reply: .everything, quote: ""),
        RussianMail(
            program: .gmailWeb, about: "an appointment with its agenda", subject: "Совещание",
            body: .text("Совещание завтра в 10:00, повестка:\n\n> бюджет\n> найм\n\nЖдём всех."), reply: .everything,
            quote: ""),
        RussianMail(
            program: .yandexWeb, about: "an address before an indented block", subject: "Документы",
            body: .html(
                #"<div>Присылайте на docs@zavod.example:</div><blockquote><div>скан паспорта</div><div>ИНН</div></blockquote>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .outlook, about: "dashes, stars and a table of text", subject: "Список работ", encoding: .eightBit,
            body: .text(
                """
                Список работ:
                - демонтаж
                - монтаж
                ---
                Итого: 120 000

                | Позиция | Цена |
                |---------|------|
                | Кабель  | 900  |
                ***
                Пароль: *****
                """),
            reply: .everything, quote: ""),
        RussianMail(
            program: .mailRuWeb, about: "from and to of a route", subject: "Перевозка", charset: .koi8R,
            body: .text(
                "Нужна перевозка.\n\nОт: склад, Екатеринбург\nКому: магазин, Пермь\nДата: 12.11.2026\n\nВес 2 т."),
            reply: .everything, quote: ""),
        RussianMail(
            program: .gmailApp, about: "a last line that begins like a telephone's", subject: "Где посылка",
            body: .text(
                "Где моя посылка?\n\nОтправлено с курьером в понедельник, 9 ноября, трек 80088123456789, и с тех пор тишина."
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .thunderbird, about: "a closing formula is no signature", encoding: .eightBit,
            body: .text("Документы отправила почтой.\n\nС уважением,\nАнна Петрова\n+7 (343) 200-11-22\n"),
            reply: .everything, quote: ""),
        RussianMail(
            program: .gmailWeb, about: "somebody wrote, within a sentence",
            body: .text(
                "10 ноября ваш менеджер написал: ждите звонка. Никто не позвонил. 11.11.2026 в 10:00 я позвонила сама:\nответа нет.\n"
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .yandexWeb, about: "a form with labels",
            subject: "Заявка с сайта",
            body: .html(
                #"<table><tr><td>Дата:</td><td>10.11.2026</td></tr><tr><td>Тема:</td><td>Обучение</td></tr><tr><td>Кому:</td><td>отдел кадров</td></tr><tr><td>Телефон:</td><td>+7 900 000-00-00</td></tr></table><div>Прошу перезвонить.</div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .roundcube, about: "a citation of a rule without an attribution",
            body: .text("В инструкции сказано:\n> не включать прибор мокрым\n\nА у нас он под навесом, это опасно?"),
            reply: .everything, quote: ""),
        RussianMail(
            program: .outlookWeb, about: "a log with times", subject: "Журнал",
            body: .html(
                #"<div>Журнал за вчера:</div><div>09.11.2026 10:02 вход admin@zavod.example: отказ</div><div>09.11.2026 10:03 вход admin@zavod.example: успех</div><div>Что это было?</div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .iPhone, about: "a mail that quotes what a bank said", subject: "Банк",
            body: .html(
                #"<html><body dir="auto"><div>Банк пишет вот что:</div><blockquote><div>Платёж отклонён получателем</div></blockquote><div>Почему?</div></body></html>"#
            ),
            reply: .everything, quote: ""),
    ]

    static let all = yandex + mailRu + outlook + gmail + apple + thunderbird + others + lookAlikes
}
