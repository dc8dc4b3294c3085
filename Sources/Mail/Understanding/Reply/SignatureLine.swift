/// Where a signature begins.
enum SignatureLine {
    /// RFC 3676 §4.3: `-- `. The blank gets lost on the way, and telephones write a long dash; then the signature must be
    /// short and hold no quote.
    static func isDelimiter(_ line: TextLine, linesBelow: Int) -> Bool {
        guard !line.isQuoted else { return false }
        if line.bytes.elementsEqual("-- ".utf8) { return true }
        let content = line.content
        // The rule above the footer of a mailing list.
        if content.count >= 2, linesBelow <= 6, linesBelow > 0, content.allSatisfy({ $0 == .underscore }) {
            return true
        }
        let isDash =
            content.elementsEqual("--".utf8) || content.elementsEqual("—".utf8) || content.elementsEqual("–".utf8)
        return isDash && linesBelow <= 10
    }

    /// "Sent from my iPhone", "Отправлено из мобильной Почты Mail.ru" and the like, as a whole line.
    static func isMobile(_ line: TextLine) -> Bool {
        guard line.isShort, line.content.count < 200, !line.isQuoted else { return false }
        var text = line.folded[...]
        while let first = text.first,
            [.hyphen, .underscore, .star, .openBracket, .openParenthesis, .less, .space].contains(first)
                || text.starts(with: [0xE2, 0x80])
        {
            text = text.dropFirst(first == 0xE2 ? 3 : 1)
        }
        // "Sent from my desk, which is much easier than …" is a sentence.
        let words = text.split(separator: .space).count
        if outlook.isPrefix(of: text) || words <= 6 && outlook.occurs(in: text) {
            return words <= 8 && systems.occurs(in: text)
        }
        guard mobiles.isPrefix(of: text) else { return false }
        return words <= 6 || words <= 14 && !text.contains(.comma)
    }

    /// "-Ann Lee" or "- Ann": up to three words behind one dash at the end of a mail. Nil if it is no name.
    static func nameBehindDash(_ line: TextLine) -> (words: ArraySlice<UInt8>, isTight: Bool)? {
        guard !line.isQuoted, line.folded.first == .hyphen else { return nil }
        let rest = line.folded.dropFirst()
        let name = rest.drop { $0 == .space }
        let isTight = rest.startIndex == name.startIndex
        guard isName(name), isTight || name.split(separator: .space).count <= 2 else { return nil }
        return (name, isTight)
    }

    /// One to three words of letters.
    static func isName(_ text: ArraySlice<UInt8>) -> Bool {
        guard !text.isEmpty, text.count <= 60, text.first != .hyphen else { return false }
        let isWord = text.allSatisfy {
            $0.isLetter || $0 >= 0x80 || $0 == .space || $0 == .dot || $0 == .hyphen || $0 == .apostrophe
        }
        return isWord && text.split(separator: .space).count <= 3
    }

    /// Whether a line holds an address or a telephone number.
    static func isContact(_ text: ArraySlice<UInt8>) -> Bool {
        if WhenAndWho(text).hasAddress || webAddresses.occurs(in: text) { return true }
        // Dates and sums have fewer digits, or letters between them.
        let phone = text.filter { $0.isDigit || $0.isLetter }
        var digits = 0
        for byte in phone {
            digits = byte.isDigit ? digits + 1 : 0
            if digits >= 10 { return true }
        }
        return false
    }

    /// "Get Outlook for Android" in any language.
    private static let outlook = PhraseList(["outlook "])
    private static let systems = PhraseList([" ios", " android", " mac"])

    private static let webAddresses = PhraseList(["http://", "https://", "www."])

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
        "iphoneから送信", "从我的 iphone", "发自我的", "來自我的", "나의 iphone", "ipad'imden",
    ])
}
