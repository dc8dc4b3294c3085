import HelpDesk

/// Why a mail is where it is: in a sentence for the page of a mail, and in a few words for lists.
extension Words {
    func why(_ code: Reason.Code) -> String { reason(code)?.sentence ?? code.rawValue }

    /// In a few words, for a list.
    func short(_ code: Reason.Code) -> String { reason(code)?.short ?? code.rawValue }

    /// `nil` for a code without words; a test knows of none.
    func reason(_ code: Reason.Code) -> (sentence: String, short: String)? {
        let texts =
            Self.evidence[code.rawValue] ?? Self.lackOfEvidence[code.rawValue] ?? Self.otherReasons[code.rawValue]
        return texts.map { (say($0.sentence.0, $0.sentence.1), say($0.short.0, $0.short.1)) }
    }

    private typealias Texts = (sentence: (String, String), short: (String, String))

    /// Which ticket a mail belongs to.
    private static let evidence: [String: Texts] = [
        "signed_message_id": (
            ("It answers a mail that we signed and sent.", "Это ответ на наше подписанное письмо."),
            ("answers our signed mail", "ответ на наше письмо")
        ),
        "reply_address": (
            (
                "It came to the signed reply address of the ticket.",
                "Пришло на подписанный адрес для ответа по этой заявке."
            ),
            ("signed reply address", "подписанный адрес для ответа")
        ),
        "known_message_id": (
            (
                "It answers a mail that stands in the ticket, and its sender takes part in it.",
                "Это ответ на письмо из заявки, а отправитель в ней участвует."
            ),
            ("answers a mail of the ticket", "ответ на письмо из заявки")
        ),
        "body_token": (
            ("What it quotes bears our mark of the ticket.", "В цитате стоит наша метка этой заявки."),
            ("our mark in the quote", "наша метка в цитате")
        ),
        "subject_tag": (
            (
                "Its subject names the ticket, and its sender takes part in it.",
                "Номер заявки стоит в теме, а отправитель в ней участвует."
            ),
            ("number in the subject", "номер в теме")
        ),
        "ticket_header": (
            (
                "A header names the ticket, and its sender takes part in it.",
                "Заявку называет служебный заголовок, а отправитель в ней участвует."
            ),
            ("number in a header", "номер в заголовке")
        ),
        "plus_address": (
            (
                "It came to an address that names the ticket, and its sender takes part in it.",
                "Пришло на адрес с номером заявки, а отправитель в ней участвует."
            ),
            ("number in the address", "номер в адресе")
        ),
        "staff_reply": (
            (
                "A member of staff answered a notification of ours, and we know it by its signature.",
                "Сотрудник ответил на наше уведомление, это доказывает подпись."
            ),
            ("answer of staff", "ответ сотрудника")
        ),
        "mailbox_reply": (
            (
                "It answers the notification that we sent to the mailbox itself.",
                "Это ответ на уведомление, отправленное в сам ящик."
            ),
            ("answer from the mailbox", "ответ из ящика")
        ),
        "sent_by_hand": (
            (
                "Somebody wrote it to the customer in a mail program; we found it in the Sent folder.",
                "Написано клиенту в почтовой программе, найдено в папке «Отправленные»."
            ),
            ("sent from a mail program", "отправлено из почтовой программы")
        ),
        "moved_by_hand": (
            ("A colleague moved it here.", "Перенесено сюда сотрудником."), ("moved by hand", "перенесено вручную")
        ),
    ]

    /// Why a mail opened a ticket of its own.
    private static let lackOfEvidence: [String: Texts] = [
        "nothing_points_to_a_ticket": (
            ("Nothing in it points to a ticket.", "Ничто в нём не указывает на заявку."),
            ("new matter", "новое обращение")
        ),
        "sender_is_not_in_the_ticket": (
            (
                "It points to a ticket in which its sender has no part, so it stands apart; the two are linked.",
                "Указывает на заявку, в которой отправитель не участвует, поэтому стоит отдельно; они связаны."
            ),
            ("sender is not in the ticket", "отправитель не участвует в заявке")
        ),
        "token_of_somebody_else": (
            (
                "It answers a mail that we sent to somebody else, so it stands apart; the two are linked.",
                "Это ответ на письмо, отправленное другому человеку, поэтому стоит отдельно; заявки связаны."
            ),
            ("answers a mail to somebody else", "ответ на чужое письмо")
        ),
        "ticket_was_closed_too_long_ago": (
            (
                "It points to a ticket that was closed too long ago to be reopened; a new one was opened and linked to it.",
                "Указывает на заявку, закрытую слишком давно; создана новая, связанная с ней."
            ),
            ("the ticket was closed long ago", "заявка давно закрыта")
        ),
        "no_such_ticket": (
            ("It names a ticket that does not exist here.", "Называет заявку, которой здесь нет."),
            ("unknown ticket number", "неизвестный номер заявки")
        ),
        "evidence_contradicts": (
            (
                "It names several tickets, and nothing decides between them.",
                "Называет несколько заявок, и выбрать между ними нельзя."
            ),
            ("names several tickets", "названо несколько заявок")
        ),
        "forwarded_by_staff": (
            (
                "A colleague forwarded it; whoever wrote the inner mail is the customer.",
                "Переслано сотрудником; клиент здесь тот, кто написал пересланное письмо."
            ),
            ("forwarded by staff", "переслано сотрудником")
        ),
        "ticket_of_another_mailbox": (
            (
                "It names a ticket that belongs to another mailbox.",
                "Называет заявку, которая относится к другому ящику."
            ),
            ("ticket of another mailbox", "заявка другого ящика")
        ),
    ]

    private static let otherReasons: [String: Texts] = [
        "delivery_report": (
            ("A mail server reports on a mail of ours.", "Почтовый сервер сообщает о судьбе нашего письма."),
            ("report on our mail", "отчёт о нашем письме")
        ),
        "delivery_report_without_proof": (
            (
                "A mail server reports on a mail that does not prove to be ours. Nothing was changed.",
                "Почтовый сервер сообщает о письме, но ничто не доказывает, что оно наше. Ничего не изменено."
            ),
            ("report without proof", "отчёт без доказательств")
        ),
        "complaint": (
            (
                "The recipient has reported a mail of ours as spam. No automatic mail goes there any more.",
                "Получатель пожаловался на наше письмо как на спам. Автоматические письма туда больше не уходят."
            ),
            ("complaint of spam", "жалоба на спам")
        ),
        "read_receipt": (
            (
                "A mail program tells that its owner has opened our mail. Nothing else changes.",
                "Почтовая программа сообщает, что наше письмо открыли. Больше ничего не меняется."
            ),
            ("read receipt", "уведомление о прочтении")
        ),
        "same_mail": (
            (
                "The same mail is here already: it came to two mailboxes, or twice.",
                "Такое письмо уже есть: оно пришло в два ящика или дважды."
            ),
            ("is here already", "уже есть")
        ),
        "our_mail_came_back": (
            ("It is our own mail that came back.", "Это наше собственное письмо, оно вернулось."),
            ("our own mail came back", "наше письмо вернулось")
        ),
        "automatic_answer_of_staff": (
            (
                "A colleague’s mail program answered a notification by itself.",
                "Почта сотрудника сама ответила на уведомление."
            ),
            ("automatic answer of staff", "автоответ сотрудника")
        ),
        "sent_mail_of_no_ticket": (
            (
                "It was sent from a mail program and belongs to no ticket.",
                "Отправлено из почтовой программы и не относится ни к одной заявке."
            ),
            ("sent, belongs to no ticket", "отправлено, вне заявок")
        ),
        "too_many_from_one_sender": (
            (
                "Its sender has opened too many tickets within an hour. Let it in if it is no flood.",
                "Отправитель за час создал слишком много заявок. Впустите, если это не поток."
            ),
            ("too many from one sender", "слишком много от одного отправителя")
        ),
        "sender_is_blocked": (
            ("Its sender is blocked.", "Отправитель заблокирован."), ("sender is blocked", "отправитель заблокирован")
        ),
        "spam_verdict": (
            ("The mail server takes it for spam.", "Почтовый сервер считает его спамом."),
            ("spam, says the server", "спам, по мнению сервера")
        ),
        "in_junk_folder": (
            ("It lay in the junk folder.", "Лежало в папке «Спам»."), ("lay in the junk folder", "из папки «Спам»")
        ),
    ]
}
