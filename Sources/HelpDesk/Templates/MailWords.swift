/// The few words of mail that no template holds: states, the button, the missing subject.
struct MailWords {
    let language: Language

    private func word(_ english: String, _ russian: String) -> String { language == .russian ? russian : english }

    var viewTicket: String { word("View ticket", "Открыть заявку") }
    var notificationsPause: String {
        word("Notifications pause: too much mail", "Уведомления на паузе: слишком много писем")
    }
    func notificationsPaused(_ limit: Int) -> String {
        word(
            "You have got \(limit) notifications within an hour. So that they do not flood you, no more are sent until an hour has fewer of them. Nothing is lost: all tickets are in the inbox.",
            "За час вам пришло уведомлений: \(limit). Чтобы не засыпать вас письмами, новые не отправляются, пока их за час не станет меньше. Ничего не потеряно: все заявки во входящих."
        )
    }
    var viewMail: String { word("View the mail", "Открыть письма") }
    var noSubject: String { word("(no subject)", "(без темы)") }
    var unverified: String { word("sender not confirmed", "отправитель не подтверждён") }
    var files: String { word("Files", "Файлы") }

    func status(_ status: Status) -> String {
        switch status {
        case .open: word("Open", "Открыта")
        case .inProgress: word("In progress", "В работе")
        case .waiting: word("Waiting for you", "Ожидает вашего ответа")
        case .resolved: word("Resolved", "Решена")
        case .closed: word("Closed", "Закрыта")
        }
    }

    func priority(_ priority: Priority) -> String {
        switch priority {
        case .low: word("Low", "Низкий")
        case .medium: word("Medium", "Средний")
        case .high: word("High", "Высокий")
        case .urgent: word("Urgent", "Срочный")
        }
    }

    /// `12 KB`.
    func size(_ bytes: Int) -> String {
        if bytes < 1_000 { return "\(bytes) \(word("bytes", "байт"))" }
        if bytes < 1_000_000 { return "\(bytes / 1_000) \(word("KB", "КБ"))" }
        return "\(bytes / 1_000_000) \(word("MB", "МБ"))"
    }
}
