/// What telephones and mail programs write below a mail: "Sent from my iPhone", "Отправлено из мобильной Почты Mail.ru".
enum MobileLine {
    /// Whether a whole line is that.
    static func matches(_ line: TextLine) -> Bool {
        guard line.isShort, line.content.count < 200, !line.isQuoted, !hasLongNumber(line.folded) else { return false }
        var text = line.folded[...]
        while let first = text.first,
            [.hyphen, .underscore, .star, .openBracket, .openParenthesis, .less, .space].contains(first)
                || text.starts(with: [0xE2, 0x80])
        {
            text = text.dropFirst(first == 0xE2 ? 3 : 1)
        }
        let words = text.split(separator: .space).count
        if isOutlook(text, words) { return true }
        if words <= 12, devices.occurs(in: text), verbs.isPrefix(of: text) || endsInVerb(text) { return true }
        if apps.isPrefix(of: text) { return true }
        guard mobiles.isPrefix(of: text), !places.isPrefix(of: text) else { return false }
        // "Отправлено с нашего склада" tells where goods are: a program has a name in Latin letters, or is a telephone.
        if text.first == 0xD0, !text.contains(where: \.isLetter), !devices.occurs(in: text) { return false }
        // "Sent from my desk, which is much easier than …" is a sentence.
        return words <= 6 || words <= 14 && !text.contains(.comma)
    }

    /// "Get Outlook for Android" in any language.
    private static func isOutlook(_ text: ArraySlice<UInt8>, _ words: Int) -> Bool {
        // "Outlook for Android crashes."
        if let last = text.last, last == .dot || last == .question || last == 0x21 { return false }
        if words <= 8, anyOutlook.occurs(in: text), anySystem.occurs(in: text), getting.occurs(in: text) { return true }
        if outlook.isPrefix(of: text) || words <= 6 && outlook.occurs(in: text) {
            return words <= 8 && systems.occurs(in: text)
        }
        return words <= 6 && leadingSystems.isPrefix(of: text) && anyOutlook.occurs(in: text)
    }

    /// The number of a parcel or an order; those in a link are its own affair.
    private static func hasLongNumber(_ text: [UInt8]) -> Bool {
        var digits = 0
        for (index, byte) in text.enumerated() {
            if byte == 0x68, text[index...].starts(with: "http".utf8) { return false }
            digits = byte.isDigit ? digits + 1 : 0
            if digits >= 6 { return true }
        }
        return false
    }

    private static func endsInVerb(_ text: ArraySlice<UInt8>) -> Bool {
        let end = text.last == .dot ? text.dropLast() : text
        return finalVerbs.contains { end.count > $0.count && end.suffix($0.count).elementsEqual($0) }
    }

    private static let outlook = PhraseList(["outlook "])
    private static let anyOutlook = PhraseList(["outlook"])
    private static let systems = PhraseList([" ios", " android", " mac"])
    private static let anySystem = PhraseList(["ios", "android"])
    /// "Get" before and behind what is to be got.
    private static let getting = PhraseList([
        "获取", "取得", "入手", "다운로드", "받기", "edinin", "indirin", "הורד", "קבל", "الحصول", "تنزيل", "download ", "get ",
    ])
    private static let leadingSystems = PhraseList(["android", "ios"])

    /// Lines that would be places by their beginning.
    private static let apps = PhraseList(["sent from the all new aol app"])

    /// After "sent", these say where something came from.
    private static let places = PhraseList([
        "sent from the ", "sent from our ", "sent from your ", "sent from a ", "sent with the ", "sent by the ",
    ])

    private static let devices = PhraseList([
        "iphon", "ipad", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "oneplus", "blackberry",
        "windows", "outlook", "yahoo", "gmx", "web.de", "smartphone", "smartfon", "mobil", "handy", "tablet",
        "telefon", "메일 앱", "телефон", "смартфон", "планшет", "мобильн", "мобільн", "айфон", "устройств",
        "приложени", "почт",
        "пошт", "андроид", "самсунг", "手机", "手機", "スマートフォン", "휴대",
    ])

    /// "Sent" at the beginning of such a line.
    private static let verbs = PhraseList([
        "отправл", "послан", "надісл", "відправл", "с моего ", "gesendet", "envoy", "enviad", "inviat", "verstuurd",
        "verzonden", "wysłan", "odesl", "odosl", "trimis ", "elküldve", "küldve", "sendt ", "skicka", "lähetetty",
        "στάλθηκε", "απεστάλη", "изпратено", "poslano", "poslato", "发自", "發自", "從我的", "从我的", "dikirim",
        "gửi từ", "ส่งจาก", "נשלח", "מה-iphone", "מה-ipad", "enviat ", "provenance : ", "أُرسل", "أرسل", "ارسل",
        "تم الإرسال", "تم الارسال", "saadetud", "nosūtīts",
        "išsiųsta", "获取 ",
    ])

    /// "Sent" at its end.
    private static let finalVerbs = [
        "gesendet", "bidalia", "gönderildi", "送信", "보냄", "傳送", "发送", "küldve", "отправлено",
    ].map { Array($0.utf8) }

    private static let mobiles = PhraseList([
        "sent from ", "sent wirelessly", "envoyé sans fil",
        "sent from outlook", "sent from yahoo", "sent from proton",
        "sent from samsung", "sent with ", "sent via ", "sent using ",
        "sent by outlook", "get outlook for", "get bluemail", "отправлено с ", "отправлено со ", "отправлено из ",
        "отправлено через ", "отправлено с помощью ", "отправлено по ",
        "послано с ", "отправлено от ", "скачать outlook", "получите outlook", "надіслано з ", "відправлено з ",
        "von meinem ", "gesendet von meinem", "gesendet mit ", "von meiner ", "holen sie sich outlook", "envoyé de mon",
        "envoyé depuis", "envoyé à partir", "obtenir outlook", "télécharger outlook",
        "enviado desde mi", "enviado desde", "obtener outlook", "enviado do meu", "enviado de meu", "enviado a partir",
        "inviato da ", "scarica outlook", "verzonden vanaf", "verstuurd vanaf", "wysłane z ", "wysłano z ",
        "odesláno z ", "odoslané z ", "sendt fra min", "skickat från", "lähetetty iphone", "iphone'umdan", "iphone'dan",
        "iphoneから送信", "从我的 iphone", "发自我的", "來自我的", "来自我的", "发自qq邮箱", "发自网易邮箱", "von unterwegs gesendet", "나의 iphone",
        "ipad'imden",
    ])
}
