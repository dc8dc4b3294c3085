/// Words of a person's own page: what to be told by mail, and the password.
extension Words {
    var profile: String { say("My profile", "Мой профиль") }

    var mailToMe: String { say("Mail to me", "Письма мне") }
    func mailToMeHint(_ address: String) -> String {
        say(
            "Goes to \(address). A reply to such an email goes to the customer.",
            "Приходят на \(address). Ответ на такое письмо уходит клиенту.")
    }
    var noAddressForMail: String {
        say("There is no address to which it could go.", "Нет адреса, на который их отправлять.")
    }
    func news(_ kind: String) -> String {
        switch kind {
        case "new_ticket": say("New tickets", "Новые заявки")
        case "customer_reply": say("Customer replies", "Ответы клиентов")
        case "assignment": say("Tickets assigned to me", "Назначенные мне заявки")
        case "quarantine": say("Too much mail from one sender", "Слишком много писем от одного отправителя")
        default: kind
        }
    }
    func newsHint(_ kind: String) -> String {
        switch kind {
        case "new_ticket": say("Every ticket that is opened.", "Каждая созданная заявка.")
        case "customer_reply":
            say(
                "In my tickets, and in unassigned ones if “New tickets” is on.",
                "В моих заявках, а если включены «Новые заявки», то и в заявках без исполнителя.")
        case "quarantine":
            say("It waits in quarantine. Told once a day at most.", "Они ждут в карантине. Не чаще раза в сутки.")
        case "assignment": say("When a colleague assigns a ticket to me.", "Когда коллега назначает заявку мне.")
        default: ""
        }
    }

    // The password
    var passwordTitle: String { say("Password", "Пароль") }
    var passwordChangeHint: String {
        say(
            "Once it is changed, every other device where you are signed in has to sign in again.",
            "После смены на всех других устройствах нужно будет войти заново.")
    }
    var currentPassword: String { say("Current password", "Текущий пароль") }
    var wrongPassword: String { say("This is not your current password.", "Это не ваш текущий пароль.") }
    var changePassword: String { say("Change the password", "Сменить пароль") }
}
