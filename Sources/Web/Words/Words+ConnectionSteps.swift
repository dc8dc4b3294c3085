import HelpDesk

/// What the steps of a connection test have found.
extension Words {
    func finding(_ finding: ConnectionStep.Finding) -> String {
        switch finding {
        case .answers(let server): say("\(server) answers.", "\(server) отвечает.")
        case .encrypted:
            say(
                "The connection is encrypted, and the certificate is good.",
                "Соединение зашифровано, сертификат верный.")
        case .unencrypted:
            say(
                "The connection is not encrypted: a password leaves only to this very machine.",
                "Соединение не зашифровано: пароль не покидает эту машину.")
        case .signedIn(let user): say("Signed in as \(user).", "Вход выполнен: \(user).")
        case .needsNoSignIn: say("The server is used without signing in.", "Сервер работает без входа.")
        case .folders(let folders): self.folders(folders)
        case .notTried: say("Not tried, since the step before failed.", "Не проверялось: не прошёл предыдущий шаг.")
        case .environmentSends:
            say(
                "No SMTP server is set: mail goes out by the environment’s server.",
                "Сервер SMTP не указан: письма уходят через сервер из окружения.")
        case .words(let text): text
        }
    }

    private func folders(_ folders: ConnectionStep.Folders) -> String {
        let inbox = folders.inbox
        var found = [
            say(
                "\(inbox.name) has \(count(inbox.messages, .mails)), \(grouped(inbox.unread)) unread",
                "\(inbox.name): \(count(inbox.messages, .mails)), непрочитанных \(grouped(inbox.unread))")
        ]
        if folders.keepsNoKeywords {
            found.append(
                say(
                    "the server keeps no keywords, so imported mail will not be marked there",
                    "сервер не хранит пометок, поэтому забранное не будет отмечено"))
        }
        if let junk = folders.junk { found.append("\(junk.name): \(count(junk.messages, .mails))") }
        if let sent = folders.sent {
            found.append(
                say(
                    "sent mail is in \(sent.name), \(count(sent.messages, .mails))",
                    "отправленное в папке \(sent.name): \(count(sent.messages, .mails))"))
        }
        return found.joined(separator: "; ") + "."
    }
}
