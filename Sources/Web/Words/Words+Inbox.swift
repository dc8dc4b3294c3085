/// Words of the staff inbox: sidebar and list.
extension Words {
    var inbox: String { say("Inbox", "Входящие") }
    var views: String { say("Views", "Представления") }
    var mailboxes: String { say("Mailboxes", "Почтовые ящики") }
    var searchTickets: String { say("Search tickets", "Поиск по заявкам") }
    var found: String { say("Found", "Найдено") }
    var clearSearch: String { say("Clear the search", "Сбросить поиск") }
    var syncWithMail: String { say("Sync with mail", "Проверить почту") }
    var skipToTicket: String { say("Skip to the ticket", "К заявке") }
    var skipToContent: String { say("Skip to the content", "К содержанию") }
    var keyboard: String { say("Keyboard", "Клавиши") }
    var tickets: String { say("Tickets", "Заявки") }
    var filters: String { say("Filters", "Фильтры") }
    var anyOfThem: String { say("All", "Все") }
    var clearFilters: String { say("Clear", "Сбросить") }
    var removeFilter: String { say("Remove the filter", "Убрать фильтр") }
    var tag: String { say("Tag", "Метка") }
    var anyStatus: String { say("Any status", "Любой статус") }
    var oursLast: String { say("We wrote last:", "Последними писали мы:") }
    var unread: String { say("Unread", "Не прочитано") }

    func view(_ view: InboxView) -> String {
        switch view {
        case .mine: say("Mine", "Мои")
        case .unassigned: say("Unassigned", "Без исполнителя")
        case .open: say("Open", "Открытые")
        case .waiting: say("Waiting", "Ждут клиента")
        case .resolved: say("Resolved", "Решённые")
        case .all: say("All", "Все")
        }
    }

    func status(_ status: StatusMark) -> String {
        switch status {
        case .open: say("Open", "Открыта")
        case .inProgress: say("In progress", "В работе")
        case .waiting: say("Waiting", "Ждём клиента")
        case .resolved: say("Resolved", "Решена")
        case .closed: say("Closed", "Закрыта")
        }
    }

    func backlog(_ messages: Int) -> String { say("\(messages) to take in", "в очереди \(messages)") }
    var connecting: String { say("connecting", "подключаемся") }

    // Empty lists
    var allDone: String { say("All done", "Всё разобрано") }

    func allDoneHint(resolvedToday: Int) -> String {
        let hint = say(
            "New mail shows up here by itself, there is no need to reload.",
            "Новое письмо появится здесь само, обновлять страницу не нужно.")
        guard resolvedToday > 0 else { return hint }
        return say(
            "\(count(resolvedToday, .tickets)) resolved today. \(hint)",
            "Сегодня решено: \(count(resolvedToday, .tickets)). \(hint)")
    }

    var nothingFound: String { say("Nothing matches", "Ничего не нашлось") }
    var nothingFoundHint: String {
        say("Try fewer words, or the number of the ticket.", "Попробуйте меньше слов или номер заявки.")
    }
    var nothingFilteredHint: String {
        say("Remove a filter to see more tickets.", "Уберите один из фильтров, чтобы увидеть больше заявок.")
    }
    var clearAllFilters: String { say("Clear the filters", "Сбросить фильтры") }
    var firstRun: String { say("Ready for the first mail", "Ждём первое письмо") }
    var firstRunHint: String {
        say(
            "Write a mail to your support address. A few seconds later it is a ticket here.",
            "Напишите на адрес поддержки. Через несколько секунд письмо станет заявкой.")
    }
    var connectMailbox: String { say("Connect a mailbox", "Подключить ящик") }
    var showAllTickets: String { say("Show all tickets", "Показать все заявки") }
    var chooseTicket: String { say("Choose a ticket", "Выберите заявку") }
    var chooseTicketHint: String {
        say("J and K walk through the list, ? shows all keys.", "J и K листают список, ? показывает все клавиши.")
    }
}
