extension Address {
    /// Nobody reads what is sent there: a mail server, a list's own program, or a sender who says so (RFC 5230 §4.6).
    public var isSystem: Bool { SystemSenders.contains(localPart.lowercased()) }
}

/// Names of addresses behind which nobody reads (RFC 5230 §4.6), written together: without hyphens, underscores and dots.
enum SystemSenders {
    /// The whole name.
    private static let names: Set<String> = [
        "mailerdaemon", "maildaemon", "mdaemon", "postmaster", "bounce", "bounces", "listserv", "majordomo",
        "autoreply", "autoresponder", "autorespond", "nobody", "unsubscribe", "mailsystem", "maildeliverysystem",
        "maildeliverysubsystem", "mailman", "sympa", "automailer", "unmonitored", "notmonitored",
    ]

    /// "Do not answer", at the beginning or the end of the name, in the languages of those who send such mail.
    private static let refusals = [
        "noreply", "donotreply", "dontreply", "notreply", "nereply", "noreplay", "noanswer", "neotvechat", "neotvechay",
        "neotvechai", "neotvechaite", "nevidpovidaty", "nichtantworten", "keineantwort", "nepasrepondre",
        "pasdereponse",
        "noresponder", "norespondas", "nocontestar", "noresponda", "naoresponda", "naoresponder", "nonrispondere",
        "nietbeantwoorden", "nieodpowiadaj", "nieodpowiadac", "neodpovidejte", "neodpovidat", "neodpovedajte",
        "nereagovat", "nereagujte", "svarainte", "svarej", "ikkesvar", "svarikke", "alavastaa", "eivastausta",
        "yanitlamayin", "cevaplamayiniz", "cevaplama", "nevalaszoljon", "neraspundeti", "nurespunde",
    ]

    /// - Parameter local: the part before the `@`, in lower case.
    static func contains(_ local: String) -> Bool {
        if endings.contains(where: local.hasSuffix) || beginnings.contains(where: local.hasPrefix) { return true }
        let words = String(
            decoding: local.utf8.prefix { $0 != UInt8(ascii: "+") && $0 != .equals }
                .filter { $0 != .hyphen && $0 != .underscore && $0 != .dot }, as: UTF8.self)
        return names.contains(words) || refusals.contains { words.hasPrefix($0) || words.hasSuffix($0) }
            || isExchange(words)
    }

    /// What programs of lists put around a list's name, and what stands before the address that a bounce is about.
    private static let endings = ["-request", "-bounces"]
    private static let beginnings = ["owner-", "bounce+", "bounce-", "bounce=", "bounces-", "bounces="]

    /// Exchange's own sender: `MicrosoftExchange` and the 32 hexadecimal digits of the organisation.
    private static func isExchange(_ name: String) -> Bool {
        name.hasPrefix("microsoftexchange") && name.utf8.count == 49
            && name.utf8.dropFirst(17).allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
    }
}
