import HelpDesk

/// Words of the settings of a mailbox.
extension Words {
    var open: String { say("Open", "Открыть") }
    var syncNow: String { say("Sync now", "Проверить сейчас") }
    var syncAll: String { say("Sync all now", "Проверить все") }
    var fromEnvironment: String { say("from the environment", "из окружения") }
    var addMailbox: String { say("Add a mailbox", "Добавить ящик") }
    var addMailboxHint: String {
        say("Who hosts it? Servers and ports are filled in for you.", "У кого он? Серверы и порты подставятся сами.")
    }
    var backToMailboxes: String { say("Back to the mailboxes", "Назад к ящикам") }
    var stateLabel: String { say("Health", "Состояние") }
    var pauseFetching: String { say("Pause", "Приостановить") }
    var resumeFetching: String { say("Resume", "Возобновить") }
    var removeMailbox: String { say("Remove the mailbox", "Удалить ящик") }
    var removeMailboxHint: String {
        say(
            "Its passwords are deleted and nothing is fetched or sent any more. Tickets and mail that came by it stay.",
            "Пароли будут удалены, почта больше не забирается и не отправляется. Заявки и письма останутся.")
    }
    var environmentsHint: String {
        say(
            "Address, servers and passwords of this mailbox come from the environment (IMAP_…, SMTP_…, SUPPORT_EMAIL). Everything else is set here.",
            "Адрес, серверы и пароли этого ящика заданы в окружении (IMAP_…, SMTP_…, SUPPORT_EMAIL). Остальное настраивается здесь."
        )
    }
    var choicesTitle: String { say("What is done with its mail", "Что делать с почтой") }

    // The form
    var address: String { say("Address", "Адрес") }
    var displayName: String { say("Name that customers see", "Имя, которое видят клиенты") }
    var displayNameHint: String { say("Empty: the name of the desk.", "Пусто: имя службы поддержки.") }
    var secretHint: String {
        say("Kept encrypted, never shown again.", "Хранится в зашифрованном виде, больше не показывается.")
    }
    var passwordKept: String { say("Kept. Leave empty to keep it.", "Сохранён. Оставьте пустым, чтобы не менять.") }
    func password(of provider: Mailbox.Provider) -> String {
        provider == .imapSMTP || provider == .microsoft365 ? password : say("App password", "Пароль приложения")
    }
    var signInLabel: String { say("Way of signing in", "Способ входа") }
    func signInMode(_ mode: Mailbox.SignIn, _ provider: Mailbox.Provider) -> String {
        guard mode == .oauth else { return password(of: provider) }
        return provider == .gmail
            ? say("Sign in with Google", "Вход через Google") : say("Sign in with Microsoft", "Вход через Microsoft")
    }
    var clientID: String { say("Application (client) ID", "ID приложения (client ID)") }
    var clientSecret: String { say("Client secret", "Секрет приложения") }
    var clientSecretHint: String { say("Empty for a public client.", "Пусто для публичного приложения.") }
    var tenant: String { say("Tenant", "Организация (tenant)") }
    var tenantHint: String { say("Id or domain; empty: any organisation.", "ID или домен; пусто: любая организация.") }
    func signInAfterSaving(_ provider: Mailbox.Provider) -> String {
        say(
            "Once it is saved, a button leads to \(self.provider(provider)) to sign in.",
            "После сохранения появится кнопка входа: \(self.provider(provider)).")
    }
    func isSignedInAt(_ provider: Mailbox.Provider) -> String {
        say("Signed in at \(self.provider(provider)).", "Вход выполнен: \(self.provider(provider)).")
    }
    func mustSignInAt(_ provider: Mailbox.Provider) -> String {
        say(
            "Deskbell may not read this mailbox yet: sign in at \(self.provider(provider)).",
            "Deskbell ещё не может читать этот ящик: войдите, \(self.provider(provider)).")
    }
    func signInAt(_ provider: Mailbox.Provider) -> String { signInMode(.oauth, provider) }
    var signInAgain: String { say("Sign in again", "Войти снова") }

    var leavingHint: String {
        say("You come back here by yourself.", "Оттуда вы вернётесь сюда сами.")
    }
    var goOn: String { say("Continue", "Продолжить") }

    var serverSettings: String { say("Server settings", "Серверы") }
    var imapHost: String { say("IMAP server", "Сервер IMAP") }
    var smtpHost: String { say("SMTP server", "Сервер SMTP") }
    var smtpHostHint: String { say("Empty: the one of the environment.", "Пусто: сервер из окружения.") }
    var port: String { say("Port", "Порт") }
    var imapPortHint: String { say("Usually 993, or 143 with STARTTLS.", "Обычно 993, либо 143 со STARTTLS.") }
    var smtpPortHint: String { say("Usually 587 with STARTTLS, or 465.", "Обычно 587 со STARTTLS, либо 465.") }
    var userName: String { say("User name", "Имя пользователя") }
    var userNameHint: String { say("Empty: the address.", "Пусто: адрес.") }
    var smtpUserHint: String { say("Empty: that of IMAP.", "Пусто: как для IMAP.") }
    var smtpPassword: String { say("SMTP password", "Пароль SMTP") }
    var smtpPasswordHint: String { say("Empty: that of IMAP.", "Пусто: как для IMAP.") }
    var useSSL: String { say("Encrypt IMAP (TLS)", "Шифровать IMAP (TLS)") }
    var useSSLHint: String {
        say("Off: STARTTLS where the server offers it.", "Выключено: STARTTLS, если сервер его поддерживает.")
    }
    var useTLS: String { say("Encrypt SMTP (TLS)", "Шифровать SMTP (TLS)") }
    var smtpSignsIn: String { say("The SMTP server wants a password", "Сервер SMTP требует пароль") }

    // Tickets
    var languageOfMail: String { say("Language of automatic mail", "Язык автоматических писем") }
    var languageOfCustomer: String { say("As the customer writes", "Как пишет клиент") }
    var firstCategory: String { say("First in the list", "Первая в списке") }
    var noDepartment: String { say("None", "Без отдела") }
    var signatureHint: String { say("Below each answer. Markdown.", "Под каждым ответом. Markdown.") }

    // Fetching
    var importTitle: String { say("What to import first", "Что забрать сначала") }
    var importFromNow: String { say("Only new from now on", "Только новое с этой минуты") }
    var importUnread: String { say("What is unread", "Непрочитанное") }
    var importDays: String { say("The last days", "За последние дни") }
    var importAll: String { say("All", "Всё") }
    var daysLabel: String { say("How many days", "Сколько дней") }
    var foldersTitle: String { say("Folders and copies", "Папки и копии") }
    var folder: String { say("Folder", "Папка") }
    var junkFolder: String { say("Junk folder", "Папка «Спам»") }
    var junkFolderHint: String {
        say("Fetched too, into quarantine. Empty: not.", "Тоже забирается, в карантин. Пусто: нет.")
    }
    var afterTitle: String { say("Once an email is stored here", "Когда письмо сохранено здесь") }
    var afterSeen: String { say("Mark as read", "Отметить прочитанным") }
    var afterKeyword: String { say("Mark with a keyword, leave unread", "Пометить, оставить непрочитанным") }
    var afterMove: String { say("Move to a folder", "Перенести в папку") }
    var afterDelete: String { say("Delete on the server", "Удалить на сервере") }
    var targetFolder: String { say("Folder to move to", "Куда переносить") }
    var watchesSent: String { say("Watch the Sent folder", "Следить за «Отправленными»") }
    var watchesSentHint: String {
        say(
            "What somebody answers a customer in a mail program is put into the ticket.",
            "Ответ, написанный клиенту в почтовой программе, попадёт в заявку.")
    }
    var copiesToSent: String { say("Put our answers into the Sent folder", "Класть наши ответы в «Отправленные»") }
    var copiesToSentHint: String {
        say("Gmail and Microsoft 365 do so by themselves.", "Gmail и Microsoft 365 делают это сами.")
    }
    var sentFolder: String { say("Sent folder", "Папка «Отправленные»") }
    var sentFolderHint: String { say("Empty: found by itself.", "Пусто: найдём сами.") }
    var notifiesItself: String { say("Notify the mailbox itself", "Уведомлять сам ящик") }
    var notifiesItselfHint: String {
        say(
            "Tickets of the portal arrive there as mail, and an answer to it goes to the customer.",
            "Заявки с портала приходят туда письмом, а ответ на него уходит клиенту.")
    }
    var formSenders: String { say("Web forms", "Формы сайта") }
    var formSendersHint: String {
        say(
            "Addresses under which forms of your site write here. Their Reply-To is the customer, who gets the answers.",
            "С каких адресов пишут сюда формы вашего сайта. Клиент в них — адрес Reply-To, ему и уйдут ответы.")
    }
    var saveAndStart: String { say("Save and start", "Сохранить и запустить") }

    // Plus addresses
    var plusTitle: String { say("Reply addresses", "Адреса для ответов") }
    var plusHint: String {
        say(
            "Sends an email to a plus address of this mailbox and waits for it. If it arrives, each ticket gets a signed reply address of its own.",
            "Отправляет письмо на плюс-адрес этого ящика и ждёт его. Если придёт, у каждой заявки будет свой подписанный адрес."
        )
    }
    var plusRun: String { say("Test now", "Проверить") }
    var plusUnknown: String { say("Not tested yet.", "Ещё не проверялось.") }
    var plusWorks: String { say("Plus addresses work", "Плюс-адреса работают") }
    var plusFails: String { say("Plus addresses do not arrive", "Плюс-адреса не доходят") }
}
