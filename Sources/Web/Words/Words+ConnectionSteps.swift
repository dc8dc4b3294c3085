import HelpDesk

/// What the steps of a connection test have found. The English sentences are those of the command `doctor`.
extension Words {
    func finding(_ finding: ConnectionStep.Finding) -> String {
        switch finding {
        case .answers(let server): say(finding.text, "\(server) отвечает.")
        case .encrypted: say(finding.text, "Соединение зашифровано, сертификат верный.")
        case .unencrypted: say(finding.text, "Соединение не зашифровано, но пароль не покидает эту машину.")
        case .encryptedIfOffered: say(finding.text, "Соединение шифруется, если сервер это предлагает.")
        case .signedIn(let user): say(finding.text, "Вход выполнен: \(user).")
        case .needsNoSignIn: say(finding.text, "Сервер работает без входа.")
        case .folders(let folders): say(finding.text, inRussian(folders))
        case .notTried: say(finding.text, "Не проверялось: не прошёл предыдущий шаг.")
        case .environmentSends: say(finding.text, "Сервер SMTP не указан: письма уходят через сервер из окружения.")
        case .words(let text): text
        }
    }

    private func inRussian(_ folders: ConnectionStep.Folders) -> String {
        var found = ["\(mails(in: folders.inbox)), непрочитанных \(grouped(folders.unread))"]
        if folders.keepsNoKeywords { found.append("сервер не хранит пометок, поэтому забранное не будет отмечено") }
        if let junk = folders.junk { found.append(mails(in: junk)) }
        if let sent = folders.sent { found.append("отправленное в папке \(mails(in: sent))") }
        return found.joined(separator: "; ") + "."
    }

    private func mails(in folder: ConnectionStep.Folders.Folder) -> String {
        "\(folder.name): \(count(folder.messages, .mails))"
    }
}
