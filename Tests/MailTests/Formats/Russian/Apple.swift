extension RussianMail {
    static let apple: [RussianMail] = [
        RussianMail(
            program: .iPhone, about: "one word, telephone line, quote",
            body: .both(
                text:
                    "Да\n\nОтправлено с iPhone\n\n> 10 нояб. 2026 г., в 09:41, Поддержка <support@desk.example> написал(а):\n> \n> \u{FEFF}Можно закрыть заявку?\n",
                html:
                    #"<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">Да<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Отправлено с iPhone</div><div dir="ltr"><br><blockquote type="cite">10 нояб. 2026 г., в 09:41, Поддержка &lt;support@desk.example&gt; написал(а):<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿Можно закрыть заявку?</div></blockquote></body></html>"#
            ),
            reply: .words("Да"), quote: "Можно закрыть заявку", signature: "Отправлено с iPhone"),
        RussianMail(
            program: .iPhone, about: "plain text alone", encoding: .quotedPrintable,
            body: .text(
                "Спасибо большое, всё работает!\n\nОтправлено с iPad\n\n> 10 нояб. 2026 г., в 9:41, Поддержка <support@desk.example> написала:\n> \n> Перезагрузите роутер.\n"
            ),
            reply: .words("Спасибо большое, всё работает!"), quote: "Перезагрузите роутер",
            signature: "Отправлено с iPad"),
        RussianMail(
            program: .iPhone, about: "no telephone line, attribution unquoted",
            body: .text(
                "Цвет белый, 2 штуки.\n\n10 нояб. 2026 г., в 09:41, Поддержка <support@desk.example> написал(а):\n\n\u{FEFF}Какой цвет и сколько?\n"
            ),
            reply: .words("Цвет белый, 2 штуки."), quote: "Какой цвет"),
        RussianMail(
            program: .iPhone, about: "answer below the quote",
            body: .html(
                #"<html><body dir="auto"><div dir="ltr"><blockquote type="cite">10 нояб. 2026 г., в 09:41, Поддержка &lt;support@desk.example&gt; написал(а):<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">Назовите серийный номер.</div></blockquote><div><br></div><div>SN 77-1182-A</div></body></html>"#
            ),
            reply: .words("SN 77-1182-A"), quote: "Назовите серийный номер"),
        RussianMail(
            program: .iPhone, about: "a new mail with the telephone line alone", subject: "Сломался замок",
            body: .both(
                text: "Замок не открывается, я у двери.\n\nОтправлено с iPhone",
                html:
                    #"<html><body dir="auto">Замок не открывается, я у двери.<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Отправлено с iPhone</div></body></html>"#
            ),
            reply: .words("Замок не открывается, я у двери."), quote: "", signature: "Отправлено с iPhone"),
        RussianMail(
            program: .appleMail, about: "attribution inside the quote",
            body: .both(
                text:
                    "Коллеги, приложила акт сверки.\n\nАнна\n\n> 10 нояб. 2026 г., в 09:41, Поддержка <support@desk.example> написал(а):\n> \n> Пришлите акт сверки за октябрь.\n> \n\n",
                html:
                    #"<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">Коллеги, приложила акт сверки.<div><br></div><div>Анна<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>10 нояб. 2026 г., в 09:41, Поддержка &lt;support@desk.example&gt; написал(а):</div><br class="Apple-interchange-newline"><div><div>Пришлите акт сверки за октябрь.</div></div></blockquote></div><br></div></body></html>"#
            ),
            reply: .words("Коллеги, приложила акт сверки. Анна"), quote: "Пришлите акт сверки"),
        RussianMail(
            program: .appleMail, about: "answers between the quotes",
            body: .html(
                #"<html><body><div><blockquote type="cite"><div>10 нояб. 2026 г., в 09:41, Поддержка &lt;support@desk.example&gt; написал(а):</div><br class="Apple-interchange-newline"><div>Какой этаж?</div></blockquote><div><br></div>Пятый.<div><br></div><blockquote type="cite"><div>Есть ли грузовой лифт?</div></blockquote><div><br></div>Есть.</div></body></html>"#
            ),
            reply: .inOrder(["Какой этаж?", "Пятый.", "Есть ли грузовой лифт?", "Есть."]), quote: ""),
        RussianMail(
            program: .appleMail, about: "forwarded", subject: "Fwd: Договор аренды",
            body: .both(
                text:
                    "Прошу проверить.\n\n> Начало переадресованного сообщения:\n> \n> От: Игорь Соколов <sokolov@klient.example>\n> Тема: Договор аренды\n> Дата: 9 ноября 2026 г. в 18:02:11 GMT+3\n> Кому: petrova@zavod.example\n> \n> Высылаю договор на подпись.\n",
                html:
                    #"<html><body>Прошу проверить.<br><div><br><blockquote type="cite"><div>Начало переадресованного сообщения:</div><br class="Apple-interchange-newline"><div style="margin: 0px;"><span><b>От: </b></span><span>Игорь Соколов &lt;<a href="mailto:sokolov@klient.example">sokolov@klient.example</a>&gt;<br></span></div><div style="margin: 0px;"><span><b>Тема: </b></span><span><b>Договор аренды</b><br></span></div><div style="margin: 0px;"><span><b>Дата: </b></span><span>9 ноября 2026 г. в 18:02:11 GMT+3<br></span></div><div style="margin: 0px;"><span><b>Кому: </b></span><span>petrova@zavod.example<br></span></div><br><div>Высылаю договор на подпись.</div></blockquote></div></body></html>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .appleMail, about: "signature with a rule below the answer", charset: .koi8R,
            body: .text(
                "Отгрузка подтверждена.\n\n-- \nАнна Петрова\nлогистика\n\n> 10 нояб. 2026 г., в 09:41, Поддержка <support@desk.example> написал(а):\n> \n> Подтвердите отгрузку.\n"
            ),
            reply: .words("Отгрузка подтверждена."), quote: "Подтвердите отгрузку", signature: "Анна Петрова логистика"),
    ]
}
