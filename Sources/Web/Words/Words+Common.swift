import HelpDesk

/// Words that many pages share.
extension Words {
    var send: String { say("Send", "Отправить") }
    var cancel: String { say("Cancel", "Отмена") }
    var search: String { say("Search", "Поиск") }
    var signIn: String { say("Sign in", "Войти") }
    var signOut: String { say("Sign out", "Выйти") }
    var email: String { say("E-mail address", "Электронная почта") }
    var password: String { say("Password", "Пароль") }
    var files: String { say("Files", "Файлы") }
    var attachFiles: String { say("Attach files", "Прикрепить файлы") }
    var back: String { say("Back", "Назад") }
    var more: String { say("More", "Ещё") }
    var nobody: String { say("Nobody", "Никто") }
    var subject: String { say("Subject", "Тема") }
    var from: String { say("From", "От") }
    var to: String { say("To", "Кому") }
    var signature: String { say("Signature", "Подпись") }
    var quotedMail: String { say("Quoted mail", "Цитата") }
    var conversation: String { say("Conversation", "Переписка") }
    var account: String { say("Account", "Учётная запись") }
    var appearance: String { say("Appearance", "Оформление") }
    var showMore: String { say("Show more", "Показать ещё") }
    var newerOnTop: String { say("Back to the newest", "К самым новым") }
    var fileLimit: String { say("up to 25 MB each", "каждый до 25 МБ") }
    var removeFile: String { say("Remove", "Убрать") }
    var fileTooLarge: String { say("is too large", "слишком большой") }
    var home: String { say("To the start page", "На главную") }

    func theme(_ theme: Reader.Theme) -> String {
        switch theme {
        case .system: say("As the system", "Как в системе")
        case .light: say("Light", "Светлое")
        case .dark: say("Dark", "Тёмное")
        }
    }

    func channel(_ channel: ChannelMark) -> String {
        switch channel {
        case .email: say("E-mail", "Почта")
        case .portal: say("Portal", "Портал")
        case .api: say("API", "API")
        case .phone: say("Phone", "Телефон")
        case .telegram: say("Telegram", "Телеграм")
        case .bitrix: say("Bitrix24", "Битрикс24")
        }
    }

    /// The categories that set-up makes have words in both languages; an owner's own are called what they are called.
    func categoryName(_ name: String) -> String {
        guard language == .russian else { return name }
        return switch name {
        case "Support": "Поддержка"
        case "Bug": "Ошибка"
        case "Feature": "Пожелание"
        case "Billing": "Оплата"
        case "General": "Общее"
        default: name
        }
    }

    /// The same for the words beside them.
    func categoryDescription(_ description: String) -> String {
        guard language == .russian else { return description }
        return switch description {
        case "Questions and help": "Вопросы и помощь"
        case "Something does not work": "Что-то не работает"
        case "A wish or an idea": "Пожелания и идеи"
        case "Invoices and payments": "Счета и платежи"
        case "Everything else": "Всё остальное"
        default: description
        }
    }

    func priority(_ priority: PriorityMark) -> String {
        switch priority {
        case .low: say("Low", "Низкий")
        case .medium: say("Normal", "Обычный")
        case .high: say("High", "Высокий")
        case .urgent: say("Urgent", "Срочный")
        }
    }

    func notice(_ notice: Notice) -> String {
        switch notice {
        case .replied: say("Your answer is on its way.", "Ответ отправляется.")
        case .noted: say("Note added. Only staff see it.", "Заметка добавлена. Её видят только сотрудники.")
        case .statusChanged: say("Status changed.", "Статус изменён.")
        case .assigned: say("Assignee changed.", "Исполнитель изменён.")
        case .ticketCreated:
            say(
                "We have your ticket. An email with its number is on its way.",
                "Заявка у нас. Письмо с её номером уже отправлено.")
        case .closed: say("The ticket is closed.", "Заявка закрыта.")
        case .reopened: say("The ticket is open again.", "Заявка снова открыта.")
        case .synced(0, 0): say("The mailbox holds nothing new.", "В почте ничего нового.")
        case .synced(let created, let appended): synced(created: created, appended: appended)
        case .syncFailed:
            say(
                "The mailbox cannot be reached. The foot of the sidebar says why.",
                "Почта недоступна. Причина внизу слева.")
        case .mailPlayed: say("The email has arrived and was taken in.", "Письмо пришло и обработано.")
        case .signedOut: say("You are signed out.", "Вы вышли.")
        default: settled(notice)
        }
    }

    private func synced(created: Int, appended: Int) -> String {
        let answers = Noun(english: ("answer", "answers"), russian: ("ответ", "ответа", "ответов"))
        let new = Noun(
            english: ("new ticket", "new tickets"), russian: ("новая заявка", "новые заявки", "новых заявок"))
        let parts = [(created, new), (appended, answers)].filter { $0.0 > 0 }.map { count($0.0, $0.1) }
        return say("Fetched: ", "Получено: ") + parts.joined(separator: ", ")
    }
}
