extension RussianMail {
    /// Word's way to write a mail, cut to what matters.
    private static func word(_ paragraphs: String) -> String {
        ##"<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta name=Generator content="Microsoft Word 15 (filtered medium)"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style></head><body lang=RU link="#0563C1" vlink="#954F72"><div class=WordSection1>"##
            + paragraphs + "</div></body></html>"
    }

    static let outlook: [RussianMail] = [
        RussianMail(
            program: .outlook, about: "header block under a rule",
            body: .both(
                text: """
                    Добрый день!

                    Оборудование получили, документы в порядке.

                    С уважением,
                    Анна Петрова

                    From: Поддержка [mailto:support@desk.example]
                    Sent: Tuesday, November 10, 2026 9:41 AM
                    To: Петрова Анна <petrova@zavod.example>
                    Subject: Заказ 4411

                    Просим подтвердить получение.
                    """,
                html: word(
                    #"<p class=MsoNormal>Добрый день!<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Оборудование получили, документы в порядке.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>С уважением,<o:p></o:p></p><p class=MsoNormal>Анна Петрова<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b><span lang=EN-US>From:</span></b><span lang=EN-US> Поддержка [mailto:support@desk.example] <br><b>Sent:</b> Tuesday, November 10, 2026 9:41 AM<br><b>To:</b> Петрова Анна &lt;petrova@zavod.example&gt;<br><b>Subject:</b> Заказ 4411<o:p></o:p></span></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Просим подтвердить получение.<o:p></o:p></p>"#
                )),
            reply: .words("Добрый день! Оборудование получили, документы в порядке. С уважением, Анна Петрова"),
            quote: "Просим подтвердить"),
        RussianMail(
            program: .outlook, about: "Russian block, colour of Outlook 2010", charset: .windows1251,
            encoding: .quotedPrintable,
            body: .html(
                word(
                    #"<p class=MsoNormal><span style='color:#1F497D'>Коллеги, счёт № 118 оплачен вчера.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>От:</b> Поддержка [mailto:support@desk.example] <br><b>Отправлено:</b> 10 ноября 2026 г. 9:41<br><b>Кому:</b> Петрова Анна<br><b>Тема:</b> Счёт<o:p></o:p></p></div><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Напоминаем об оплате счёта.<o:p></o:p></p>"#
                )),
            reply: .words("Коллеги, счёт № 118 оплачен вчера."), quote: "Напоминаем об оплате"),
        RussianMail(
            program: .outlook, about: "plain text, block in Russian", charset: .koi8R, encoding: .base64,
            body: .text(
                """
                Нет, ошибка осталась. Скриншот приложила.

                Анна Петрова
                Экономист

                От: Поддержка [mailto:support@desk.example]
                Отправлено: 10 ноября 2026 г. 9:41
                Кому: Петрова Анна
                Тема: Ошибка при проведении

                Обновление установлено, проверьте.
                """),
            reply: .words("Нет, ошибка осталась. Скриншот приложила. Анна Петрова Экономист"),
            quote: "Обновление установлено"),
        RussianMail(
            program: .outlook, about: "separator of plain text mails", charset: .windows1251, encoding: .eightBit,
            body: .text(
                """
                Принято, ждём в среду.

                -----Исходное сообщение-----
                От: Поддержка [mailto:support@desk.example]
                Отправлено: 10 ноября 2026 г. 9:41
                Кому: Петрова Анна
                Тема: Выезд инженера

                Инженер может приехать в среду.
                """),
            reply: .words("Принято, ждём в среду."), quote: "Инженер может приехать"),
        RussianMail(
            program: .outlook, about: "English separator, Russian text", charset: .windows1251, encoding: .base64,
            body: .text(
                """
                Вариант 2.

                -----Original Message-----
                From: Поддержка [mailto:support@desk.example]
                Sent: Tuesday, November 10, 2026 9:41 AM
                To: Петрова Анна
                Subject: Варианты

                1) заменить, 2) вернуть деньги
                """),
            reply: .words("Вариант 2."), quote: "вернуть деньги"),
        RussianMail(
            program: .outlook, about: "closing, disclaimer, block with a copy",
            body: .html(
                word(
                    #"<p class=MsoNormal>Прошу перенести на 16:00.<o:p></o:p></p><p class=MsoNormal><i><span style='font-size:8.0pt;color:gray'>Настоящее сообщение и приложения к нему конфиденциальны и предназначены исключительно для адресата. Если вы получили его по ошибке, сообщите отправителю и удалите его.<o:p></o:p></span></i></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>От:</b> Поддержка &lt;support@desk.example&gt; <br><b>Отправлено:</b> вторник, 10 ноября 2026 г. 9:41<br><b>Кому:</b> Петрова Анна &lt;petrova@zavod.example&gt;<br><b>Копия:</b> Сидоров Пётр &lt;sidorov@zavod.example&gt;<br><b>Тема:</b> Созвон<o:p></o:p></p></div></div><p class=MsoNormal>Созвон сегодня в 15:00.<o:p></o:p></p>"#
                )),
            reply: .words(
                "Прошу перенести на 16:00. Настоящее сообщение и приложения к нему конфиденциальны и предназначены исключительно для адресата. Если вы получили его по ошибке, сообщите отправителю и удалите его."
            ), quote: "Созвон сегодня"),
        RussianMail(
            program: .outlook, about: "a table of date, place and contact is content", subject: "Монтаж",
            body: .html(
                word(
                    #"<p class=MsoNormal>Просим согласовать монтаж.<o:p></o:p></p><table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0><tr><td><p class=MsoNormal><b>Дата:</b></p></td><td><p class=MsoNormal>12 ноября 2026 г.</p></td></tr><tr><td><p class=MsoNormal><b>Место:</b></p></td><td><p class=MsoNormal>цех 3</p></td></tr><tr><td><p class=MsoNormal><b>Контакт:</b></p></td><td><p class=MsoNormal>Сидоров, +7 900 000-00-00</p></td></tr></table><p class=MsoNormal>Пропуск закажем.<o:p></o:p></p>"#
                )),
            reply: .everything, quote: ""),
        RussianMail(
            program: .outlook, about: "the block stands inside a blue border",
            body: .html(
                word(
                    #"<p class=MsoNormal>См. ниже.<o:p></o:p></p><div style='border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt'><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Поддержка &lt;support@desk.example&gt; <br><b>Sent:</b> Tuesday, November 10, 2026 9:41 AM<br><b>To:</b> Петрова Анна<br><b>Subject:</b> Вопросы<o:p></o:p></p></div></div><p class=MsoNormal>Какая версия?<o:p></o:p></p></div>"#
                )),
            reply: .words("См. ниже."), quote: "Какая версия"),
        RussianMail(
            program: .outlook, about: "rule of underscores above the block", encoding: .eightBit,
            body: .text(
                """
                Добрый день. Согласовано.
                ________________________________
                От: Поддержка <support@desk.example>
                Отправлено: вторник, 10 ноября 2026 г. 9:41:12
                Кому: Петрова Анна
                Тема: Согласование

                Прошу согласовать график.
                """),
            reply: .words("Добрый день. Согласовано."), quote: "Прошу согласовать"),
        RussianMail(
            program: .outlookWeb, about: "appendonsend, rule, block",
            body: .html(
                ##"<html><head><style type="text/css" style="display:none"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr"><div class="elementToProof" style="font-family: Aptos, Calibri; font-size: 12pt;">Добрый день,</div><div class="elementToProof"><br></div><div class="elementToProof">доступ появился, спасибо.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000"><b>От:</b> Поддержка &lt;support@desk.example&gt;<br><b>Отправлено:</b> 10 ноября 2026 г. 9:41<br><b>Кому:</b> Петрова Анна &lt;petrova@zavod.example&gt;<br><b>Тема:</b> Доступ</font><div>&nbsp;</div></div><div>Доступ выдан.</div></body></html>"##
            ),
            reply: .words("Добрый день, доступ появился, спасибо."), quote: "Доступ выдан"),
        RussianMail(
            program: .outlookWeb, about: "own signature block",
            body: .html(
                #"<html><body dir="ltr"><div>Во вложении.</div><div><br></div><div id="Signature"><div>Анна Петрова</div><div>инженер ПТО</div></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>От:</b> Поддержка<br><b>Отправлено:</b> 10 ноября 2026 г. 9:41<br><b>Кому:</b> Петрова<br><b>Тема:</b> Схема</div><div>Пришлите схему.</div></body></html>"#
            ),
            reply: .words("Во вложении."), quote: "Пришлите схему", signature: "Анна Петрова инженер ПТО"),
        RussianMail(
            program: .outlookWeb, about: "ids prefixed on the way",
            body: .html(
                #"<html><body><div class="x_elementToProof">Не подходит, нужна версия для Linux.</div><div id="x_appendonsend"></div><hr tabindex="-1" style="display:inline-block; width:98%"><div id="x_divRplyFwdMsg" dir="ltr"><b>От:</b> Поддержка<br><b>Отправлено:</b> 10 ноября 2026 г. 9:41<br><b>Кому:</b> Петрова<br><b>Тема:</b> Версия</div><div>Вот установщик.</div></body></html>"#
            ),
            reply: .words("Не подходит, нужна версия для Linux."), quote: "Вот установщик"),
        RussianMail(
            program: .outlookMobile, about: "telephone line and reference container",
            body: .html(
                #"<html><body><div dir="ltr"><div style="direction: ltr;">Буду на месте к 11</div><div><br></div><div id="ms-outlook-mobile-signature"><div style="direction: ltr;">Отправлено из <a href="https://aka.ms/o0ukef">Outlook для iOS</a></div></div></div><div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>От:</b> Поддержка &lt;support@desk.example&gt;<br><b>Отправлено:</b> Tuesday, November 10, 2026 9:41:12 AM<br><b>Кому:</b> Петрова Анна &lt;petrova@zavod.example&gt;<br><b>Тема:</b> Выезд</div><div>Мастер выехал.</div></div></body></html>"#
            ),
            reply: .words("Буду на месте к 11"), quote: "Мастер выехал", signature: "Отправлено из Outlook для iOS"),
        RussianMail(
            program: .outlookMobile, about: "plain text", encoding: .quotedPrintable,
            body: .text(
                """
                Спасибо!

                Скачать Outlook для Android<https://aka.ms/AAb9ysg>
                ________________________________
                From: Поддержка <support@desk.example>
                Sent: Tuesday, November 10, 2026 9:41:12 AM
                To: Петрова Анна <petrova@zavod.example>
                Subject: Выезд

                Готово, принимайте работу.
                """),
            reply: .words("Спасибо!"), quote: "принимайте работу",
            signature: "Скачать Outlook для Android<https://aka.ms/AAb9ysg>"),
        RussianMail(
            program: .outlook, about: "forwarded with a note", subject: "FW: Претензия",
            body: .html(
                word(
                    #"<p class=MsoNormal>Прошу взять в работу.<o:p></o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>От:</b> Игорь Соколов &lt;sokolov@klient.example&gt; <br><b>Отправлено:</b> 9 ноября 2026 г. 18:02<br><b>Кому:</b> Петрова Анна<br><b>Тема:</b> Претензия<o:p></o:p></p></div></div><p class=MsoNormal>Направляем претензию № 9.<o:p></o:p></p>"#
                )),
            reply: .everything, quote: ""),
    ]
}
