/// Words of the page of who works here.
extension Words {
    var teamHint: String {
        say(
            "Who answers customers here. Owners also change settings.",
            "Кто здесь отвечает клиентам. Владельцы ещё и меняют настройки.")
    }
    var addColleague: String { say("Add a colleague", "Добавить сотрудника") }
    var roleLabel: String { say("Rights", "Права") }
    var ownerRole: String { say("Owner", "Владелец") }
    var agentRole: String { say("Agent", "Сотрудник") }
    func roleChoice(isOwner: Bool) -> String {
        isOwner
            ? say("Owner: answers customers and changes settings", "Владелец: отвечает клиентам и меняет настройки")
            : say("Agent: answers customers", "Сотрудник: отвечает клиентам")
    }
    var thatIsYou: String { say("You", "Это вы") }
    var notYetSignedIn: String { say("has not chosen a password yet", "ещё без пароля") }
    func teamVerb(_ verb: TeamVerb) -> String {
        switch verb {
        case .link: say("New link for a password", "Новая ссылка для пароля")
        case .makeOwner: say("Make an owner", "Сделать владельцем")
        case .makeAgent: say("Make an agent", "Сделать сотрудником")
        case .retire: say("Take access away", "Закрыть доступ")
        case .restore: say("Give access back", "Вернуть доступ")
        }
    }
    func linkFor(_ name: String) -> String { say("Link for \(name)", "Ссылка для: \(name)") }
    var copy: String { say("Copy", "Скопировать") }
    var linkForHint: String {
        say(
            "Hand it over yourself: whoever opens it chooses the password. It works once, within three days, and is not shown again.",
            "Передайте её лично: кто откроет, тот и выберет пароль. Сработает один раз в течение трёх дней, больше не показывается."
        )
    }
    var formerColleagues: String { say("No longer here", "Больше не работают") }
    var formerColleaguesHint: String {
        say(
            "They cannot sign in. What they have written stays, and so do the tickets assigned to them.",
            "Войти не могут. Их ответы и назначенные им заявки остаются.")
    }
    var worksHereAlready: String {
        say("Somebody with this address works here already.", "Сотрудник с этим адресом уже есть.")
    }
    var badColleague: String {
        say("This cannot be the address of a colleague.", "Это не может быть адресом сотрудника.")
    }
}
