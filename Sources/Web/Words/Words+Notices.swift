/// What the pages of mail and of settings say once something is done.
extension Words {
    func settled(_ notice: Notice) -> String {
        switch notice {
        case .saved: say("Saved.", "Сохранено.")
        case .mailboxAdded:
            say("The mailbox is added. Mail is fetched from now on.", "Ящик добавлен, почта уже забирается.")
        case .mailboxRemoved: say("The mailbox is removed.", "Ящик удалён.")
        case .paused: say("Paused. No mail is fetched.", "На паузе. Почта не забирается.")
        case .resumed: say("Fetching goes on.", "Почта снова забирается.")
        case .plusTestSent:
            say(
                "The test mail is on its way. Look again in a minute.",
                "Проверочное письмо отправлено. Загляните через минуту.")
        case .signedInThere: say("Signed in. Mail is fetched from now on.", "Вход выполнен, почта уже забирается.")
        case .notSignedInThere:
            say(
                "The sign-in did not come about, or took too long. Begin it again.",
                "Вход не состоялся или занял слишком много времени. Начните снова.")
        case .notPossible:
            say(
                "That cannot be done: it has changed meanwhile, or it stands alone in its ticket.",
                "Так сделать нельзя: что-то уже изменилось, или сообщение в заявке единственное.")
        case .released: say("It is let in.", "Письмо впущено.")
        case .retried: say("It is being tried again.", "Разбираем ещё раз.")
        case .moved: say("Moved.", "Перенесено.")
        case .detached: say("It is a ticket of its own now.", "Теперь это отдельная заявка.")
        case .blocked: say("The sender is blocked.", "Отправитель заблокирован.")
        case .unblocked: say("The sender is let through again.", "Отправитель снова допущен.")
        case .resent: say("It is being sent again.", "Отправляем ещё раз.")
        case .takenBack:
            say("Not sent. Your text is below again.", "Не отправлено. Ваш текст снова внизу.")
        case .tooLate: tooLate
        case .alreadyTakenBack: alreadyTakenBack
        case .letIn: say("The mail is in this ticket now.", "Письмо теперь в этой заявке.")
        case .keptApart: say("It stays a ticket of its own.", "Остаётся отдельной заявкой.")
        case .sendingResumed: say("Sending is tried again at once.", "Отправка пробуется снова, прямо сейчас.")
        case .passwordChanged:
            say(
                "Your password is changed. Other devices are signed out.",
                "Пароль изменён. На других устройствах нужно войти заново.")
        default: ""
        }
    }
}
