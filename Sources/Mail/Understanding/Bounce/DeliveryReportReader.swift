/// Finds delivery reports: first the standard form (RFC 3464), then reports in plain words.
struct DeliveryReportReader {
    private let mail: Email

    init(_ mail: Email) { self.mail = mail }

    func read() -> DeliveryReport? {
        let parts = mail.content.reports.filter { $0.mimeType.hasSuffix("delivery-status") }
        let isReport = mail.type.parameters["report-type"]?.asciiLowered == "delivery-status"
        let isByDaemon = BounceSigns.isFromDaemon(mail)
        if let report = NotificationReport(mail)?.report { return report }
        guard !parts.isEmpty || isReport || isByDaemon && BounceSigns.speaksOfFailure(mail) else { return nil }
        // A person who forwards a bounce as a file is no daemon.
        guard isReport || isByDaemon || mail.type.type == "message" else { return nil }

        let (words, returned) = BounceText.split(mail.text)
        var recipients = parts.flatMap { StatusFields.recipients(in: $0.content, words: words) }
        recipients = withoutRepetition(recipients)
        if recipients.isEmpty { recipients = BounceText.recipients(in: words, returned: returned, mail: mail) }
        let headers = originalHeaders(returned)
        let id =
            headers?.raw("Message-ID").flatMap(MessageIDs.single)
            ?? headers?.raw("X-Original-Message-ID").flatMap(MessageIDs.single)
        return DeliveryReport(recipients: recipients, originalMessageID: id, originalHeaders: headers)
    }

    /// One server says the same twice, in two reports or two groups.
    private func withoutRepetition(_ recipients: [DeliveryStatus]) -> [DeliveryStatus] {
        var seen: Set<[String]> = []
        return recipients.filter { seen.insert([Address.key(of: $0.address), $0.action, $0.status]).inserted }
    }

    /// From the returned message, whole or its header alone; in reports in plain words it stands in the text.
    private func originalHeaders(_ returned: ArraySlice<UInt8>) -> Headers? {
        let bytes = mail.content.enclosed.first ?? (returned.isEmpty ? nil : Array(returned.drop { $0.isWhitespace }))
        guard let bytes else { return nil }
        let headers = bytes.withUnsafeBufferPointer {
            HeaderScanner.scan($0, from: 0, to: $0.count, isPart: false, limits: .standard).headers
        }
        return headers.count > 0 ? headers : nil
    }
}

/// What tells a daemon's mail from a person's.
enum BounceSigns {
    static func isFromDaemon(_ mail: Email) -> Bool {
        if mail.returnPath == .null { return true }
        let raw = Folding.folded((mail.headers.raw("From") ?? []).prefix(300))
        return daemons.occurs(in: raw[...]) || raw.elementsEqual("<>".utf8)
    }

    static func speaksOfFailure(_ mail: Email) -> Bool {
        if isPersonsAnswer(mail) { return false }
        if BounceDelay.isTold(by: mail) { return true }
        if mail.headers.contains("X-Failed-Recipients") || subjects.occurs(in: Folding.folded(mail.subject)[...]) {
            return true
        }
        let text = String(decoding: mail.text.utf8.prefix(6000), as: UTF8.self)
        let hasReply = StatusCode.reply(in: text) != nil
        let code = StatusCode.find(in: text)
        guard texts.occurs(in: Folding.folded(text)[...]) else {
            // In words that nobody here knows, the server's answer with both its codes is enough, or a code as qmail puts it.
            if qmailCodes.occurs(in: Folding.folded(text)[...]), !isPostmaster(mail) { return true }
            return hasReply && code?.first != "2" && code != nil && !isPostmaster(mail)
        }
        // A postmaster may be a person who writes about such things: a server's word has its code with it.
        return !isPostmaster(mail) || code != nil || hasReply
    }

    /// An absence note has no return path either, and may speak of full mailboxes and of whom to write to.
    private static func isPersonsAnswer(_ mail: Email) -> Bool {
        let raw = Folding.folded((mail.headers.raw("From") ?? []).prefix(300))
        guard mail.from != nil, !daemons.occurs(in: raw[...]), !mail.headers.contains("X-Failed-Recipients"),
            !subjects.occurs(in: Folding.folded(mail.subject)[...])
        else { return false }
        return AutomaticSubjects.isAbsence(mail.subject)
            || mail.headers.first("Auto-Submitted")?.asciiLowered.hasPrefix("auto-replied") == true
    }

    /// Whether nothing but the name "postmaster" speaks for a daemon.
    private static func isPostmaster(_ mail: Email) -> Bool {
        guard mail.returnPath != .null, let from = mail.from, from.localPart.asciiLowered == "postmaster" else {
            return false
        }
        return !daemons.occurs(in: Folding.folded(from.name ?? "")[...])
    }

    private static let qmailCodes = PhraseList(["(#5.", "(#4."])

    private static let daemons = PhraseList([
        "mailer-daemon", "mailer daemon", "postmaster", "post_master", "mail.delivery.system", "mail delivery",
        "mail-daemon", "mailerdaemon", "delivery subsystem", "microsoftexchange",
    ])

    private static let subjects = PhraseList([
        "undeliver", "delivery status notification", "delivery failure", "delivery failed", "delivery has failed",
        "failure notice", "failure delivery", "returned mail", "mail delivery failed",
        "mail delivery failure", "returning message to sender", "returned to sender", "could not be delivered",
        "delivery notification", "delayed mail", "delivery delayed", "mail system error", "error sending your mail",
        "не доставлено", "недоставлен", "не удалось доставить", "ошибка доставки", "невозможно доставить",
        "unzustellbar", "nicht zugestellt", "non remis", "no se puede entregar", "non recapitabile", "配信不能",
        "delivery error",
        "message blocked", "rejected:", "mail failure", "не может быть доставлено", "не удается доставить",
        "не удаётся доставить", "сообщение не доставлено", "échec de la remise", "non distribuable", "no entregado",
        "mancato recapito", "mancata consegna", "considered unsolicited bulk email", "niet bestelbaar", "onbestelbaar",
        "não entregue", "não é possível entregar",
        "kunde inte levereras", "kunne ikke leveres", "nie można dostarczyć", "nelze doručit", "teslim edilemedi",
        "无法送达", "无法投递", "投递失败", "退信", "배달되지 않음", "não foi entregue", "unable to deliver",
        "nedoručiteln", "nedoručiteľn", "niedostarcz", "kézbesíthetetlen", "kan inte levereras", "kan ikke leveres",
        "ei voi toimittaa", "ei voida toimittaa", "kunde inte leverera", "niemożliwe do dostarczenia",
        "未传递", "δεν παραδόθηκε", "לא ניתן למסירה", "לא נמסר", "غير قابل للتسليم", "تعذر التسليم", "تعذر تسليم", "发送失败",
        "投递通知", "邮件被退回", "寄送失敗", "無法傳送", "無法遞送", "無法投遞",
        "발송 실패", "전송 실패", "반송", "メールが届きません", "配送エラー", "送信エラー", "배달 실패",
        "pas pu être", "échec d", "error de entrega", "errore di consegna", "fallimento", "fehlgeschlagen",
        "fel vid leverans",
        "teslim edilemeyen", "iletilemedi", "ошибка отправки", "возврат", "повернення", "недоставлен", "nelivrabil",
        "δεν είναι δυνατή η παράδοση", "не вдалося доставити", "未送达", "无法传递",
    ])

    private static let texts = PhraseList([
        "could not be delivered", "couldn't be delivered", "was not delivered", "undeliverable",
        "delivery to the following recipient", "delivery has failed", "permanent fatal error", "unable to deliver",
        "wasn't able to deliver",
        "could not deliver", "this is the qmail-send program", "this is a permanent error", "returned to sender",
        "delivery failed", "user unknown", "following addresses failed", "message could not be delivered",
        "mail could not be delivered",
        "не может быть доставлено", "не было доставлено", "не удалось доставить", "не доставлено", "following address",
        "failed permanently", "over quota", "following recipients", "your message did not reach",
        "could not send message", "not reached", "requested action not taken", "no such user", "invalid user address",
        "permanent failure", "recipient address rejected", "mailbox unavailable", "mailbox full", "unknown user",
        "not yet been delivered", "not been delivered", "ошибка доставки", "konnte nicht zugestellt werden",
        "n'a pas pu être remis", "no se ha podido entregar", "no se pudo entregar", "non è stato recapitato",
        "无法将邮件", "无法送达", "nie została dostarczona", "nie można dostarczyć", "被退回", "投递失败", "未能投递", "無法傳遞",
        "無法投遞", "届きませんでした", "配信できません", "전송되지 못", "전달되지 못", "배달하지 못", "n'a pas pu être", "n’a pas pu être",
        "no pudo ser entregado", "no se ha entregado", "não pôde ser entregue", "non consegnat", "kon niet worden",
        "kunde inte levereras", "kunne ikke leveres", "ei voitu toimittaa", "nebylo možné doručit",
        "nem kézbesíthető", "nu a putut fi livrat", "teslim edilemedi", "не було доставлено", "не вдалося доставити",
        "delivery of the email was stopped", "delivery error", "cannot be delivered", "delivery attempt",
        "permanent error", "undelivered",
    ])
}
