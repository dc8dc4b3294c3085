/// Lines that stand between a new text and an old mail.
enum Separator {
    /// "-----Original Message-----" and its translations; the words may stand alone if rules surround them.
    static func isOriginalMessage(_ line: TextLine) -> Bool {
        guard line.isShort, line.content.count < 160, let (inner, rules) = withoutRules(line) else { return false }
        let isKnown = rules >= 2 && originals.isPrefix(of: inner)
        return isKnown || rules >= 8 && (isMessageWord(inner) || inner.elementsEqual("original".utf8))
            || isForward(inner, rules: rules)
    }

    /// "---------- Forwarded message ---------", "Begin forwarded message:" and their translations.
    static func isForwardedMessage(_ line: TextLine) -> Bool {
        guard line.isShort, line.content.count < 160, let (inner, rules) = withoutRules(line) else { return false }
        return isForward(inner, rules: rules)
    }

    /// GroupWise: `>>> Ann <ann@example.org> 11/10/2026 3:04 PM >>>`, or the same with "wrote:", above an old mail that
    /// has no other mark.
    static func isGroupWiseHead(_ line: TextLine) -> Bool {
        guard line.quoteDepth == 3, line.isShort, line.bytes.starts(with: ">>> ".utf8) else { return false }
        let isEnclosed = line.content.suffix(3).elementsEqual(">>>".utf8)
        guard isEnclosed || line.content.last == .colon else { return false }
        let evidence = WhenAndWho(line.folded[...])
        return evidence.hasDate && evidence.hasTime
            && (isEnclosed || evidence.hasAddress && Attribution.verbs.occurs(in: line.folded[...]))
    }

    /// The Bat!: "===8<============Original message text===============".
    static func isScissors(_ line: TextLine) -> Bool {
        line.isShort && line.content.count >= 20 && line.content.starts(with: "===8<===".utf8)
            && line.content.suffix(3).elementsEqual("===".utf8)
    }

    /// "-------- Конец пересылаемого сообщения --------" and the like.
    static func isEndOfForward(_ line: TextLine) -> Bool {
        guard line.isShort, line.content.count < 160, let (inner, rules) = withoutRules(line) else { return false }
        return rules >= 2 && ends.isPrefix(of: inner)
    }

    private static let ends = PhraseList([
        "конец пересылаемого сообщения", "конец переадресованного сообщения", "конец перенаправленного сообщения",
        "конец исходного текста сообщения", "кінець повідомлення, що пересилається", "end of forwarded message",
        "end forwarded message", "ende der weitergeleiteten nachricht",
    ])

    /// "--- Some words ---" that are not those of an answer: above a header block they announce a forward in any language.
    static func isRuledText(_ line: TextLine) -> Bool {
        guard line.content.count < 160, line.content.starts(with: "---".utf8), line.content.last == .hyphen else {
            return false
        }
        return !line.isQuoted && !isOriginalMessage(line) && withoutRules(line) != nil
    }

    /// Cheap: whether a text has a rule or a phrase in it that could announce a forwarded mail.
    static func mayAnnounceForward(_ text: String) -> Bool {
        let folded = Folding.folded(text)
        return rules.occurs(in: folded[...]) || bareForwards.occurs(in: folded[...])
    }

    private static let rules = PhraseList(["---", "___", "===", "***"])

    /// What follows the separator in its own line, as Yahoo writes it; nil if the line does not begin with one.
    static func textAfterForwardedMessage(_ line: TextLine) -> String? {
        guard line.isShort || line.content.count < 2000, line.content.starts(with: "---".utf8) else { return nil }
        let text = String(decoding: line.content, as: UTF8.self)
        let words = text.drop { $0 == "-" || $0 == " " }
        guard let end = words.firstIndex(of: "-"), words[end...].hasPrefix("---") else { return nil }
        guard forwards.isPrefix(of: Folding.folded(Array(words[..<end].utf8)[...])) else { return nil }
        return String(words[end...].drop { $0 == "-" || $0 == " " })
    }

    /// A line of nothing but underscores or hyphens, as Outlook and Gmail draw it above a header block. By itself it says
    /// nothing: Markdown has the same.
    static func isRule(_ line: TextLine) -> Bool {
        guard let first = line.content.first, first == .underscore || first == .hyphen else { return false }
        return line.content.count >= 10 && line.content.count <= 200 && line.content.allSatisfy { $0 == first }
    }

    /// Where a head begins if the rule above it, and the empty lines between, belong to it.
    static func start(of lines: [TextLine], withRuleAbove index: Int) -> Int {
        var start = index
        while start > 0, lines[start - 1].isEmpty { start -= 1 }
        return start > 0 && (isRule(lines[start - 1]) || isRuledText(lines[start - 1])) ? start - 1 : index
    }

    /// The words between rules of `-`, `_`, `=`, `*`, and how many characters the rules have together.
    private static func withoutRules(_ line: TextLine) -> (ArraySlice<UInt8>, Int)? {
        let text = line.folded
        guard let first = text.first, let last = text.last else { return nil }
        // Nothing but a rule or a colon makes a line worth looking at.
        guard isRuleByte(first) || isRuleByte(last) || last == .colon || first >= 0xE0 || bareForwards.contains(text)
        else { return nil }
        var inner = text[...]
        while let first = inner.first, isRuleByte(first) || first == .space { inner = inner.dropFirst() }
        while inner.starts(with: [0xE2, 0x80]), inner.count > 3 { inner = inner.dropFirst(3) }
        while let last = inner.last, isRuleByte(last) || last == .space || last == .colon { inner = inner.dropLast() }
        let isWide = inner.suffix(3).elementsEqual([0xEF, 0xBC, 0x9A])
        if isWide { inner = inner.dropLast(3) }
        guard !inner.isEmpty, inner.count < 90 else { return nil }
        return (inner, text.count - inner.count - (last == .colon ? 1 : isWide ? 3 : 0))
    }

    private static func isRuleByte(_ byte: UInt8) -> Bool {
        byte == .hyphen || byte == .underscore || byte == .equals || byte == .star
    }

    /// "----- Reply message -----" in wordings that are in no list: two or three words, one of them "message".
    private static func isMessageWord(_ inner: ArraySlice<UInt8>) -> Bool {
        let words = inner.split(separator: .space)
        return words.count <= 3 && words.contains { messageWords.contains($0) }
    }

    private static let messageWords = PhraseList([
        "message", "nachricht", "сообщение", "письмо", "mensaje", "mensagem", "messaggio", "bericht", "meddelelse",
        "meddelande", "wiadomość", "повідомлення",
    ])

    private static func isForward(_ inner: ArraySlice<UInt8>, rules: Int) -> Bool {
        rules >= 2 ? forwards.isPrefix(of: inner) : bareForwards.contains(inner)
    }

    private static let originals = PhraseList([
        "original message", "original appointment", "исходное сообщение", "оригинальное сообщение",
        "вихідне повідомлення", "ursprüngliche nachricht", "originalnachricht",
        "original-nachricht", "message d'origine", "message d’origine", "message original", "mensaje original",
        "mensagem original", "messaggio originale", "oorspronkelijk bericht",
        "wiadomość oryginalna", "oryginalna wiadomość", "opprinnelig melding", "oprindelig meddelelse",
        "ursprungligt meddelande", "alkuperäinen viesti", "özgün ileti", "orijinal ileti",
        "původní zpráva", "pôvodná správa", "原始邮件", "原始郵件", "元のメッセージ", "원본 메시지", "원본 메일", "αρχικό μήνυμα",
        "eredeti üzenet", "mesaj original", "reply message", "reply separator", "original email",
        "ursprungliche nachricht", "izvorna poruka", "pesan asli", "původní e-mail", "pôvodný e-mail", "original mail",
        "original e-mail", "originalmeddelande", "ursprüngliche e-mail", "ursprüngliche mail", "message initial",
        "mail original", "исходное письмо", "оригинальное письмо", "оригінальне повідомлення",
        "початкове повідомлення", "eredeti levél", "originalna poruka", "izvorno sporočilo", "orijinal mesaj",
        "oorspronkelijke e-mail", "oprindelig besked", "mesajul original", "thư gốc", "原始訊息", "原メール",
    ])

    private static let forwards = PhraseList([
        "forwarded message", "forwarded by", "пересылаемое сообщение", "перенаправленное сообщение",
        "пересланное сообщение", "переадресованное сообщение",
        "пересланное письмо", "переслане повідомлення", "weitergeleitete nachricht", "weitergeleitet von",
        "message transféré", "message transmis", "message réexpédié", "mensaje reenviado",
        "mensagem encaminhada", "messaggio inoltrato", "doorgestuurd bericht", "wiadomość przekazana",
        "przekazana wiadomość", "treść przekazanej wiadomości",
        "videresendt melding", "videresendt meddelelse", "videresendt besked", "vidarebefordrat meddelande",
        "vidarebefordrat mail", "välitetty viesti", "edelleenlähetetty viesti",
        "yönlendirilen", "iletilen ileti", "iletilmiş", "přeposlaná zpráva", "preposlaná správa", "转发的邮件", "转发邮件",
        "轉寄的郵件", "転送メッセージ", "전달된 메시지", "forwarded mail",
        "προωθημένο μήνυμα", "továbbított üzenet", "mesaj redirecționat", "mesaj redirectionat", "mensaje reenviado",
        "missatge reenviat", "prosljeđena poruka", "forwarded email", "начало переадресованного сообщения",
        "begin forwarded message", "início da mensagem reencaminhada", "mensagem reencaminhada", "проксирано съобщение",
        "przesłana wiadomość", "转发的消息", "轉寄郵件", "転送された", "전달된 메일", "전달된 이메일", "הודעה שהועברה",
        "رسالة معاد توجيهها", "رسالة مُعاد توجيهها", "pesan terusan", "thư đã chuyển tiếp", "mesaj înaintat",
        "posredovano sporočilo", "proslijeđena poruka", "forwarding messages", "forwarding message",
        "препратено съобщение", "persiųstas laiškas", "pārsūtīts ziņojums", "پیام هدایت‌شده", "iletilmiş ileti",
        "edastatud kiri", "начало пересылаемого сообщения", "inizio messaggio inoltrato", "válasz",
    ])

    private static let bareForwards = PhraseList([
        "это пересланное сообщение", "forwarded message", "weitergeleitete nachricht", "message transféré",
        "mensaje reenviado", "this is a forwarded message", "begin forwarded message",
        "начало переадресованного сообщения", "начало пересылаемого сообщения",
        "započni proslijeđenu poruku", "пересылаемое сообщение", "anfang der weitergeleiteten nachricht",
        "début du message réexpédié", "début du message transféré", "inicio del mensaje reenviado",
        "início da mensagem reencaminhada", "início da mensagem encaminhada",
        "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "begin doorgestuurd bericht",
        "początek przekazywanej wiadomości", "start på videresendt melding", "videresendt melding",
        "start på videresendt besked", "videresendt meddelelse", "vidarebefordrat mejl", "vidarebefordrat meddelande",
        "börjar vidarebefordrat meddelande", "välitetty viesti alkaa",
        "välitetty viesti", "iletilen e-posta başlangıcı", "iletilen e-postanın başlangıcı",
        "začátek přeposlané zprávy", "začiatok preposlanej správy", "začetek posredovanega sporočila",
        "započnite proslijeđenu poruku",
        "továbbított levél kezdete", "începutul mesajului redirecționat", "下面是被转发的邮件", "以下はメールの転送です", "전달된 메시지 시작",
        "початок листа, що пересилається",
        "початок переадресованого повідомлення", "начало на препратеното съобщение", "αρχή προωθημένου μηνύματος",
        "počátek přeposílané zprávy",
        "vidarebefordrat brev", "başlangıç iletilen ileti", "転送されたメッセージ", "以下是轉寄的郵件", "開始轉寄郵件",
        "다음은 전달된 이메일입니다", "תחילת ההודעה שהועברה", "בראשית ההודעה שהועברה", "بداية الرسالة المُعاد توجيهها",
        "بداية الرسالة المعاد توجيهها", "inici del missatge reenviat", "mulai pesan terusan",
        "bắt đầu thư được chuyển tiếp", "start van doorgestuurd bericht", "start doorgestuurd bericht",
        "-------- forwarded message", "вперед надіслане повідомлення", "započni prosljeđenu poruku",
        "prosljeđena poruka",
    ])
}
