/// Names of addresses behind which nobody reads (RFC 5230 §4.6), written together: without hyphens, underscores and dots.
enum SystemSenders {
    /// The whole name.
    static let names: Set<String> = [
        "mailerdaemon", "maildaemon", "mdaemon", "postmaster", "bounce", "bounces", "listserv", "majordomo",
        "autoreply", "autoresponder", "autorespond", "nobody", "unsubscribe", "mailsystem", "maildeliverysystem",
        "mailman", "sympa", "automailer", "unmonitored", "notmonitored",
        "maildeliverysubsystem",
    ]

    /// "Do not answer", at the beginning or the end of the name, in the languages of those who send such mail.
    static let refusals = [
        "noreply", "donotreply", "dontreply", "notreply", "nereply", "noreplay", "noanswer", "neotvechat", "neotvechay",
        "neotvechai",
        "neotvechaite", "nevidpovidaty", "nichtantworten", "keineantwort", "nepasrepondre", "pasdereponse",
        "noresponder", "norespondas", "nocontestar", "noresponda", "naoresponda", "naoresponder", "nonrispondere",
        "nietbeantwoorden", "nieodpowiadaj", "nieodpowiadac", "neodpovidejte", "neodpovidat", "neodpovedajte",
        "nereagovat", "nereagujte", "svarainte", "svarej", "ikkesvar", "svarikke", "alavastaa", "eivastausta",
        "yanitlamayin", "cevaplamayiniz", "cevaplama", "nevalaszoljon", "neraspundeti", "nurespunde",
    ]

    /// Exchange's own sender: `MicrosoftExchange` and the 32 hexadecimal digits of the organisation.
    static func isExchange(_ name: String) -> Bool {
        name.hasPrefix("microsoftexchange") && name.utf8.count == 49
            && name.utf8.dropFirst(17).allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
    }
}
