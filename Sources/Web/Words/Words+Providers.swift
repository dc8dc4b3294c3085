import HelpDesk

/// What must be done at a provider, what a test says, and what is wrong with a field.
extension Words {
    func provider(_ provider: Mailbox.Provider) -> String {
        switch provider {
        case .yandex: say("Yandex", "Яндекс")
        case .imapSMTP: say("Other", "Другой")
        default: provider.title
        }
    }

    func providerInShort(_ provider: Mailbox.Provider) -> String {
        switch provider {
        case .imapSMTP: say("IMAP and SMTP", "IMAP и SMTP")
        case .gmail: say("sign-in or app password", "вход или пароль приложения")
        case .microsoft365: say("sign-in", "вход")
        case .yandex, .mailRu, .yahoo: say("app password", "пароль приложения")
        }
    }

    func firstAtProvider(_ name: String) -> String { say("First, at \(name)", "Сначала: \(name)") }

    /// Steps at the provider, and where the password is made.
    func providerHelp(_ provider: Mailbox.Provider, redirectURI: String)
        -> (steps: [String], link: (address: String, text: String)?)
    {
        switch provider {
        case .yandex:
            (
                [
                    say(
                        "In the mailbox: All settings → Mail clients → switch on “From imap.yandex.ru via IMAP” and “App passwords”.",
                        "В ящике: Все настройки → Почтовые программы → включите «С сервера imap.yandex.ru по протоколу IMAP» и пароли приложений."
                    ),
                    say(
                        "In the account: make an app password for mail.",
                        "В аккаунте: создайте пароль приложения для почты."),
                ], ("https://id.yandex.ru/security/app-passwords", say("App passwords", "Пароли приложений"))
            )
        case .mailRu:
            (
                [
                    say(
                        "In the account: Security → Passwords for external apps → make one with access to IMAP and SMTP.",
                        "В аккаунте: Безопасность → Пароли для внешних приложений → создайте с доступом к IMAP и SMTP.")
                ], ("https://account.mail.ru/user/2-step-auth/passwords", say("App passwords", "Пароли приложений"))
            )
        case .gmail:
            (
                [
                    say(
                        "For an app password: switch 2-step verification on, then make one. IMAP is always on.",
                        "Для пароля приложения: включите двухэтапную аутентификацию и создайте его. IMAP включён всегда."
                    ),
                    say(
                        "To sign in with Google: make an OAuth client of the type “Web application” with this redirect URI: \(redirectURI)",
                        "Для входа через Google: создайте OAuth-клиент типа «Веб-приложение» с адресом перенаправления \(redirectURI)"
                    ),
                ], ("https://myaccount.google.com/apppasswords", say("App passwords", "Пароли приложений"))
            )
        case .microsoft365:
            (
                [
                    say(
                        "Microsoft takes no passwords. In Entra, register an application with this redirect URI (Web): \(redirectURI)",
                        "Microsoft не принимает пароли. В Entra зарегистрируйте приложение с адресом перенаправления (Web): \(redirectURI)"
                    ),
                    say(
                        "Give it the delegated permissions IMAP.AccessAsUser.All, SMTP.Send and offline_access.",
                        "Дайте ему делегированные права IMAP.AccessAsUser.All, SMTP.Send и offline_access."),
                    say(
                        "For the mailbox, an administrator switches on IMAP and authenticated SMTP.",
                        "Для ящика администратор включает IMAP и SMTP с аутентификацией."),
                ], ("https://entra.microsoft.com", "Microsoft Entra")
            )
        case .yahoo:
            (
                [
                    say(
                        "In the account: Security → make an app password.",
                        "В аккаунте: Безопасность → создайте пароль приложения.")
                ],
                ("https://login.yahoo.com/account/security", say("Account security", "Безопасность аккаунта"))
            )
        case .imapSMTP: ([], nil)
        }
    }

    // The connection test
    var testConnection: String { say("Test the connection", "Проверить соединение") }
    var testTitle: String { say("Connection test", "Проверка соединения") }
    var testing: String { say("Testing…", "Проверяем…") }
    var cannotTest: String {
        say(
            "Nothing can be tried here: this server fetches no mail.",
            "Здесь проверить нельзя: этот сервер не забирает почту.")
    }

    func step(_ step: ConnectionStep.Name) -> String {
        switch step {
        case .imapConnect: say("Reach the IMAP server", "Сервер IMAP")
        case .imapTLS: say("Encrypt the connection", "Шифрование")
        case .imapSignIn: say("Sign in to IMAP", "Вход по IMAP")
        case .folders: say("Open the folders", "Папки")
        case .smtpConnect: say("Reach the SMTP server", "Сервер SMTP")
        case .smtpTLS: say("Encrypt the connection", "Шифрование")
        case .smtpSignIn: say("Sign in to SMTP", "Вход по SMTP")
        }
    }

    func stepResult(_ result: ConnectionStep.Result) -> String {
        switch result {
        case .passed: say("passed", "пройдено")
        case .failed: say("failed", "не прошло")
        case .skipped: say("not tried", "не проверялось")
        }
    }

    /// What to do about a step that failed; the server's words stand beside it.
    func stepAdvice(_ step: ConnectionStep.Name, _ text: String) -> String? {
        let trouble: MailTrouble =
            switch step {
            case .imapSignIn, .smtpSignIn: .password
            case .imapTLS, .smtpTLS: .certificate
            case .folders: .folder
            case .imapConnect, .smtpConnect: MailTrouble(text) == .password ? .unreachable : MailTrouble(text)
            }
        return trouble == .other ? nil : advice(trouble)
    }

    /// What is wrong with a field. The desk says it in English; in Russian the field tells what to look at.
    func fieldProblem(_ field: String, _ text: String) -> String {
        guard language == .russian else { return "It \(text)." }
        return switch field {
        case "address": "Это не адрес почты."
        case "display_name": "Не длиннее 200 знаков."
        case "signature": "Не длиннее 10 000 байт."
        case "form_senders": "Только адреса почты, не больше 50."
        case "import_days": "Число от 1 до 3650."
        case "imap_host", "smtp_host": "Нужно имя сервера, и не из внутренней сети."
        case "imap_port", "smtp_port": "Порт: число от 1 до 65535."
        case "imap_password", "smtp_password": "Нужен пароль: он не сохранён, или сервер стал другим."
        case "oauth_client_id": "Нужен ID приложения."
        case "oauth_client_secret": "Слишком длинно или с недопустимым знаком."
        case "oauth_tenant": "ID или домен организации."
        case "sign_in": "Так войти нельзя, выберите пароль."
        case "folder", "junk_folder", "sent_folder", "after_import_folder":
            "Имя папки: до 250 знаков, и у каждой папки одна роль."
        default: "Проверьте это поле."
        }
    }
}
