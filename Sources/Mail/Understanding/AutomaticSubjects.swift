/// Beginnings of subjects that only machines write.
enum AutomaticSubjects {
    static let replies = PhraseList([
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
        "sjálfvirkt svar", "balasan otomatis", "trả lời tự động", "自动答复", "自動回覆", "自動応答", "不在通知",
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
    static let whole = PhraseList([
        "автоответ", "out of office", "вне офиса", "я в отпуске", "в отпуске", "ich bin im urlaub", "im urlaub",
        "on vacation", "en vacances", "de vacaciones", "in ferie", "op vakantie", "na urlopie",
    ])

    /// Those that only confirm that a mail has arrived.
    static let receipts = PhraseList(["auto response", "auto-response", "autoresponse"])
}
