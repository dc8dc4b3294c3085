/// What servers say of an address, in folded phrases.
enum BounceWords {
    /// Exchange Online of an address that its directory does not have: "550 5.4.1 Recipient address rejected: Access denied".
    static let notAtTheEdge = PhraseList([
        "recipient address rejected: access denied", "recipient addresses rejected : access denied",
        "recipient addresses rejected: access denied",
    ])

    static let withoutAddress = PhraseList([" : user unknown"])

    static let afterText = PhraseList(["end of data", ">>> data", "reply to data"])
    /// sendmail sends DATA before it has read the answers to RCPT (RFC 2920).
    static let withoutRecipients = PhraseList(["need rcpt", "valid rcpt", "no valid recipients", "rcpt first"])

    /// The mailbox is there, but not now.
    static let passing = PhraseList([
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
        // Zoho puts the words of RFC 5321 §4.2.3 in place of the server's: they tell no more than the code 550.
        "error_code :requested action not taken",
        "command output", "command died", "recipient's preferences", "too many recipients", "blacklisted",
    ])

    /// The server speaks of whom it hears from: the sender, our server's name, its address in the DNS.
    static let aboutSender = PhraseList([
        "sender address rejected", "sender rejected", "sender verify", "sender does not exist", "sender domain",
        "domain of sender", "sender address unknown", "invalid sender", "unknown sender", "bad sender",
        "envelope sender",
        "from address", "helo ", "ehlo ", "client host rejected", "reverse dns", "rdns", "no ptr", "ptr record",
        "dns ptr", "must authenticate",
    ])

    /// The server asks who we are, and says nothing of the address.
    static let access = PhraseList(["relay", "password", "credential", "authenticat", "login"])

    /// What may be is not so.
    static let hedged = PhraseList(["may not exist", "might not exist", "may no longer exist", "might no longer exist"])

    /// Nobody has this address.
    static let unknown = PhraseList([
        "user unknown", "unknown user", "no such user", "no such recipient", "recipient unknown", "unknown recipient",
        "userunknown", "invalid-recipient",
        "mailbox not found", "user not found", "recipient not found", "invalid recipient",
        // GMX, WEB.DE and Outlook.com; the temporary form has a code of class 4.
        "requested action not taken: mailbox unavailable", "requested action not taken: mailbox\nunavailable",
    ])

    /// The same beyond doubt.
    static let final = PhraseList([
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
        "illegal host", "not have mailbox", "not have a mailbox", "not a local address", "non existent",
        "no thank you rejected", "has been replaced by", "mail receiving disabled",
        "no mail servers appear",
        "user missing home directory", "recipient domain must exist", "user account is unavailable",
        "email address could not be found", "email name is not found", "no one by that name", "no one at this address",
        "destination addresses were unknown", "address not present in", "no valid recipients for this mm",
    ])

    /// The same in other languages: only in the words about the address. A text for people says so of what may be, too.
    static let finalElsewhere = PhraseList([
        "不存在", "存在しません", "宛先不明", "존재하지 않", "n'existe pas", "n’existe pas", "destinataire inconnu",
        "utilisateur inconnu", "benutzer unbekannt", "introuvable",
        "no existe", "usuario desconocido", "no se encontró", "non esiste", "inesistente", "sconosciut", "não existe",
        "inexistente", "não encontrad", "bestaat niet", "nie istnieje", "nieznany odbiorca", "neexistuje", "finns inte",
        "non existant", "destinataire invalide", "adresse inconnue", "destinatario desconocido",
        "usuário desconhecido", "destinatário desconhecido", "onbekende gebruiker", "gebruiker onbekend",
        "okänd mottagare",
        "okänd användare", "ukendt modtager", "ukendt bruger", "ukjent mottaker", "ukjent bruker",
        "tuntematon vastaanottaja", "tuntematon käyttäjä", "neznámý uživatel", "neznámý příjemce",
        "nieznany użytkownik",
        "nieznany adresat", "ismeretlen felhasználó", "ismeretlen címzett", "utilizator necunoscut",
        "destinatar necunoscut", "bilinmeyen kullanıcı", "неизвестный пользователь", "неизвестный получатель",
        "неизвестный адрес", "ящик удал", "адрес удал", "見つかりません",
        "findes ikke", "finnes ikke", "ei ole olemassa", "nem létezik", "nu există", "bulunamadı", "не існує",
        "не знайден", "unbekannt verzogen", "empfänger unbekannt",
    ])

    /// The server did not want this mail, or not from us.
    static let refused = PhraseList([
        "blocked", "blacklist", "block list", "blocklist", "listed", "reputation", "policy", "access denied", "relay",
        "virus", "banned", "content rejected", "message rejected", "authenticat", "timed out", "timeout",
        "connection refused",
        "too many", "suspended", "disabled", "inactive", "deferred", "retry time", "reverse", "ptr", "loop",
        "administrative", "prohibited", "not permitted", "not allowed", "not authorized", "permission",
    ])
}
