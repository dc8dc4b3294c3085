/// Reports in plain words that a mail still waits: they close no address.
enum BounceDelay {
    /// By its subject, else by its text, unless the subject speaks of the end.
    static func isTold(by mail: Email) -> Bool {
        let subject = Folding.folded(mail.subject)
        if subjects.occurs(in: subject[...]) { return true }
        if ends.occurs(in: subject[...]) { return false }
        let text = Folding.folded(String(decoding: mail.text.utf8.prefix(2_000), as: UTF8.self))
        return texts.occurs(in: text[...]) && !finalTexts.occurs(in: text[...])
    }

    private static let subjects = PhraseList([
        "delay", "still being retried", "warning: could not send", "delivery warning", "delivery incomplete",
        "verzögert", "zustellverzögerung", "remise différée", "remise retardée", "livraison retardée", "en retard",
        "entrega retrasada", "se ha retrasado", "entrega aplazada", "recapito ritardato", "consegna ritardata",
        "entrega atrasada", "entrega adiada", "vertraagd", "vertraging", "opóźnion", "opóźnieni", "zpožděn", "odložen",
        "försenad", "fördröjd", "forsinket", "viivästy", "késleltetett", "késik", "întârzia", "gecik",
        "задержка доставки", "доставка отложена", "отложенная доставка", "доставка задерж", "затримка доставки",
        "забавен", "καθυστέρ", "延迟", "延遲", "遅延", "지연",
    ])

    private static let texts = PhraseList([
        "has not yet been delivered", "have not yet been delivered", "hasn't been delivered yet",
        "not been delivered yet", "transient delivery errors", "transient non-fatal errors",
        "do not need to resend", "don't need to resend", "will keep trying", "will be retried", "gmail will retry",
        "delivery will continue to be attempted", "delivery attempts will continue", "noch nicht zugestellt",
        "wird weiter versucht", "n'a pas encore été", "todavía no se ha", "non è ancora stato", "ainda não foi",
        "nog niet bezorgd", "jeszcze nie został", "dosud nebyl", "пока не доставлено", "еще не доставлено",
        "ещё не доставлено", "попытки доставки будут", "暂时未能投递", "将继续尝试", "将继续重试", "再送を試み",
    ])

    private static let ends = PhraseList([
        "undeliver", "failure", "failed", "returned", "не доставлено", "недоставлен", "unzustellbar", "退信", "permanent",
    ])
    private static let finalTexts = PhraseList(["permanent error", "permanently failed", "giving up", "given up"])
}
