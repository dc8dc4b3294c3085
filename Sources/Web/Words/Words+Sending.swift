import HelpDesk

/// Words about how mail leaves a mailbox.
extension Words {
    var sendingTitle: String { say("Sending", "Отправка") }
    var sendingIsFine: String { say("Nothing holds mail up.", "Отправке ничего не мешает.") }
    var resumeSending: String { say("Resume sending", "Возобновить отправку") }
    var nothingIsLost: String { say("Mail waits here; nothing is lost.", "Письма ждут здесь, ничего не потеряно.") }
    func refusedSince(_ time: String) -> String { say("Since \(time).", "Началось: \(time).") }
    func rateReached(until time: String) -> String {
        say(
            "As much has gone out as the account may send. It goes on: \(time).",
            "Отправлено столько, сколько можно. Продолжим: \(time).")
    }
    var perMinute: String { say("Mails a minute, at most", "Писем в минуту, не больше") }
    var perDay: String { say("Mails a day, at most", "Писем в сутки, не больше") }
    var rateProblem: String {
        say("A whole number from 1 to 1,000,000, or nothing.", "Целое число от 1 до 1 000 000 или пусто.")
    }

    /// What holds where the owner has set nothing.
    func rateHint(_ standard: SendingRate) -> String {
        let known = [
            standard.perMinute.map { say("\(grouped($0)) a minute", "\(grouped($0)) в минуту") },
            standard.perDay.map { say("\(grouped($0)) a day", "\(grouped($0)) в сутки") },
        ].compactMap(\.self).joined(separator: ", ")
        return known.isEmpty
            ? say(
                "Providers close accounts that send too much. Each recipient counts. Empty: no bound.",
                "За слишком частую отправку провайдеры блокируют ящики. Считается каждый получатель. Пусто: без предела."
            )
            : say(
                "Providers close accounts that send too much. Each recipient counts. Empty: what this one allows, \(known).",
                "За слишком частую отправку провайдеры блокируют ящики. Считается каждый получатель. Пусто: сколько разрешает этот, \(known)."
            )
    }
}
