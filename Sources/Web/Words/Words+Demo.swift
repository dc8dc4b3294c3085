/// Words of the demo.
extension Words {
    var demo: String { say("Demo", "Демо") }
    var demoPromise: String { say("Nothing leaves this machine", "Письма не покидают этот компьютер") }
    var playCustomer: String { say("Write as a customer", "Написать как клиент") }
    var caughtMail: String { say("Caught mail", "Пойманные письма") }
    var staffInbox: String { say("Staff inbox", "Сотрудники") }
    var customerPortal: String { say("Customer portal", "Портал клиента") }

    var playCustomerShort: String { say("Write", "Написать") }
    var caughtMailShort: String { say("Mail", "Письма") }
    var staffInboxShort: String { say("Staff", "Сотрудники") }
    var customerPortalShort: String { say("Portal", "Портал") }

    var playTitle: String { say("Write an email as a customer", "Письмо от имени клиента") }
    var playHint: String {
        say(
            "It goes the way of every email: stored, read, decided about, and a ticket a moment later.",
            "Оно пройдёт путь любого письма: сохранение, разбор, решение, и через мгновение станет заявкой.")
    }
    var yourName: String { say("Name", "Имя") }
    var message: String { say("Message", "Текст") }
    var sendMail: String { say("Send the email", "Отправить письмо") }
    var lookAtTicket: String { say("Look at the ticket", "Посмотреть заявку") }
    func answering(_ subject: String) -> String { say("In answer to “\(subject)”", "В ответ на «\(subject)»") }

    var caughtTitle: String { say("Caught mail", "Пойманные письма") }
    var caughtHint: String {
        say(
            "Every email that would have been sent, newest first.",
            "Все письма, которые были бы отправлены, новые сверху.")
    }
    var nothingCaught: String { say("Nothing caught yet", "Пока ничего не поймано") }
    var nothingCaughtHint: String {
        say(
            "Write as a customer or answer a ticket: the mail shows up here.",
            "Напишите как клиент или ответьте на заявку: письмо появится здесь.")
    }
    var answerAsCustomer: String { say("Answer as the customer", "Ответить как клиент") }
    var followLink: String { say("Follow the link in the mail", "Перейти по ссылке из письма") }
    var replyAddressLabel: String { say("Reply to", "Ответ на") }
    var htmlForm: String { say("HTML", "HTML") }
    var textForm: String { say("Text", "Текст") }
}
