/// Whether an address is no good for ever. A wrong "yes" silences a customer, a wrong "no" costs one more bounce.
enum BounceReason {
    /// By the words of the server first, since codes are often general, then by the code (RFC 3463, RFC 7505).
    static func isHard(_ address: String, status: String, diagnostic: String, text: String) -> Bool {
        if status.hasPrefix("4") || status.hasPrefix("2") || senderCodes.contains(status) { return false }
        let isKnown = certainCodes.contains(status)
        let said = [diagnostic, text].map { Folding.folded($0)[...] }
        if isFilter(of: address, said: said[0].isEmpty ? said[1] : said[0]) { return false }
        // Refused only after the text was sent: then "unknown user" is said by a filter, and not by the list of users.
        let isLate = said.contains { afterText.occurs(in: $0) && !withoutRecipients.occurs(in: $0) }
        for (isFirst, words) in zip([true, false], said) where !words.isEmpty {
            if passing.occurs(in: words) { return false }
            if final.occurs(in: words) || status == "5.4.1" && notAtTheEdge.occurs(in: words) { return true }
            if isLate { continue }
            if isFirst, finalElsewhere.occurs(in: words) { return true }
            // RFC 3463 §3.8: 5.7.x is a matter of policy, whatever the words.
            if isKnown || !status.hasPrefix("5.7.") && unknown.occurs(in: words) { return true }
            // RFC 3463 §3.3: a mailbox that is disabled for good has a code of its own.
            if status != "5.2.1", refused.occurs(in: words) { return false }
        }
        return !isLate && finalCodes.contains(status)
    }

    /// Japanese mobile carriers answer "unknown user" for what the filter of a subscriber refuses, too: docomo always in the
    /// same words, KDDI without the address.
    private static func isFilter(of address: String, said words: ArraySlice<UInt8>) -> Bool {
        guard let at = address.lastIndex(of: "@") else { return false }
        let domain = address[address.index(after: at)...].lowercased()
        func isOne(of names: [String]) -> Bool { names.contains { domain == $0 || domain.hasSuffix(".\($0)") } }
        if isOne(of: ["docomo.ne.jp"]) { return true }
        return isOne(of: ["ezweb.ne.jp", "au.com"]) && withoutAddress.occurs(in: words)
    }

    /// Exchange Online of an address that its directory does not have: "550 5.4.1 Recipient address rejected: Access denied".
    private static let notAtTheEdge = PhraseList([
        "recipient address rejected: access denied", "recipient addresses rejected : access denied",
        "recipient addresses rejected: access denied",
    ])

    private static let withoutAddress = PhraseList([" : user unknown"])

    private static let certainCodes: Set<String> = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"]
    private static let senderCodes: Set<String> = ["5.1.7", "5.1.8"]
    private static let afterText = PhraseList(["end of data", ">>> data", "reply to data"])
    /// sendmail sends DATA before it has read the answers to RCPT (RFC 2920).
    private static let withoutRecipients = PhraseList(["need rcpt", "valid rcpt", "no valid recipients", "rcpt first"])
    private static let finalCodes: Set<String> = [
        "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.1.351",
    ]

    /// The mailbox is there, but not now.
    private static let passing = PhraseList([
        "mailbox full", "mailbox is full", "mail box full", "mailbox exceeds", "mailfolder is full", "over quota",
        "overquota", "quota exceed", "exceeded quota", "exceeded the quota", "exceeds the quota", "disk quota",
        "storage limit", "quota full",
        "insufficient storage", "not enough disk", "not enough storage", "out of storage", "inbox is full",
        "mailbox size", "too large", "message size exceeds", "message too big", "переполнен", "превышена квота",
        "превышен", "容量不足", "空间不足", "空間不足", "已满", "已滿", "いっぱい", "용량", "boîte pleine",
        "boîte aux lettres pleine", "postfach voll", "postfach ist voll", "buzón lleno", "buzón está lleno",
        "casella piena", "caixa cheia", "caixa de correio cheia", "postvak vol", "przepełnion", "schránka je plná",
        "brevlådan är full", "postkassen er full", "postilaatikko on täynnä", "kutusu dolu", "temporar",
        "try again later",
        "user is over", "account is over", "quota violation", "size limit", "mailbox has exceeded", "maximum size",
        "spam", "spf", "dmarc", "dkim", "sender policy", "recipient preferences", "couldn't create \"", "can't create ",
        "command output", "command died", "recipient's preferences", "too many recipients", "blacklisted",
    ])

    /// Nobody has this address.
    private static let unknown = PhraseList([
        "user unknown", "unknown user", "no such user", "no such recipient", "recipient unknown", "unknown recipient",
        "mailbox not found", "user not found", "recipient not found", "invalid recipient",
        // GMX, WEB.DE and Outlook.com; the temporary form has a code of class 4.
        "requested action not taken: mailbox unavailable", "requested action not taken: mailbox\nunavailable",
    ])

    /// The same beyond doubt.
    private static let final = PhraseList([
        "no such mailbox", "no such address",
        "no such person", "no such account", "does not exist", "doesn't exist", "do not exist", "not exist",
        "unknown address", "address unknown", "unknown local", "unknown account", "unknown mailbox", "mailbox unknown",
        "invalid mailbox", "invalid address", "recipientnotfound", "addressee unknown",
        "couldn't be found", "wasn't found", "not a known user", "not a valid mailbox", "not a valid user",
        "no mailbox here by that name", "no account by that name", "not listed in", "address not found",
        "account not found", "unknown or illegal alias", "no mailbox by that name",
        "doesn't have a", "is not a valid", "not our customer", "recipient is not local", "host unknown",
        "unknown host", "host not found", "domain not found", "name or service not known", "no such domain",
        "unrouteable", "unable to route", "no such host", "nullmx", "null mx",
        "couldn't find any host named", "non-existent host", "no such user!", "bad destination",
        "hostname lookup failed", "host or domain name not found",
        "domain name not found", "has moved", "no longer with", "no longer valid", "no longer in use",
        "not accept mail", "does not accept mail", "no mx", "name server",
        "not recognized", "invalid final delivery", "check if address is correct", "no smtp service",
        "not accepting network messages", "not our user", "ディレクトリのリストにありません", "такого пользователя", "не существует",
        "не найден", "нет такого", "не удалось найти", "пользователь неизвестен",
        "адрес неизвестен", "unbekannter", "existiert nicht", "nicht gefunden", "mailbox is unavailable: user",
        "illegal host",
    ])

    /// The same in other languages: only in the words about the address. A text for people says so of what may be, too.
    private static let finalElsewhere = PhraseList([
        "不存在", "存在しません", "宛先不明", "존재하지 않", "n'existe pas", "n’existe pas", "destinataire inconnu",
        "utilisateur inconnu", "benutzer unbekannt", "introuvable",
        "no existe", "usuario desconocido", "no se encontró", "non esiste", "inesistente", "sconosciut", "não existe",
        "inexistente", "não encontrad", "bestaat niet", "nie istnieje", "nieznany odbiorca", "neexistuje", "finns inte",
        "findes ikke", "finnes ikke", "ei ole olemassa", "nem létezik", "nu există", "bulunamadı", "не існує",
        "не знайден", "unbekannt verzogen", "empfänger unbekannt",
    ])

    /// The server did not want this mail, or not from us.
    private static let refused = PhraseList([
        "blocked", "blacklist", "block list", "blocklist", "listed", "reputation", "policy", "access denied", "relay",
        "virus", "banned", "content rejected", "message rejected", "authenticat", "timed out", "timeout",
        "connection refused",
        "too many", "suspended", "disabled", "inactive", "deferred", "retry time", "reverse", "ptr", "loop",
        "administrative", "prohibited", "not permitted", "not allowed", "not authorized", "permission",
    ])
}
