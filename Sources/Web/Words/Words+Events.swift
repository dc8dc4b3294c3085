/// What happened to a ticket.
extension Words {
    /// A sentence without its doer, who follows after a dot: the Russian verb would need a gender.
    func event(_ kind: EventLine.Kind) -> String {
        switch kind {
        case .opened(let channel):
            say("Opened: \(self.channel(channel))", "Создана: \(self.channel(channel).lowercased())")
        case .replied: say("Answered", "Ответ")
        case .noted: say("Note added", "Добавлена заметка")
        case .status(let from, let to): "\(changeStatus): \(status(from)) → \(status(to))"
        case .assigned(let name): "\(assignee): \(name ?? nobody)"
        case .priority(let to): say("Priority: \(priority(to))", "Приоритет: \(priority(to).lowercased())")
        case .category(let to): "\(category): \(to.map(categoryName) ?? "–")"
        case .department(let to): "\(department): \(to ?? "–")"
        case .subject(let to): say("New subject: “\(to)”", "Новая тема: «\(to)»")
        case .tags(let to): say("Tags: ", "Метки: ") + (to.isEmpty ? "–" : to.joined(separator: ", "))
        case .autoReplySent: say("Confirmation sent to the customer", "Клиенту отправлено подтверждение")
        case .messageMoved(let from, let to):
            say("Message moved: \(from) → \(to)", "Сообщение перенесено: \(from) → \(to)")
        case .merged(let from, let to):
            say("\(from) has gone into \(to)", "Заявка \(from) объединена с \(to)")
        case .notDelivered(let recipient):
            say("Not delivered: \(recipient)", "Не доставлено: \(recipient)")
        case .complained(let recipient):
            say("\(recipient) has reported our mail as spam", "\(recipient): наше письмо отмечено как спам")
        case .participantAdded(let address): say("Takes part: \(address)", "Участвует: \(address)")
        case .unlinked(let number): say("Kept apart from \(number)", "Отдельно от \(number)")
        case .rated(let stars): say("Rated \(stars) of 5", "Оценка \(stars) из 5")
        }
    }
}
