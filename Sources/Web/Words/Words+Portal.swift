import HelpDesk

/// Words of the customers' pages. Plain, and nothing of how a desk works inside.
extension Words {
    var myTickets: String { say("My tickets", "Мои заявки") }
    var newTicket: String { say("New ticket", "Новая заявка") }
    var searchMine: String { say("Number or words", "Номер или слова из переписки") }
    var allStatuses: String { say("All", "Все") }
    var show: String { say("Show", "Показать") }
    var you: String { say("You", "Вы") }
    var forStaff: String { say("For staff", "Для сотрудников") }

    /// What a state means for the one who asked.
    func plainStatus(_ status: StatusMark) -> String {
        switch status {
        case .open: say("Received, we will answer soon", "Получена, скоро ответим")
        case .inProgress: say("We are working on it", "Мы работаем над этим")
        case .waiting: say("Waiting for your answer", "Ждём вашего ответа")
        case .resolved: say("Solved", "Решена")
        case .closed: say("Closed", "Закрыта")
        }
    }

    func mailWorksToo(_ tickets: Int) -> String {
        let total = count(tickets, .tickets)
        return say(
            "\(total). You can also reply to our emails: your reply lands here.",
            "\(total). Ответить можно и просто письмом: ответ на наше письмо попадёт сюда.")
    }

    var noTickets: String { say("No tickets yet", "Заявок пока нет") }
    var noTicketsHint: String {
        say("Write to us: we reply here and by email.", "Напишите нам, мы ответим здесь и письмом.")
    }

    // New ticket
    var howCanWeHelp: String { say("How can we help?", "Чем помочь?") }
    var whatHappened: String { say("What happened?", "Что случилось?") }
    var whatHappenedHint: String {
        say("An order number or a picture helps, if you have one.", "Поможет номер заказа или снимок, если они есть.")
    }
    var topic: String { say("Topic", "О чём речь") }
    var howUrgent: String { say("How urgent is it?", "Насколько срочно?") }
    var dropFiles: String { say("Drop files here, or choose them", "Перетащите файлы сюда или выберите") }
    var whatNext: String { say("What happens next?", "Что дальше?") }
    var whatNextHint: String {
        say(
            "You get an email with the number right away. Our reply comes by email and shows up here.",
            "Сразу придёт письмо с номером. Ответ придёт письмом и появится здесь.")
    }

    // Conversation
    var writeAnswer: String { say("Write an answer…", "Напишите ответ…") }
    var closeTicket: String { say("Close the ticket", "Закрыть заявку") }
    var reopenTicket: String { say("Open it again", "Открыть снова") }
    var weGotIt: String { say("We have your ticket and will answer soon", "Мы получили вашу заявку и скоро ответим") }
    var solvedHint: String {
        say(
            "The ticket is solved. Write if something is left: it opens again",
            "Заявка решена. Напишите, если что\u{2011}то осталось: она откроется снова")
    }
    var closedHint: String {
        say("The ticket is closed. An answer opens it again", "Заявка закрыта. Ответ откроет её снова")
    }
    var closedForGood: String {
        say(
            "The ticket was closed a while ago. Please open a new one",
            "Заявка давно закрыта. Создайте, пожалуйста, новую")
    }

    // Sign-in
    var portalSignInTitle: String { say("Your tickets", "Ваши заявки") }
    var portalSignInHint: String {
        say(
            "Enter the address you wrote to us from. We’ll send you a link, no password needed.",
            "Укажите адрес, с которого вы нам писали. Мы пришлём ссылку, пароль не нужен.")
    }
    var sendLink: String { say("Send me a link", "Прислать ссылку") }
    var badAddress: String {
        say(
            "This is not an e-mail address, for example anna@example.com",
            "Это не похоже на адрес, например anna@example.com")
    }
    var areYouStaff: String { say("Do you work here?", "Сотрудник?") }
    var staffSignIn: String { say("Staff sign-in", "Вход для сотрудников") }
    var linkSentTitle: String { say("Check your inbox", "Проверьте почту") }
    func linkSent(to address: String) -> (before: String, after: String) {
        language == .russian
            ? ("Если мы знаем этот адрес, ссылка уже отправлена на ", ".")
            : ("If we know this address, a link is on its way to ", ".")
    }
    func linkValid(minutes: Int) -> String {
        say(
            "It works once, within \(count(minutes, .minutes)). Nothing there? Check your spam folder.",
            "Она действует один раз в течение \(minutes)\u{a0}\(minutes % 10 == 1 && minutes % 100 != 11 ? "минуты" : "минут"). Нет письма? Загляните в «Спам»."
        )
    }
    var anotherAddress: String { say("Use another address", "Указать другой адрес") }
    var openCaughtMail: String { say("Demo: read the email", "Демо: открыть письмо") }
    var enterTitle: String { say("Welcome back", "С возвращением") }
    var enterHint: String { say("One click, and you are in.", "Одно нажатие, и вы внутри.") }
    var linkExpiredTitle: String { say("This link no longer works", "Эта ссылка больше не действует") }
    var linkExpiredHint: String {
        say(
            "Links work once and not for long. Ask for a new one.",
            "Ссылки действуют один раз и недолго. Запросите новую.")
    }
    var askNewLink: String { say("Send a new link", "Прислать новую ссылку") }
}
