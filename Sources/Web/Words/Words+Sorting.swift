/// Words of categories and departments.
extension Words {
    func sortingHint(_ sorting: Sorting) -> String {
        switch sorting {
        case .categories:
            say(
                "What a ticket is about. Customers choose one in the portal; staff change it in the ticket.",
                "О чём заявка. Клиенты выбирают категорию на портале, сотрудники меняют её в заявке.")
        case .departments:
            say(
                "Who looks after a ticket. A mailbox can give its tickets to one; staff change it in the ticket. Customers do not see it.",
                "Кто занимается заявкой. Ящик может сразу передавать свои заявки отделу, сотрудники меняют отдел в заявке. Клиенты его не видят."
            )
        }
    }

    func nothingToSortBy(_ sorting: Sorting) -> String {
        switch sorting {
        case .categories: say("There is no category.", "Категорий нет.")
        case .departments:
            say(
                "There is no department yet. A small team needs none.",
                "Отделов пока нет. Маленькой команде они и не нужны.")
        }
    }

    func addTo(_ sorting: Sorting) -> String {
        switch sorting {
        case .categories: say("Add a category", "Добавить категорию")
        case .departments: say("Add a department", "Добавить отдел")
        }
    }

    /// The standard categories are called in the reader's language; all else is called what it is called.
    func sortingName(_ name: String, _ sorting: Sorting) -> String {
        sorting == .categories ? categoryName(name) : name
    }

    var add: String { say("Add", "Добавить") }
    var nameLabel: String { say("Name", "Название") }
    var descriptionLabel: String { say("A few words for customers", "Пояснение для клиентов") }
    var firstOfCategories: String { say("New mail gets this one.", "Её получают новые письма.") }
    var moveUp: String { say("Move up", "Выше") }
    var stopOffering: String { say("Stop using", "Больше не использовать") }
    var offerAgain: String { say("Use again", "Вернуть") }
    var offeredNoMore: String { say("No longer used", "Больше не используются") }
    var offeredNoMoreHint: String {
        say("Older tickets keep them; new ones do not get them.", "Остаются у старых заявок, новым не назначаются.")
    }
    var badName: String { say("A name has 1 to 80 characters.", "Название: от 1 до 80 символов.") }
    var takenName: String { say("This name is taken.", "Такое название уже есть.") }

    // In the ticket
    var priorityLabel: String { say("Priority", "Приоритет") }
    var tagsLabel: String { say("Tags", "Метки") }
    var tagsHint: String { say("Add…", "Добавить…") }
    var changeSubject: String { say("Change the subject", "Изменить тему") }
}
