/// Subjects that only machines write.
enum AutomaticSubjects {
    /// Whether a program that answers for an absent person, or confirms what has come, wrote the subject.
    static func isAnswer(_ subject: String) -> Bool { isAnswer(folded: Folding.folded(subject)) }

    /// The same without those that only confirm.
    static func isAbsence(_ subject: String) -> Bool {
        let folded = Folding.folded(subject)
        return isAnswer(folded: folded) && !receipts.isPrefix(of: withoutBracket(folded[...]))
    }

    private static func isAnswer(folded: [UInt8]) -> Bool {
        if whole.contains(folded) || hasEnding(folded) { return true }
        let words = withoutBracket(folded[...])
        if replies.isPrefix(of: folded) || replies.isPrefix(of: words) { return !isAboutThem(words) }
        guard let label = labels.prefix(of: words) ?? notes.prefix(of: words) else { return false }
        return isEnd(words.dropFirst(label.count), ofNote: labels.prefix(of: words) == nil)
    }

    /// "[自动回复] …", "【不在】 …".
    private static func withoutBracket(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if let bracket = brackets.prefix(of: text) { return text.dropFirst(bracket.count) }
        return text
    }

    /// A label ends in a colon, a bracket, a dash or with the subject. "Vacation", "leave" and the like are people's words
    /// as well: there the subject of the mail that it answers must follow.
    private static func isEnd(_ rest: ArraySlice<UInt8>, ofNote isNote: Bool) -> Bool {
        var rest = rest
        while rest.first == .space { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return !isNote }
        let isClosed = closings.isPrefix(of: rest)
        if isNote {
            while let end = closings.prefix(of: rest) { rest = rest.dropFirst(end.count) }
            while rest.first == .space { rest = rest.dropFirst() }
            return answers.isPrefix(of: rest)
        }
        return isClosed || answers.isPrefix(of: rest)
    }

    /// "Automatic reply does not work" is a customer's trouble.
    private static func isAboutThem(_ words: ArraySlice<UInt8>) -> Bool {
        guard !words.contains(.colon) else { return false }
        return words.last == .question || troubles.occurs(in: words)
    }

    private static func hasEnding(_ folded: [UInt8]) -> Bool {
        var text = folded[...]
        while let last = text.last, last == .dot || last == .space { text = text.dropLast() }
        return endings.contains { text.count > $0.count && text.suffix($0.count).elementsEqual($0) }
    }

    private static let troubles = PhraseList([
        " not ", "n't ", " fails", " failed", " problem", " setting", " setup", " configur", " stopped", " nicht ",
        " не ", " ne marche", " no funciona", " virker ikke",
        " fungerer ikke", " fungerar inte", " nie działa", " nefunguje", " non funziona", " não funciona",
        " werkt niet",
    ])

    private static let endings = [
        " is out of the office", " is out of office", ": out of office", ": out of the office", ": automatic reply",
        "(automatic reply)", "[automatic reply]", "(auto-reply)", "[auto-reply]", "(auto reply)", "(autoreply)",
        "[auto reply]", "[autoreply]", "[auto response]", "(auto response)",
        "[auto-response]", "(auto-response)",
        "(out of office)", "[out of office]", "(автоответ)", "[автоответ]", "(автоматический ответ)", "（自動返信）",
        "【自動返信】", "(自動返信)", "(自动回复)", "（自动回复）", "[自动回复]", "【自动回复】", "(automatische antwort)",
        "(réponse automatique)", "(respuesta automática)", "(risposta automatica)", "ist nicht im büro",
        "ist außer haus", "est absent", "est absente", "(abwesenheitsnotiz)", "[abwesend]", "(abwesend)",
    ].map { Folding.folded($0) }

    private static let brackets = PhraseList(["[", "(", "【", "（", "［", "〔", "*"])
    private static let closings = PhraseList([":", "]", ")", "】", "）", "］", "〕", "：", "-", "–", "—", "|"])
    private static let answers = PhraseList([
        "re:", "re：", "re[", "aw:", "sv:", "vs:", "odp:", "ynt:", "rif:", "res:", "antw:", "fw:", "fwd:", "回复", "答复",
    ])

    private static let labels = PhraseList([
        "absence", "absent(e) du bureau", "absence du bureau", "abwesenheitsassistent", "nicht im büro", "außer haus",
        "ich bin nicht im büro", "je suis absent", "je suis absente", "je suis en congé", "ausencia de la oficina",
        "ausencia", "estoy fuera de la oficina", "assenza dall'ufficio", "assenza dall’ufficio",
        "ausência do escritório",
        "ausente do escritório", "ausência", "niet aanwezig", "ikke på kontoret", "fraværsmelding", "fraværsbesked",
        "fraværsbeskjed", "frånvaromeddelande", "inte på kontoret", "poissa toimistosta", "poissaolo",
        "távolléti értesítő", "távollét", "în afara biroului", "absent din birou", "iş yeri dışında", "işyerinde değil",
        "ofiste değil", "отсутствие на рабочем месте", "нет в офисе", "нет на рабочем месте", "не в офисе",
        "автоответ", "відсутність на робочому місці", "немає в офісі", "поза офісом", "извън офиса",
        "εκτός γραφείου", "odsoten", "odsotna", "odsutan", "izvan ureda", "nieobecność", "nieobecność w biurze",
        "不在", "外出", "不在通知", "自動送信", "自动答复", "자동응답", "자동 응답", "자동답장", "부재중", "부재 중", "휴가", "מענה אוטומטי",
        "לא במשרד", "خارج المكتب", "automātiska atbilde", "away", "i am away", "i'm away", "i am away from the office",
        "i am currently out of the office", "i am currently out of office", "vacation notification",
        "currently out of office", "currently out of the office", "on leave", "on annual leave", "on maternity leave",
        "on parental leave", "out-of-office", "automatic response", "automated response", "automated message",
        "automatic message", "réponse d'absence", "réponse d’absence", "automatische eingangsbestätigung",
        "automatische empfangsbestätigung", "eingangsbestätigung", "accusé de réception automatique", "vacation notice",
        "vacation message", "holiday reply", "auto answer", "auto-answer", "autoresponder", "auto-responder",
        "kapcsolat nélkül", "mimo kancelárie", "mimo kancelář", "nepřítomen", "nepřítomna",
    ])

    private static let notes = PhraseList([
        "vacation", "on vacation", "annual leave", "maternity leave", "parental leave", "paternity leave", "leave",
        "holiday", "holidays", "urlaub", "im urlaub", "congé", "congés", "en congés", "vacaciones", "de vacaciones",
        "ferie", "in ferie", "férias", "de férias", "vakantie", "op vakantie", "urlop", "na urlopie", "отпуск",
        "в отпуске", "відпустка", "semester", "på semester", "loma", "lomalla", "dovolená", "szabadság", "concediu",
        "tatil", "out of town", "business trip", "dienstreise", "unterwegs", "休暇", "出張", "休假", "出差", "휴가",
    ])

    private static let replies = PhraseList([
        "automatic reply", "auto:", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
        "autoresponse", "out of office",
        "out of the office", "automated reply", "autosvar", "automatisk svar", "abwesenheitsnotiz", "abwesenheit:",
        "automatische antwort",
        "réponse automatique", "reponse automatique", "absence du bureau", "respuesta automática",
        "respuesta automatica", "fuera de la oficina",
        "risposta automatica", "fuori sede", "fuori ufficio", "automatisch antwoord", "afwezig", "resposta automática",
        "resposta automatica",
        "автоматический ответ", "автоответ:", "автоответ на ", "автоответ от ", "вне офиса:", "в отпуске:",
        "отсутствую", "автоматична відповідь", "frånvaro",
        "odpowiedź automatyczna", "automatická odpověď",
        "automaattinen vastaus", "自动回复", "自動返信", "자동 회신", "otomatik yanıt", "[auto-reply]", "[autoreply]",
        "abwesend:", "ausência temporária", "frånvarande:", "poissa:", "autoodpowiedź", "automatyczna odpowiedź",
        "automatická odpoveď", "automatikus válasz", "răspuns automat", "resposta automàtica", "automatski odgovor",
        "samodejni odgovor", "аутоматски одговор", "автоматичен отговор", "автоматичний відповідь",
        "αυτόματη απάντηση", "otomatik cevap", "automātiskā atbilde", "automatinis atsakymas", "automaatvastus",
        "sjálfvirkt svar", "balasan otomatis", "trả lời tự động", "自动答复", "自動回覆", "自動応答",
        "automatiskt svar", "ooo:", "ooo re:", "нет на месте:", "автоответчик:",
        "нахожусь в отпуске", "автоматическое уведомление об отсутствии", "автовідповідь",
        "відсутній:", "відсутня:", "absent du bureau", "message d'absence", "message d’absence",
        "notification d'absence", "fuera de oficina", "ausente:", "away from the office", "away from my mail",
        "i am out of the office", "i'm out of the office", "vacation reply", "vacation response",
        "vacation auto", "on vacation re:", "[auto] ", "poza biurem", "nieobecność:", "nieobecny:",
        "ikke til stede", "fraværende:", "poissaoloviesti", "poissaoloilmoitus", "nepřítomnost:", "mimo kancelář",
        "neprítomnosť:", "házon kívül", "automatische beantwortung", "automatisierte antwort", "ich bin abwesend",
        "assente:", "afwezigheids", "fora do escritório", "ofis dışında", "işyeri dışında",
        "外出中:", "不在のお知らせ", "休暇中", "不在办公室", "外出：", "부재중", "תשובה אוטומטית", "رد تلقائي", "الرد التلقائي", "ตอบกลับอัตโนมัติ",
    ])

    /// Words that people's subjects begin with, too: they count alone.
    private static let whole = PhraseList([
        "автоответ", "out of office", "вне офиса", "я в отпуске", "в отпуске", "ich bin im urlaub", "im urlaub",
        "on vacation", "en vacances", "de vacaciones", "in ferie", "op vakantie", "na urlopie",
    ])

    /// Those that only confirm that a mail has arrived.
    private static let receipts = PhraseList([
        "auto response", "auto-response", "autoresponse", "automatische eingangsb", "automatische empfangsb",
        "eingangsbestätigung", "accusé de réception", "automatic response", "automated response", "automated message",
        "automatic message",
    ])
}
