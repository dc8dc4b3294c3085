/// Words of staff sign-in and of the first start.
extension Words {
    var workAddress: String { say("Work e-mail", "Рабочая почта") }
    var wrongSignIn: String { say("Address or password do not match.", "Почта или пароль не подходят.") }
    /// How long to wait, after "in": nobody counts 3,517 seconds.
    func wait(_ seconds: Int) -> String {
        seconds < 120 ? count(seconds, .seconds) : count((seconds + 59) / 60, .minutes)
    }
    func tooManyAttempts(seconds: Int) -> String {
        say(
            "Too many attempts. Try again in \(wait(seconds)).",
            "Слишком много попыток. Повторите через \(wait(seconds)).")
    }
    var areYouCustomer: String { say("Are you a customer?", "Вы клиент?") }
    var yourTicketsHere: String { say("Your tickets are here", "Ваши заявки здесь") }
    var noPassword: String { say("no password needed.", "пароль не нужен.") }
    var demoAccount: String {
        say(
            "This is the demo. The account is filled in: just sign in.",
            "Это демо. Учётная запись уже вписана: просто войдите.")
    }

    var welcomeTitle: String { say("Welcome to Deskbell", "Добро пожаловать в Deskbell") }
    func welcomeHint(_ address: String?) -> String {
        guard let address else {
            return say(
                "You are the first one here, and become the owner of this desk.",
                "Вы здесь первый и станете владельцем этой службы поддержки.")
        }
        return say("Choose a password for \(address).", "Придумайте пароль для \(address).")
    }
    var newPassword: String { say("New password", "Новый пароль") }
    var repeatPassword: String { say("The same once more", "Ещё раз") }
    var passwordHint: String {
        say("A few words in a row are safer than one odd word.", "Несколько слов подряд надёжнее одного мудрёного.")
    }
    func passwordTooShort(_ minimum: Int) -> String {
        let characters = Noun(english: ("character", "characters"), russian: ("знак", "знака", "знаков"))
        return say("At least \(count(minimum, characters)), please.", "Нужно не меньше \(minimum) знаков.")
    }
    var passwordsDiffer: String { say("The two are not the same.", "Пароли не совпадают.") }
    var start: String { say("Begin", "Начать") }
    var welcomeExpired: String {
        say(
            "This link was used, or it is too old. “deskbell init” prints a new one.",
            "Эта ссылка использована или устарела. Новую напечатает «deskbell init».")
    }
}
