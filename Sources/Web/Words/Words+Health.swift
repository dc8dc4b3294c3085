/// Words about how a mailbox does, and what to do about it.
extension Words {
    func fetched(_ span: String) -> String { say("Fetched \(span) ago.", "Проверен \(span) назад.") }
    func behindSentence(_ count: Int) -> String {
        say(
            "\(self.count(count, .mails)) fetched and not yet taken in; it is being worked through.",
            "\(self.count(count, .mails)) в очереди на разбор, она движется.")
    }
    func noMailSince(_ time: String) -> String { say("No mail since \(time).", "Нет почты с \(time).") }
    var neverConnected: String { say("No connection yet.", "Подключиться ещё не удалось.") }
    var consentIsLost: String {
        say(
            "The provider no longer lets Deskbell in: somebody has to sign in there again.",
            "Почтовая служба больше не пускает Deskbell: нужно снова войти у неё.")
    }
    var isPaused: String { say("Paused: no mail is fetched.", "На паузе: почта не забирается.") }
    var pausedShort: String { say("paused", "на паузе") }
    func sendingStopped(_ count: Int) -> String {
        say(
            "Sending has stopped. Waiting here: \(self.count(count, .mails)).",
            "Отправка остановилась. Ждут здесь: \(self.count(count, .mails)).")
    }
    var connectingSentence: String { say("Connecting…", "Подключаемся…") }
    var accountRefused: String {
        say("The server takes no mail from this account.", "Сервер не принимает почту от этой учётной записи.")
    }
    func sendingRests(until time: String) -> String {
        say("Next try: \(time).", "Следующая попытка: \(time).")
    }
    var notSending: String { say("not sending", "не отправляет") }
    var lastFetchLabel: String { say("Last fetch", "Проверен") }
    var tokenLabel: String { say("Access until", "Доступ до") }
    var openMailbox: String { say("Open the mailbox", "Открыть ящик") }

    /// Two or three words for a narrow place.
    func short(_ trouble: MailTrouble) -> String {
        switch trouble {
        case .password: say("password refused", "пароль не подошёл")
        case .certificate: say("not trusted", "нет доверия")
        case .unreachable: say("unreachable", "недоступен")
        case .unknownHost: say("no such host", "нет такого сервера")
        case .slow: say("no answer", "не отвечает")
        case .folder: say("no such folder", "нет папки")
        case .consent: say("sign in again", "войдите снова")
        case .full: say("no room", "нет места")
        case .other: say("has a problem", "есть проблема")
        }
    }

    /// What is wrong, and what to do.
    func advice(_ trouble: MailTrouble) -> String {
        switch trouble {
        case .password:
            say(
                "The server refuses the password. Most providers want an app password, and IMAP switched on.",
                "Сервер не принимает пароль. Обычно нужен пароль приложения и включённый IMAP.")
        case .certificate:
            say(
                "The connection cannot be encrypted safely. Check the host name; a certificate of your own goes into TLS_CA_FILE.",
                "Не удаётся надёжно зашифровать соединение. Проверьте имя сервера; свой сертификат указывают в TLS_CA_FILE."
            )
        case .unreachable:
            say(
                "The server does not take the connection. Check host and port, and whether a firewall is between.",
                "Сервер не принимает соединение. Проверьте сервер и порт, и нет ли между вами брандмауэра.")
        case .unknownHost:
            say("There is no server of that name. Check the host.", "Сервера с таким именем нет. Проверьте имя.")
        case .slow:
            say(
                "The server does not answer in time. It is tried again by itself.",
                "Сервер не отвечает вовремя. Попытка повторится сама.")
        case .folder:
            say("A folder is missing. Check its name.", "Нет нужной папки. Проверьте её имя.")
        case .consent: say("Sign in at the provider again.", "Войдите у почтовой службы снова.")
        case .full:
            say(
                "There is no room left. Make some; nothing is lost.",
                "Кончилось место. Освободите его, ничего не потеряно.")
        case .other: say("It is tried again by itself. The server says:", "Попытка повторится сама. Сообщение:")
        }
    }
}
