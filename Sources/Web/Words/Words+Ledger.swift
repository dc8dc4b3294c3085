/// Words of the mail ledger.
extension Words {
    var mailLedger: String { say("Mail ledger", "Журнал почты") }
    var outcomeLabel: String { say("Outcome", "Результат") }
    var everyOutcome: String { say("All", "Все") }
    var waitsForAPerson: String { say("Waits for a person", "Ждут решения") }
    var arrived: String { say("Arrived", "Пришло") }
    var whyColumn: String { say("Why", "Почему") }
    var earlier: String { say("Earlier", "Раньше") }
    func flood(_ sender: String, _ number: Int) -> String {
        say(
            "\(sender) sends more mail than one person writes. Waiting here without an answer: \(count(number, .mails)). Let in what is wanted, or block the sender.",
            "\(sender): писем больше, чем пишет один человек. В карантине: \(count(number, .mails)). Ответов туда нет. Впустите нужные или заблокируйте отправителя."
        )
    }
    var allMailboxes: String { say("All mailboxes", "Все ящики") }
    var searchLedger: String { say("Search the ledger", "Поиск по журналу") }
    var searchLedgerHint: String { say("Sender or subject", "Отправитель или тема") }
    var unknownSender: String { say("unknown sender", "отправитель неизвестен") }
    var noSubject: String { say("(no subject)", "(без темы)") }
    var notLookedAt: String { say("not looked at yet", "ещё не разобрано") }
    var machineInShort: String { say("written by a machine", "написал автомат") }
    var letIn: String { say("Let in", "Впустить") }
    var tryAgain: String { say("Try again", "Повторить") }
    var wholeLedger: String { say("Show the whole ledger", "Показать весь журнал") }
    var backToLedger: String { say("Back to the ledger", "Назад к журналу") }

    func mailForAPerson(_ count: Int) -> String {
        say("\(self.count(count, .mails)) to look at", "\(self.count(count, .mails)), нужен человек")
    }

    /// What became of one mail, in one or two words.
    func outcome(_ outcome: OutcomeMark) -> String {
        switch outcome {
        case .created: say("new ticket", "новая заявка")
        case .appended: say("added", "добавлено")
        case .bounce: say("bounce", "не доставлено")
        case .duplicate: say("duplicate", "дубль")
        case .ignored: say("our own", "своё")
        case .quarantined: say("quarantine", "карантин")
        case .failed: say("failed", "ошибка")
        case .pending: say("waiting", "в очереди")
        }
    }

    /// The same for the filter, which speaks of many.
    func outcomes(_ outcome: OutcomeMark) -> String {
        switch outcome {
        case .created: say("New tickets", "Новые заявки")
        case .appended: say("Added", "Добавлено")
        case .bounce: say("Bounces", "Не доставлено")
        case .duplicate: say("Duplicates", "Дубли")
        case .ignored: say("Our own", "Своё")
        case .quarantined: say("Quarantine", "Карантин")
        case .failed: say("Failed", "Ошибки")
        case .pending: say("Waiting", "В очереди")
        }
    }

    var nothingWaits: String { say("Nothing waits for a person", "Всё разобрано") }
    var nothingWaitsHint: String {
        say(
            "Mail in quarantine and mail that could not be taken in shows up here.",
            "Здесь появятся письма из карантина и те, что не удалось разобрать.")
    }
    var nothingFoundInLedger: String {
        say("Try another outcome, or fewer letters of the sender.", "Попробуйте другой результат или часть адреса.")
    }
    var emptyLedger: String { say("No mail has come yet", "Писем ещё не было") }
    var emptyLedgerHint: String {
        say(
            "Every email that reaches us, by whatever way, gets a line here: what became of it and why.",
            "Каждое письмо, каким бы путём оно ни пришло, получит здесь строку: что с ним стало и почему.")
    }

    // One mail
    var whatBecame: String { say("What became of it", "Что с ним стало") }
    var whatToDo: String { say("What you can do", "Что можно сделать") }
    var theMail: String { say("The mail", "Письмо") }
    var firstCopy: String { say("The first copy", "Первый экземпляр") }
    var rawSource: String { say("Raw source", "Исходный текст") }
    var downloadRaw: String { say("Download (.eml)", "Скачать (.eml)") }
    var sourceLabel: String { say("Came by", "Откуда") }
    var keptLabel: String { say("Stored", "Сохранено") }
    var sizeLabel: String { say("Size", "Размер") }
    var attemptsLabel: String { say("Attempts", "Попытки") }
    var defectsLabel: String { say("What was wrong with the mail", "Что в письме не по правилам") }
    func headersLabel(_ count: Int) -> String { say("Headers (\(count))", "Заголовки (\(count))") }

    func source(_ source: LedgerEntryView.SourceMark) -> String {
        switch source {
        case .imap: say("mailbox (IMAP)", "почтовый ящик (IMAP)")
        case .ingest: say("file or pipe", "файл или канал")
        case .webhook: say("webhook", "вебхук")
        case .api: say("API", "API")
        case .demo: say("the demo", "демо")
        }
    }

    func story(of outcome: OutcomeMark) -> String {
        switch outcome {
        case .created: say("It opened a ticket:", "Создало заявку:")
        case .appended: say("It was added to a ticket:", "Добавлено в заявку:")
        case .bounce: say("It tells what became of a mail of ours:", "Сообщает о судьбе нашего письма:")
        case .duplicate:
            say("It is a copy, and nothing was done with it.", "Это копия, с ней ничего не делали.")
        case .ignored:
            say("It was set aside: nobody needs to read it.", "Отложено: читать его никому не нужно.")
        case .quarantined:
            say("It waits until a person lets it in.", "Ждёт, пока его впустит человек.")
        case .failed: say("It could not be taken in, and is kept.", "Не удалось разобрать, письмо сохранено.")
        case .pending: say("It is kept, and will be looked at in a moment.", "Сохранено, сейчас будет разобрано.")
        }
    }

    func failureAdvice(attempts: Int) -> String {
        let tries = Noun(english: ("attempt", "attempts"), russian: ("попытки", "попыток", "попыток"))
        return say(
            "It failed after \(count(attempts, tries)). Nothing is lost: try again, or read the raw source.",
            "Не вышло после \(count(attempts, tries)). Ничего не потеряно: повторите или откройте исходный текст.")
    }

    var refusedAdvice: String {
        say(
            "The mail server would not hand it out. It is asked for again by itself for some days; look at it in the mailbox, or fetch it again once it can be read there.",
            "Почтовый сервер не отдал письмо. Несколько дней оно запрашивается само; посмотрите его в ящике или загрузите снова, когда оно там откроется."
        )
    }

    var machineWrote: String {
        say(
            "A machine wrote it, so no status was changed and nobody was answered.",
            "Его написал автомат, поэтому статус не менялся и ответа не было.")
    }
    var confirmationSent: String {
        say("Its sender got a confirmation with the number.", "Отправителю ушло подтверждение с номером.")
    }
    var confirmationNotSent: String {
        say("No confirmation was sent.", "Подтверждение не отправлялось.")
    }
    var importedQuietly: String {
        say("It was imported, so nobody was answered.", "Письмо импортировано, поэтому ответа не было.")
    }
    var onlyBeginning: String {
        say(
            "It is too large: only its beginning was fetched, the original is on the mail server.",
            "Слишком большое: получено только начало, оригинал остался на почтовом сервере.")
    }
    var rawIsGone: String {
        say("The raw mail cannot be read from the disk.", "Исходное письмо не удаётся прочитать с диска.")
    }

    // What staff can do
    var releaseLong: String { say("Let it in", "Впустить") }
    var fetchAgain: String { say("Fetch again", "Загрузить снова") }
    var retryLong: String { say("Try again", "Разобрать ещё раз") }
    var detachLong: String { say("Make it a ticket of its own", "Сделать отдельной заявкой") }
    var moveLong: String { say("Move there", "Перенести") }
    var moveToTicket: String { say("Move to another ticket", "Перенести в другую заявку") }
    var moveHint: String { say("Its number, for instance TKT-2026-00042", "Номер, например TKT-2026-00042") }
    var noSuchTicketHere: String { say("There is no such ticket.", "Такой заявки нет.") }
    var blockSender: String { say("Block the sender", "Заблокировать отправителя") }
    func blockHint(_ address: String) -> String {
        say(
            "Further mail from \(address) goes into quarantine. It can be undone.",
            "Новые письма от \(address) попадут в карантин. Это можно отменить.")
    }
    var senderIsBlocked: String { say("The sender is blocked.", "Отправитель заблокирован.") }
    var blockedSenders: String { say("Blocked senders", "Заблокированные") }
    var unblock: String { say("Unblock", "Разблокировать") }
    var blockedHint: String {
        say(
            "Their mail goes into quarantine, and nobody answers it. It is never deleted.",
            "Их письма попадают в карантин, и никто на них не отвечает. Они не удаляются.")
    }
    var nobodyBlocked: String { say("Nobody is blocked", "Никто не заблокирован") }
    var nobodyBlockedHint: String {
        say("To block a sender, open one of their emails.", "Отправителя блокируют на странице его письма.")
    }
}
