/// What help desks read out of subject lines, and how they write them.
public enum Subject {
    /// The subject without any number of `Re:`, `AW:`, `RE[2]:`, `Ответ:` … at its start. Forward prefixes stay: a forward
    /// is another matter.
    public static func withoutReplyPrefixes(_ subject: String) -> String {
        var rest = subject.trimmed
        while let stripped = withoutOnePrefix(rest, replies) { rest = stripped }
        return rest
    }

    /// Whether the subject begins like that of a forwarded mail. `Re: Fwd:` is an answer.
    public static func isForward(_ subject: String) -> Bool {
        withoutOnePrefix(subject.trimmed, forwards) != nil
    }

    /// The subject without reply and forward prefixes.
    public static func withoutPrefixes(_ subject: String) -> String {
        var rest = subject.trimmed
        while let stripped = withoutOnePrefix(rest, all) { rest = stripped }
        return rest
    }

    /// The numbers in `[TKT-…]`, in order, each once, in upper case: any case, blanks and NBSP inside the brackets are
    /// tolerated.
    public static func ticketTags(in subject: String) -> [String] {
        let bytes = Array(subject.utf8)
        var tags: [String] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == .openBracket,
                let end = bytes[(index + 1)...].prefix(120).firstIndex(where: {
                    $0 == .closeBracket || $0 == .openBracket
                }),
                bytes[end] == .closeBracket, let tag = ticketNumber(bytes[(index + 1)..<end])
            {
                if !tags.contains(tag) { tags.append(tag) }
                index = end
            }
            index += 1
        }
        return tags
    }

    /// The subject without any `[TKT-…]`: what opens a ticket of its own bears the number of that one alone.
    public static func withoutTicketTags(_ subject: String) -> String {
        guard subject.utf8.contains(.openBracket) else { return subject.trimmed }
        let bytes = Array(subject.utf8)
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == .openBracket,
                let end = bytes[(index + 1)...].prefix(120).firstIndex(where: {
                    $0 == .closeBracket || $0 == .openBracket
                }),
                bytes[end] == .closeBracket, ticketNumber(bytes[(index + 1)..<end]) != nil
            {
                index = end + 1
                // One of the two blanks around it goes with it.
                if kept.last.map({ $0 == .space }) ?? true, index < bytes.count, bytes[index] == .space { index += 1 }
                continue
            }
            kept.append(bytes[index])
            index += 1
        }
        return String(decoding: kept, as: UTF8.self).trimmed
    }

    private static func ticketNumber(_ bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let compact = String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
            .uppercased()
        return compact.hasPrefix("TKT-") && compact.utf8.count > 4 ? compact : nil
    }

    /// `prefix [ "[" digits "]" / "(" digits ")" / "^" digits ] ":"`, also with a full-width colon or a blank before it.
    private static func withoutOnePrefix(_ subject: String, _ prefixes: Set<String>) -> String? {
        // Both colons are quickly ruled out: the second is EF BC 9A in UTF-8.
        guard subject.utf8.prefix(120).contains(where: { $0 == .colon || $0 == 0xEF }) else { return nil }
        // Netscape and its heirs: "[Fwd: …]".
        if subject.utf8.first == .openBracket, subject.utf8.last == .closeBracket,
            !subject.utf8.dropFirst().dropLast().contains(where: { $0 == .openBracket || $0 == .closeBracket })
        {
            return withoutOnePrefix(String(subject.dropFirst().dropLast()), prefixes)
        }
        let scalars = subject.unicodeScalars
        guard let colon = scalars.prefix(24).firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        var word = scalars[..<colon]
        while let last = word.last, isOfCount(last) { word.removeLast() }
        guard prefixes.contains(String(word).lowercased()) else { return nil }
        return String(scalars[scalars.index(after: colon)...]).trimmed
    }

    /// What stands between the word and the colon.
    private static func isOfCount(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "[", "]", "(", ")", "^", "*", " ", "\u{A0}": true
        default: !scalar.isASCII && scalar.properties.numericType != nil
        }
    }

    private static let replies: Set<String> = [
        "re", "aw", "antw", "antwort", "antwoord", "sv", "vs", "ref", "rif", "res", "resp", "odp", "ynt", "yanıt", "vá",
        "vl", "r", "tr",
        "odpověď", "odpoveď", "ang", "答覆",
        "отв", "ответ", "на", "відп", "відповідь", "回复", "回覆", "答复", "답장", "返信", "υα", "απ", "atb", "bls", "cb", "hv",
    ]

    private static let all = replies.union(forwards)

    private static let forwards: Set<String> = [
        "fwd", "fw", "wg", "weitergeleitet", "videresend", "videresendt", "vidarebefordrat", "doorst", "doorsturen",
        "i", "tr", "rv", "enc", "rvs", "vb", "vl", "vs",
        "pd", "i̇lt", "ilt", "iletilen", "tov",
        "пересл", "пер", "пересылка", "fs", "trans", "転送", "转发", "轉寄", "전달", "πρθ", "továbbítás", "reenv", "пд",
        "přeposl", "fwdo", "переслать", "переслано", "transf", "redir",
        "redirecționat", "προώθ", "prenos", "posredovano", "prosljeđeno", "proslijeđeno", "הועבר", "העברה",
        "إعادة توجيه", "إعادة إرسال", "mensaje reenviado", "reenviado", "inoltrato", "inoltro", "transféré",
        "doorgestuurd",
        "przekazane", "vidarebefordrat", "välitetty", "iletildi", "переслане", "препратено", "továbbított",
    ]
}
