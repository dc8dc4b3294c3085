import HelpDesk

/// Words of the templates of mail.
extension Words {
    var settings: String { say("Settings", "Настройки") }
    var save: String { say("Save", "Сохранить") }
    var languageLabel: String { say("Language", "Язык") }
    func section(_ section: CompanySection) -> String {
        switch section {
        case .mailboxes: say("Mailboxes", "Почтовые ящики")
        case .team: say("Team", "Команда")
        case .categories: say("Categories", "Категории")
        case .departments: say("Departments", "Отделы")
        case .templates: say("Mail templates", "Шаблоны писем")
        }
    }

    var templatesHint: String {
        say(
            "Every email that Deskbell sends. Change the wording in each language, and preview it before it goes out.",
            "Все письма, которые пишет Deskbell. Слова можно изменить на каждом языке и увидеть письмо до отправки.")
    }
    var toCustomers: String { say("To customers", "Клиентам") }
    var toStaff: String { say("To staff", "Сотрудникам") }
    var changedByYou: String { say("changed", "изменено") }
    var backToTemplates: String { say("Back to the templates", "Назад к шаблонам") }
    var templateBody: String { say("Text", "Текст") }
    var templateBodyHint: String {
        say(
            "Markdown: **bold**, lists, links. A blank line begins a paragraph.",
            "Markdown: **жирный**, списки, ссылки. Пустая строка начинает абзац.")
    }
    var preview: String { say("Preview", "Просмотр") }
    var previewAsHTML: String { say("Preview", "Просмотр") }
    var previewAsText: String { say("As plain text", "Простым текстом") }
    var previewHint: String { say("With an invented ticket.", "На примере вымышленной заявки.") }
    var placeholders: String { say("What can be put in", "Что можно подставить") }
    var placeholdersHint: String {
        say(
            "Write it with its braces; the mail gets what is known when it is written.",
            "Пишите вместе со скобками; в письме на этом месте будет то, что известно к отправке.")
    }
    var backToStandard: String { say("Back to the standard words", "Вернуть стандартный текст") }
    var backToStandardHint: String {
        say("What you have written in this language is lost.", "Ваш текст на этом языке будет потерян.")
    }

    func template(_ kind: MailTemplate.Kind) -> String {
        switch kind {
        case .confirmation: say("Confirmation", "Подтверждение")
        case .reply: say("Reply", "Ответ")
        case .signInLink: say("Sign-in link", "Ссылка для входа")
        case .newTicket: say("New ticket", "Новая заявка")
        case .customerReply: say("Customer reply", "Ответ клиента")
        case .assignment: say("Assignment", "Назначение")
        case .mailboxNotice: say("Notice to the mailbox", "Уведомление в ящик")
        case .deliveryTrouble: say("Reply not delivered", "Ответ не доставлен")
        case .quarantine: say("Too much mail", "Слишком много писем")
        }
    }

    func templateHint(_ kind: MailTemplate.Kind) -> String {
        switch kind {
        case .confirmation:
            say("Tells the customer the number of a new ticket.", "Сообщает клиенту номер новой заявки.")
        case .reply: say("Wraps every reply of your team.", "Обрамляет каждый ответ сотрудника.")
        case .signInLink: say("Lets the customer into the portal, once.", "Один раз впускает клиента на портал.")
        case .newTicket:
            say("Tells those who want to know about a new ticket.", "Сообщает о новой заявке тем, кто этого хочет.")
        case .customerReply: say("Tells staff that a customer has answered.", "Сообщает, что клиент ответил.")
        case .assignment:
            say("Tells a colleague about a ticket assigned to them.", "Сообщает сотруднику о назначенной заявке.")
        case .deliveryTrouble:
            say(
                "Tells staff that a reply has not reached the customer.",
                "Сообщает, что ответ не дошёл до клиента.")
        case .quarantine:
            say(
                "Tells staff that mail of one sender waits because it is too much.",
                "Сообщает, что письма одного отправителя ждут в карантине: их слишком много.")
        case .mailboxNotice:
            say(
                "For a team that lives in its mail program: goes to the mailbox itself.",
                "Для команды, которая работает в почтовой программе: приходит в сам ящик.")
        }
    }

    func placeholder(_ placeholder: Placeholder) -> String {
        switch placeholder {
        case .number: say("the number of the ticket", "номер заявки")
        case .subject: say("its subject", "её тема")
        case .status: say("its status, in words", "её статус словами")
        case .priority: say("its priority, in words", "её приоритет словами")
        case .requester: say("the customer’s name, else the address", "имя клиента, а без имени адрес")
        case .from: say("who wrote, by name and address", "кто написал: имя и адрес")
        case .message: say("what was written, in a paragraph of its own", "что написано, отдельным абзацем")
        case .files:
            say(
                "names and sizes of the files, in a paragraph of their own", "имена и размеры файлов, отдельным абзацем"
            )
        case .link: say("the address of the page", "адрес страницы")
        case .button: say("the same as a button, in a paragraph of its own", "то же кнопкой, отдельным абзацем")
        case .signature: say("the mailbox’s signature, in a paragraph of its own", "подпись ящика, отдельным абзацем")
        case .agent: say("the member of staff who wrote or did it", "сотрудник, который написал или сделал")
        case .company: say("the name of the mailbox, else of the desk", "имя ящика, а без него имя службы")
        case .recipient: say("the address that mail did not reach", "адрес, до которого письмо не дошло")
        case .reason: say("the mail server’s words", "слова почтового сервера")
        case .minutes: say("for how many minutes the link is good", "сколько минут действует ссылка")
        }
    }

    /// What is wrong with a field of a template. The desk says it in English.
    func templateProblem(_ field: String, _ text: String) -> String {
        guard language == .russian else { return text.prefix(1).uppercased() + text.dropFirst() + "." }
        let name = text.firstMatch(of: /\{\{[^{}]*\}\}/).map { String($0.output) } ?? ""
        return switch text {
        case _ where text.contains("no value here"):
            "Метки \(name) здесь нет. Есть: \(text.split(separator: "There are: ").last ?? "")."
        case _ where text.contains("without “}}”"): "После «{{» не хватает «}}»."
        case _ where text.contains("inside an address"): "Внутри адреса или HTML \(name) не подставится."
        case _ where text.contains("paragraph of its own"): "Поставьте \(name) отдельным абзацем."
        case _ where text.contains("[{{number}}]"): "Нужна метка [{{number}}]: по ней ответ находит свою заявку."
        case _ where text.hasPrefix("needs"): "Нужна метка \(name)."
        default: field == "subject" ? "Нужна тема, не длиннее 300 знаков." : "Нужен текст, и не слишком длинный."
        }
    }
}
