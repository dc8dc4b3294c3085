extension RussianMail {
    static let yandex: [RussianMail] = [
        RussianMail(
            program: .yandexWeb, about: "answer above the quote",
            body: .html(
                #"<div>Здравствуйте!</div><div> </div><div>Да, адрес верный. Когда ждать курьера?</div><div> </div><div>10.11.2026, 09:41, "Поддержка" &lt;support@desk.example&gt;:</div><blockquote><div>Добрый день, Анна!</div><div>Подтвердите, пожалуйста, адрес доставки.</div></blockquote>"#
            ),
            reply: .words("Здравствуйте! Да, адрес верный. Когда ждать курьера?"), quote: "Подтвердите, пожалуйста"),
        RussianMail(
            program: .yandexWeb, about: "signature between answer and quote, with To and Subject above the attribution",
            body: .html(
                #"<div>Акт подписали, скан во вложении.</div><div> </div><div>-- </div><div>С уважением,</div><div>Петрова Анна</div><div>ООО «Завод», +7 (343) 200-11-22</div><div> </div><div> </div><div>----------------</div><div>Кому: Анна Петрова (anna.petrova@yandex.example);</div><div>Тема: Заказ 4411;</div><div>10.11.2026, 09:41, "Поддержка" &lt;<a href="mailto:support@desk.example" rel="noopener noreferrer">support@desk.example</a>&gt;:</div><blockquote><p>Ждём подписанный акт.</p></blockquote>"#
            ),
            reply: .words("Акт подписали, скан во вложении."), quote: "Ждём подписанный акт",
            signature: "С уважением, Петрова Анна ООО «Завод», +7 (343) 200-11-22"),
        RussianMail(
            program: .yandexWeb, about: "one word",
            body: .html(
                #"<div>Да</div><div> </div><div>10.11.2026, 09:41, Поддержка &lt;support@desk.example&gt;:</div><blockquote><div>Закрываем заявку?</div></blockquote>"#
            ),
            reply: .words("Да"), quote: "Закрываем заявку"),
        RussianMail(
            program: .yandexWeb, about: "answers inside the quote",
            body: .html(
                #"<div>Ответы ниже в тексте.</div><div> </div><div>10.11.2026, 09:41, "Поддержка" &lt;support@desk.example&gt;:</div><blockquote><div>1. Какой у вас номер договора?</div></blockquote><div>Д-118/26</div><blockquote><div>2. Нужен ли подъём на этаж?</div></blockquote><div>Нет, заберём сами.</div>"#
            ),
            reply: .inOrder([
                "Ответы ниже", "1. Какой у вас номер договора?", "Д-118/26", "2. Нужен ли подъём", "Нет, заберём сами.",
            ]), quote: ""),
        RussianMail(
            program: .yandexWeb, about: "an indented list is content",
            subject: "Расчёт",
            body: .html(
                #"<div>Добрый день!</div><div>Прошу рассчитать по КМД от 12.09.2026:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>балка 20Б1 — 14 шт.</div><div>швеллер 16П — 6 шт.</div></blockquote><div>Срок — до пятницы.</div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .yandexWeb, about: "forwarded with a note",
            subject: "Fwd: Рекламация",
            body: .html(
                #"<div>Посмотрите, пожалуйста, что ответить клиенту.</div><div> </div><div>-------- Пересылаемое сообщение --------</div><div>09.11.2026, 18:02, "Игорь Соколов" &lt;sokolov@klient.example&gt;:</div><div> </div><div>Пришёл брак, две панели из десяти с трещинами.</div><div> </div><div>-------- Конец пересылаемого сообщения --------</div>"#
            ),
            reply: .everything, quote: ""),
        RussianMail(
            program: .yandexWeb, about: "plain text in KOI8-R, history in > lines", charset: .koi8R,
            encoding: .eightBit,
            body: .text(
                """
                Спасибо, всё получилось.

                10.11.2026, 09:41, "Поддержка" <support@desk.example>:
                > Здравствуйте!
                > Попробуйте очистить кэш и войти снова.
                >
                > --
                > Служба поддержки
                """),
            reply: .words("Спасибо, всё получилось."), quote: "очистить кэш"),
        RussianMail(
            program: .yandexWeb, about: "quote two deep",
            body: .html(
                #"<div>Оплатили сегодня, платёжка во вложении.</div><div><br /></div><div>10.11.2026, 09:41, "Поддержка" &lt;support@desk.example&gt;:</div><blockquote><div>Счёт действует до 15.11.</div><div> </div><div>09.11.2026, 17:20, "Анна Петрова" &lt;anna.petrova@yandex.example&gt;:</div><blockquote><div>Выставите счёт на 3 лицензии.</div></blockquote></blockquote>"#
            ),
            reply: .words("Оплатили сегодня, платёжка во вложении."), quote: "Выставите счёт"),
        RussianMail(
            program: .yandexApp, about: "app line with rule and quote",
            body: .html(
                #"<div dir="auto">Хорошо, буду ждать звонка</div><div dir="auto"><br /></div><div dir="auto">-- <br />Отправлено из мобильного приложения Яндекс Почты</div><br /><br />09:41, 10 ноября 2026 г., Поддержка &lt;support@desk.example&gt;:<br /><blockquote><div>Перезвоним вам завтра до обеда.</div></blockquote>"#
            ),
            reply: .words("Хорошо, буду ждать звонка"), quote: "Перезвоним вам завтра",
            signature: "Отправлено из мобильного приложения Яндекс Почты"),
        RussianMail(
            program: .yandexApp, about: "text and HTML, older wording of the app line",
            body: .both(
                text:
                    "Не работает, та же ошибка 502.\n\n\nОтправлено из мобильного приложения Яндекс.Почты\n\n\n09:41, 10 ноября 2026 г., \"Поддержка\" <support@desk.example>:\nМы перезапустили сервер, проверьте.\n",
                html:
                    #"<div>Не работает, та же ошибка 502.</div><div><br></div><div><br></div><div>Отправлено из мобильного приложения Яндекс.Почты</div><div><br></div><div><br></div><div>09:41, 10 ноября 2026 г., "Поддержка" &lt;support@desk.example&gt;:<br></div><blockquote class="8d2f4quote" style="border-left:1px solid #ccc;margin:0 0 0 .8ex;padding-left:1ex">Мы перезапустили сервер, проверьте.</blockquote>"#
            ),
            reply: .words("Не работает, та же ошибка 502."), quote: "перезапустили сервер",
            signature: "Отправлено из мобильного приложения Яндекс.Почты"),
        RussianMail(
            program: .yandexApp, about: "a new mail with the app line alone", subject: "Не приходит код",
            body: .text(
                "Добрый вечер, не приходит код подтверждения на номер.\n\n-- \nОтправлено из мобильного приложения Яндекс Почты"
            ),
            reply: .words("Добрый вечер, не приходит код подтверждения на номер."), quote: "",
            signature: "Отправлено из мобильного приложения Яндекс Почты"),
    ]
}
