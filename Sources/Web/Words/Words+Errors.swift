/// What refusals say, for people and in the API.
extension Words {
    /// One sentence that says what is wrong and what to do.
    func explanation(of refusal: Refusal) -> String {
        switch refusal {
        case .malformed(let text): text
        case .signInNeeded:
            say(
                "Sign in, or send “Authorization: Bearer <token>”; “deskbell token create” makes a token.",
                "Войдите или передайте «Authorization: Bearer <токен>»; токен создаёт «deskbell token create».")
        case .forbidden: say("You may not do this here.", "Здесь вам это не разрешено.")
        case .refused(let text): text
        case .ownersOnly: say("Only an owner may do this.", "Это может только владелец.")
        case .notFound: say("There is nothing at this address.", "По этому адресу ничего нет.")
        case .wrongMethod: say("This address does not take that method.", "Этот адрес не принимает такой метод.")
        case .conflict(let text): text
        case .tooLarge(let limit): tooLarge(limitBytes: limit)
        case .unsupportedMedia: say("A body of this type is not taken here.", "Тело такого типа здесь не принимается.")
        case .invalid: say("Some fields need another value.", "Некоторые поля нужно исправить.")
        case .limited(let seconds):
            say(
                "Too many requests. Try again in \(wait(seconds)).",
                "Слишком много запросов. Повторите через \(wait(seconds)).")
        case .unavailable:
            say(
                "The database or the disk does not answer just now. Nothing was changed; try again in a minute.",
                "База данных или диск сейчас не отвечают. Ничего не изменилось; повторите через минуту.")
        }
    }

    /// Why an answer was not taken, by the fields that are wrong.
    func problem(of text: String, _ fields: [String: String]) -> String {
        if let name = fields["answered_by"] { return answeredMeanwhile(by: name) }
        if let files = fields["attachments"] {
            guard !files.hasSuffix("for this ticket") else {
                return say(
                    "A file of the answer that you took back is gone. Add it again.",
                    "Файл отозванного ответа больше не хранится. Добавьте его снова.")
            }
            guard !files.hasSuffix("Add it to a note") else {
                let name = files.split(separator: "”").first.map(String.init) ?? ""
                return say(
                    "\(name)” is, or holds, one of our mails to staff: whoever has it can answer as staff. Add it to a note.",
                    "\(name.replacing("“", with: "«"))» — это наше письмо сотрудникам (или файл с ним): по нему можно отвечать от имени поддержки. Добавьте его к заметке."
                )
            }
            return say(
                "These files are too many or too large: a file may have 25 MB, all together 50 MB.",
                "Файлов слишком много, или они слишком большие: один до 25 МБ, все вместе до 50 МБ.")
        }
        guard fields["message"] != nil else { return fields.values.sorted().joined(separator: ". ") }
        return text.allSatisfy(\.isWhitespace)
            ? nothingToSend
            : say("The text is longer than 1 MB: send it as a file.", "Текст длиннее 1 МБ: отправьте его файлом.")
    }

    var badSubject: String {
        say("Say in a few words what it is about.", "Скажите в нескольких словах, о чём речь.")
    }

    /// - Parameter limitBytes: 0 where the limit is not known.
    func tooLarge(limitBytes: Int) -> String {
        guard limitBytes > 0 else { return say("This is too large.", "Это слишком много.") }
        return say(
            "This is larger than the \(size(bytes: limitBytes)) that fit.",
            "Это больше, чем помещается: не более \(size(bytes: limitBytes)).")
    }

    func internalError(requestID: String) -> String {
        say(
            "Something went wrong on our side. The log has it under \(requestID).",
            "Что-то сломалось у нас. В журнале это записано под номером \(requestID).")
    }

    func errorTitle(_ refusal: Refusal?) -> String {
        switch refusal {
        case .signInNeeded: say("Please sign in", "Войдите, пожалуйста")
        case .forbidden, .refused: say("This is not yours to open", "Сюда вам нельзя")
        case .ownersOnly: say("Settings are for owners", "Настройки меняет владелец")
        case .notFound: say("There is nothing here", "Здесь ничего нет")
        case .wrongMethod, .malformed, .unsupportedMedia: say("We did not understand that", "Мы не поняли запрос")
        case .conflict: say("Somebody was faster", "Кто-то успел раньше")
        case .tooLarge: say("Too large to send", "Слишком много для отправки")
        case .invalid: say("Something is missing", "Чего-то не хватает")
        case .limited: say("A little slower, please", "Чуть помедленнее, пожалуйста")
        case .unavailable: say("Just a moment, please", "Минуту, пожалуйста")
        case nil: say("Something broke", "Что-то сломалось")
        }
    }

    func errorAdvice(_ refusal: Refusal?, requestID: String) -> String {
        switch refusal {
        case .signInNeeded: say("This page is for those who are signed in.", "Эта страница только для вошедших.")
        case .forbidden:
            say(
                "The page belongs to somebody else, or the request came from another site.",
                "Страница принадлежит кому-то другому, или запрос пришёл с другого сайта.")
        case .ownersOnly:
            say(
                "Mailboxes, the team and templates can be changed by owners only. Ask one of them.",
                "Ящики, команду и шаблоны писем может менять только владелец. Попросите его.")
        case .notFound:
            say(
                "The address is mistyped, or what was here has gone.",
                "Адрес набран с ошибкой, или то, что здесь было, убрали.")
        case .tooLarge:
            say(
                "A text may have 1 MB, a file 25 MB, all together 50 MB. Go back: your text is still there.",
                "Текст может быть до 1 МБ, один файл до 25 МБ, все вместе до 50 МБ. Вернитесь назад: ваш текст сохранился."
            )
        case .limited(let seconds):
            say(
                "There were too many attempts. Try again in \(wait(seconds)).",
                "Слишком много попыток. Повторите через \(wait(seconds)).")
        case .some(let other): explanation(of: other)
        case nil:
            say(
                "It is our fault, not yours, and it is written down. If you tell us about it, name \(requestID).",
                "Это наша ошибка, не ваша, и она уже записана. Если будете писать нам, назовите \(requestID).")
        }
    }
}
