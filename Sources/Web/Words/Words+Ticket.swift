/// Words of the open ticket: head, conversation, composer, details.
extension Words {
    var ticket: String { say("Ticket", "Заявка") }
    var details: String { say("Details", "Подробности") }
    var backToTicket: String { say("Back to the ticket", "К заявке") }
    var copyNumber: String { say("Copy the number", "Скопировать номер") }
    var copied: String { say("Copied", "Скопировано") }
    var resolve: String { say("Resolve", "Решить") }
    var reopen: String { say("Reopen", "Открыть снова") }
    var changeStatus: String { say("Status", "Статус") }
    var assignee: String { say("Assignee", "Исполнитель") }
    var unassigned: String { say("Unassigned", "Без исполнителя") }
    var assignToMe: String { say("Assign to me", "Взять себе") }
    func me(_ name: String) -> String { say("\(name) (you)", "\(name) (вы)") }
    func backTo(_ view: InboxView) -> String { say("Back to “\(self.view(view))”", "Назад к «\(self.view(view))»") }
    func continues(_ number: String) -> String { say("continues \(number)", "продолжает \(number)") }

    func statusChoice(_ status: StatusMark) -> String {
        status == .waiting ? say("Waiting for the customer", "Ждём клиента") : self.status(status)
    }

    // Messages
    var noteForStaff: String { say("Note, staff only", "Заметка, только для сотрудников") }
    func toWhom(_ name: String) -> String { say("to \(name)", "кому: \(name)") }
    var whyHere: String { say("why here?", "почему здесь?") }
    var whyTitle: String { say("Why is this here?", "Почему это здесь?") }
    var asText: String { say("Text", "Текст") }
    var asSent: String { say("As sent", "Как прислали") }
    var showAs: String { say("Show as", "Показать как") }
    var remoteImagesBlocked: String {
        say("Pictures from other servers are not loaded.", "Картинки с других серверов не загружены.")
    }
    var loadImages: String { say("Load pictures", "Загрузить картинки") }
    func mailFrom(_ name: String) -> String { say("Mail from \(name)", "Письмо: \(name)") }
    var emptyMessage: String { say("(no text)", "(без текста)") }

    // Delivery
    var queued: String { say("Will be sent at once", "Отправляется") }
    /// The beginning alone: the script counts on from there.
    var sendsIn: String { say("Sends in", "Уйдёт через") }
    func sendsIn(_ seconds: Int) -> String { "\(sendsIn) \(secondsShort(seconds))" }
    var undo: String { say("Undo", "Отменить") }
    var tooLate: String {
        say("Too late: the answer is on its way.", "Поздно: ответ уже ушёл клиенту.")
    }
    var alreadyTakenBack: String { say("That answer has been taken back already.", "Этот ответ уже отозван.") }
    var keyUndo: String { say("Undo sending", "Отменить отправку") }
    func sent(_ server: String?) -> String {
        guard let server else { return say("Sent", "Отправлено") }
        return say("Sent, the server says: \(server)", "Отправлено, ответ сервера: \(server)")
    }
    var opened: String { say("opened", "открыто") }
    func deferred(_ reason: String) -> String {
        say("Not accepted yet, will be tried again: \(reason)", "Пока не приняли, попробуем ещё: \(reason)")
    }
    func bounced(_ reason: String) -> String { say("Returned: \(reason)", "Вернулось: \(reason)") }
    func failed(_ reason: String) -> String { say("Could not be sent: \(reason)", "Не отправлено: \(reason)") }
    func unknownDelivery(_ reason: String) -> String {
        say("Perhaps delivered, nobody knows: \(reason)", "Возможно, доставлено, точно не известно: \(reason)")
    }
    var portalOnly: String {
        say("Shown in the portal: there is no email address", "Видно на портале: адреса почты нет")
    }

    // Composer
    var answer: String { say("Answer", "Ответ") }
    var reply: String { say("Reply", "Ответ") }
    var note: String { say("Note", "Заметка") }
    var addNote: String { say("Add note", "Добавить заметку") }
    var neverMailed: String { say("Staff only, never mailed", "Только для сотрудников") }
    var writeHere: String { say("Write a reply", "Напишите ответ") }
    var text: String { say("Text", "Текст") }
    func sendAndSet(_ status: StatusMark) -> String {
        let russian =
            switch status {
            case .open: "Отправить, оставить открытой"
            case .inProgress: "Отправить, заявка в работе"
            case .waiting: "Отправить и ждать клиента"
            case .resolved: "Отправить и решить"
            case .closed: "Отправить, заявка закрыта"
            }
        return say("Send, set \(self.status(status))", russian)
    }
    var sendOtherwise: String { say("Send and set another status", "Отправить и выбрать другой статус") }
    var draftKept: String { say("Draft kept", "Черновик сохранён") }
    var sending: String { say("Sending…", "Отправляется…") }

    var nothingToSend: String {
        say(
            "Nothing to send yet: write something or add a file.",
            "Отправлять пока нечего: напишите что-нибудь или добавьте файл.")
    }
    /// After the names of those who have answered.
    var answeredWhileTyping: String {
        say(
            "has just answered. Read that before you send yours.",
            "– только что отправлен ответ. Прочтите его, прежде чем отправить свой.")
    }
    func answeredMeanwhile(by name: String) -> String {
        say(
            "\(name) has answered meanwhile. Read that first; send again if yours is still needed.",
            "\(name): пока вы писали, ответ уже отправлен. Прочитайте его; если ваш всё ещё нужен, отправьте снова.")
    }

    var tooMuchToSend: String {
        say(
            "Too large to send: a text may have 1 MB, a file 25 MB, all together 50 MB. Your text is still here.",
            "Слишком много: текст может быть до 1 МБ, один файл до 25 МБ, все вместе до 50 МБ. Ваш текст остался здесь."
        )
    }
    var notSent: String {
        say("Could not be sent. Your text is still here.", "Не удалось отправить. Ваш текст остался здесь.")
    }

    // Details
    var customer: String { say("Customer", "Клиент") }
    var properties: String { say("Properties", "Свойства") }
    var history: String { say("History", "История") }
    var otherTickets: String { say("Other tickets", "Другие заявки") }
    var category: String { say("Category", "Категория") }
    var department: String { say("Department", "Отдел") }
    var mailbox: String { say("Mailbox", "Ящик") }
    var channelLabel: String { say("Channel", "Канал") }
    var copyTo: String { say("Cc", "Копия") }
    var createdLabel: String { say("Created", "Создана") }
    var firstAnswer: String { say("First answer", "Первый ответ") }
    var resolvedLabel: String { say("Resolved", "Решена") }

    func customerSummary(tickets: Int, since year: Int?) -> String {
        let tickets = count(tickets, .tickets)
        guard let year else { return tickets }
        return say("since \(year), \(tickets)", "с \(year) года, \(tickets)")
    }

    // Keys
    var keyNext: String { say("Next and previous ticket", "Следующая и предыдущая заявка") }
    var keyOpen: String { say("Open", "Открыть") }
    var keyBack: String { say("Back to the list", "Назад к списку") }
    var keyFirst: String { say("Search", "Поиск") }
    var keySend: String { say("Send", "Отправить") }
    var keyMe: String { say("Assign to me", "Взять себе") }
    var keyHelp: String { say("This help", "Эта справка") }
    var close: String { say("Close", "Закрыть") }
}
