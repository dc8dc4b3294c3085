extension MailTemplate {
    /// The words of the code, which hold as long as nobody has written others.
    public static func standard(_ kind: Kind, _ language: Language) -> MailTemplate {
        let (subject, body) = language == .russian ? russian(kind) : english(kind)
        return MailTemplate(kind: kind, language: language, subject: subject, body: body, isChanged: false)
    }

    private static func english(_ kind: Kind) -> (subject: String, body: String) {
        switch kind {
        case .confirmation:
            (
                "[{{number}}] {{subject}}",
                """
                Thank you for your message. We have received it and will answer soon.

                Ticket number: {{number}}
                Subject: {{subject}}
                Status: {{status}}

                Please keep the ticket number in the subject line when you answer.

                {{button}}
                """
            )
        case .reply: ("Re: [{{number}}] {{subject}}", replyBody)
        case .signInLink:
            (
                "Your sign-in link",
                """
                To sign in, open this link. It works once, within {{minutes}} minutes:

                {{link}}

                If you did not ask for it, do nothing.
                """
            )
        case .newTicket, .mailboxNotice:
            ("[{{number}}] {{subject}}", englishNotice("New support ticket {{number}}"))
        case .customerReply:
            ("Re: [{{number}}] {{subject}}", englishNotice("{{requester}} has answered in ticket {{number}}"))
        case .deliveryTrouble:
            (
                "Not delivered: [{{number}}] {{subject}}",
                """
                The answer in ticket {{number}} has not reached {{recipient}}:

                > {{reason}}

                Look at the ticket: there it can be sent again, also to a corrected address.

                {{button}}
                """
            )
        case .quarantine:
            (
                "Too much mail from {{from}}",
                """
                {{from}} writes more than one person does: a machine, or two that answer each other.

                Deskbell has stopped answering. What comes from there now waits in quarantine until somebody looks at it; \
                nothing is lost.

                {{button}}

                You hear of this sender once a day at most.
                """
            )
        case .assignment:
            ("Re: [{{number}}] {{subject}}", englishNotice("{{agent}} has assigned ticket {{number}} to you"))
        }
    }

    private static func englishNotice(_ news: String) -> String {
        """
        **\(news)**

        From: {{from}}
        Subject: {{subject}}
        Message:

        {{message}}

        {{files}}

        Reply to this email to add an answer to the ticket. The customer will get it.

        Ticket ID: {{number}}

        {{button}}
        """
    }

    private static func russian(_ kind: Kind) -> (subject: String, body: String) {
        switch kind {
        case .confirmation:
            (
                "[{{number}}] {{subject}}",
                """
                Спасибо за обращение. Мы его получили и скоро ответим.

                Номер заявки: {{number}}
                Тема: {{subject}}
                Статус: {{status}}

                Отвечая, сохраните, пожалуйста, номер заявки в теме письма.

                {{button}}
                """
            )
        case .reply: ("Re: [{{number}}] {{subject}}", replyBody)
        case .signInLink:
            (
                "Вход в поддержку",
                """
                Чтобы войти, откройте ссылку. Она действует {{minutes}} минут и только один раз:

                {{link}}

                Если вы не просили о входе, ничего не делайте.
                """
            )
        case .newTicket, .mailboxNotice:
            ("[{{number}}] {{subject}}", russianNotice("Новый тикет поддержки {{number}}"))
        case .customerReply:
            ("Re: [{{number}}] {{subject}}", russianNotice("{{requester}}: новый ответ в тикете {{number}}"))
        case .deliveryTrouble:
            (
                "Не доставлено: [{{number}}] {{subject}}",
                """
                Ответ в тикете {{number}} не дошёл до {{recipient}}:

                > {{reason}}

                Откройте тикет: там ответ можно отправить ещё раз, в том числе на исправленный адрес.

                {{button}}
                """
            )
        case .quarantine:
            (
                "Слишком много писем: {{from}}",
                """
                {{from}}: писем больше, чем пишет один человек. Обычно это робот или два робота, которые отвечают друг другу.

                Deskbell больше им не отвечает. Новые письма оттуда ждут в карантине, пока на них не посмотрят; \
                ничего не потеряно.

                {{button}}

                Об этом отправителе мы сообщаем не чаще раза в сутки.
                """
            )
        case .assignment:
            ("Re: [{{number}}] {{subject}}", russianNotice("Вам назначен тикет {{number}} ({{agent}})"))
        }
    }

    private static func russianNotice(_ news: String) -> String {
        """
        **\(news)**

        От: {{from}}
        Тема: {{subject}}
        Сообщение:

        {{message}}

        {{files}}

        Ответьте на это письмо, чтобы добавить ответ в тикет. Его получит клиент.

        Ticket ID: {{number}}

        {{button}}
        """
    }

    private static let replyBody = "{{message}}\n\n{{signature}}\n\n{{button}}"
}
