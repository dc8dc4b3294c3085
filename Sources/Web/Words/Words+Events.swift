/// Why a mail is where it is, and what happened to a ticket.
extension Words {
    func why(_ reason: Why.Reason) -> String {
        switch reason {
        case .signedMessageID:
            say("It answers a message that we signed", "Это ответ на подписанное нами письмо")
        case .replyAddress:
            say("It came to the signed reply address of this ticket", "Пришло на подписанный адрес этой заявки")
        case .knownMessageID:
            say(
                "It answers a mail of this ticket, and its sender is in the ticket",
                "Это ответ на письмо из этой заявки, а отправитель в ней участвует")
        case .bodyToken:
            say("Our mark stands in the quoted part", "В цитате стоит наша метка")
        case .subjectTag:
            say(
                "The number stands in the subject, and the sender is in the ticket",
                "Номер стоит в теме, а отправитель участвует в заявке")
        case .hint:
            say(
                "Header or address name the ticket, and the sender is in it",
                "Заявку называет заголовок или адрес, а отправитель в ней участвует")
        case .openedTicket:
            say(
                "Nothing pointed to a ticket, so it opened this one",
                "Ничто не указывало на заявку, поэтому создана эта")
        case .senderIsNotInTheTicket:
            say(
                "It points to a ticket in which its sender has no part, so it opened this one",
                "Указывает на заявку, в которой отправитель не участвует, поэтому создана эта")
        case .ticketWasClosed:
            say(
                "The ticket it answers was closed too long ago, so it opened this one",
                "Прежняя заявка давно закрыта, поэтому создана эта")
        case .movedByHand: say("A person moved it here", "Перенесено сотрудником")
        case .portal: say("It was written in the portal", "Написано на портале")
        case .api: say("It came by the API", "Пришло через API")
        }
    }

    /// A sentence without its doer, who follows after a dot: the Russian verb would need a gender.
    func event(_ kind: EventLine.Kind) -> String {
        switch kind {
        case .opened(let channel):
            say("Opened: \(self.channel(channel))", "Создана: \(self.channel(channel).lowercased())")
        case .replied: say("Answered", "Ответ")
        case .noted: say("Note added", "Добавлена заметка")
        case .status(let from, let to): "\(changeStatus): \(status(from)) → \(status(to))"
        case .assigned(let name): "\(assignee): \(name ?? nobody)"
        case .priority(let to): say("Priority: \(priority(to))", "Приоритет: \(priority(to).lowercased())")
        case .category(let to): "\(category): \(to ?? "–")"
        case .subject(let to): say("New subject: “\(to)”", "Новая тема: «\(to)»")
        case .tags(let to): say("Tags: ", "Метки: ") + (to.isEmpty ? "–" : to.joined(separator: ", "))
        case .autoReplySent: say("Confirmation sent to the customer", "Клиенту отправлено подтверждение")
        case .rated(let stars): say("Rated \(stars) of 5", "Оценка \(stars) из 5")
        }
    }
}
