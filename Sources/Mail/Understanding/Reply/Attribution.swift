/// "On Tue, 10 Nov 2026 at 10:00, Ann <ann@example.org> wrote:" in the languages of the world.
///
/// A line counts if it ends in a colon and says both that somebody wrote and when or from which address; or, for those
/// programs that use no verb (Gmail and Yandex in Russian, Mail.ru), if it holds two of date, time and address. "Meeting
/// tomorrow at 10:00, agenda:" has one and is content.
enum Attribution {
    /// Gmail wraps at 78 columns: a long name and address take up to four lines.
    private static let maximumLines = 4

    /// The number of lines that the attribution beginning at `index` takes; nil if none begins there.
    static func length(_ lines: [TextLine], at index: Int) -> Int? {
        let first = lines[index]
        guard first.isShort, mayBegin(first) else { return nil }
        guard endsNearby(lines, index) else { return scatteredLength(lines, at: index) }
        if isRuledAttribution(first.folded) { return 1 }
        var joined = first.folded
        for count in 1...maximumLines {
            if count > 1 {
                let next = index + count - 1
                guard next < lines.count, lines[next].isShort, lines[next].quoteDepth == first.quoteDepth,
                    joined.count < 600
                else { return nil }
                joined.append(.space)
                joined += lines[next].folded
            }
            if count == 2, isRuledAttribution(joined) { return 2 }
            if count == 2, !begins(first.folded) { return nil }
            if mayEnd(joined),
                isAttribution(
                    joined[...], isFollowedByQuote: quoteFollows(lines, after: index + count, depth: first.quoteDepth))
            {
                return count
            }
            // "… 2016 г." and names may end a line, but a sentence that ends one does not go on in an attribution.
            if count == 1, joined.last == 0x21 || joined.last == .question { return nil }
        }
        return nil
    }

    /// Polymail and others leave the address on lines of its own, an empty one among them; then the first line says when,
    /// and the last one that somebody wrote.
    private static func scatteredLength(_ lines: [TextLine], at index: Int) -> Int? {
        let first = lines[index].folded
        guard prefixes.isPrefix(of: first) else { return nil }
        let when = WhenAndWho(first[...])
        guard when.hasDate, when.hasTime, WhenAndWho.beginsWithWeekday(Array(first.drop { $0 != .space }.dropFirst()))
        else { return nil }
        var joined = first
        for next in lines[(index + 1)...].prefix(6).indices where !lines[next].isEmpty {
            guard lines[next].isShort, joined.count < 600 else { return nil }
            joined += [.space] + lines[next].folded
            if lines[next].folded.last == .colon, verbs.occurs(in: lines[next].folded[...]) {
                return WhenAndWho(joined[...]).hasAddress ? next - index + 1 : nil
            }
        }
        return nil
    }

    /// Zoho and Android: "---- On Tue, 10 Nov 2026 10:00:00 +0300 Ann wrote ----".
    private static func isRuledAttribution(_ text: [UInt8]) -> Bool {
        guard text.starts(with: "---".utf8), text.count < 200 else { return false }
        return text.suffix(3).elementsEqual("---".utf8) && verbs.occurs(in: text[...])
    }

    /// Cheap: looks at the beginning of the line alone.
    private static func mayBegin(_ line: TextLine) -> Bool {
        let marks: [UInt8] = [.star, .underscore, .quote, .space, .openBracket]
        guard let first = line.folded.first(where: { !marks.contains($0) }) else { return false }
        return first.isDigit || first >= 0x80 || first == .less || first == .hyphen || first.isLetter
    }

    /// Cheap as well: an attribution ends in a colon within a few lines.
    private static func endsNearby(_ lines: [TextLine], _ index: Int) -> Bool {
        for line in lines[index..<min(index + maximumLines, lines.count)] {
            if mayEnd(line.folded) { return true }
            if line.isEmpty { return false }
        }
        return false
    }

    /// A colon, also bold or full-width, the bracket of an address, or a rule.
    private static func mayEnd(_ text: [UInt8]) -> Bool {
        guard let last = text.last else { return false }
        return last == .colon || last == .greater || last == .star || last == .underscore || last == .hyphen
            || endsInForeignColon(text[...])
    }

    /// The full-width colon of Chinese and Japanese, the Armenian `՝`.
    private static func endsInForeignColon(_ text: ArraySlice<UInt8>) -> Bool {
        text.suffix(3).elementsEqual([0xEF, 0xBC, 0x9A]) || text.suffix(2).elementsEqual([0xD5, 0x9D])
    }

    private static func quoteFollows(_ lines: [TextLine], after index: Int, depth: Int) -> Bool {
        for line in lines[min(index, lines.count)...].prefix(4) where !line.isEmpty { return line.quoteDepth > depth }
        return false
    }

    /// Whether a line may be the first of several: it says when or who, or opens as such lines do. Otherwise the sentence
    /// above an attribution would be taken for its beginning.
    private static func begins(_ text: [UInt8]) -> Bool {
        if prefixes.isPrefix(of: text) || text.elementsEqual("on".utf8) { return true }
        let evidence = WhenAndWho(text[...])
        return evidence.beginsWithDate || evidence.hasAddress || evidence.hasDate && evidence.hasTime
    }

    private static func isAttribution(_ text: ArraySlice<UInt8>, isFollowedByQuote: Bool) -> Bool {
        var text = text
        while let last = text.last, last == .star || last == .underscore || last == .space { text = text.dropLast() }
        let evidence = WhenAndWho(text)
        guard text.last == .colon || endsInForeignColon(text) else {
            // "2026/11/10 Ann <ann@example.org>" before a quote.
            return text.last == .greater && isFollowedByQuote && evidence.hasDate && evidence.hasAddress
                && evidence.beginsWithDate
        }
        let hasVerb = verbs.occurs(in: text.suffix(140)) || text.starts(with: "on ".utf8) && wrote.occurs(in: text)
        if hasVerb {
            let begins = evidence.beginsWithDate || prefixes.isPrefix(of: text)
            if evidence.count >= 2 { return true }
            if evidence.count == 1 { return begins || isFollowedByQuote || text.count < 240 }
            return isFollowedByQuote && text.count < 160
        }
        // Horde: "Quoting Ann <ann@example.org>:".
        if quotings.isPrefix(of: text), text.count < 200 {
            return isFollowedByQuote || evidence.hasAddress && text.contains(.less)
        }
        guard evidence.count >= 2, text.count < 500 else { return false }
        // Programs put the address into brackets; Mail.ru's app writes "от" instead. The lines of a log have neither.
        let isInParentheses = evidence.beginsWithDate && evidence.hasTime && text.dropLast().last == .closeParenthesis
        return isFollowedByQuote
            || evidence.hasAddress
                && (text.contains(.less) || isInParentheses || from.occurs(in: text) || isBySomebody(text, evidence))
    }

    private static let from = PhraseList([" от "])

    /// Tutanota: "10. Nov. 2026, 15:04 by ann@example.org:".
    private static func isBySomebody(_ text: ArraySlice<UInt8>, _ evidence: WhenAndWho) -> Bool {
        guard text.count < 120, evidence.beginsWithDate, evidence.hasTime else { return false }
        let words = text.split(separator: .space).suffix(2)
        return words.last?.contains(.at) == true && words.first.map { by.contains($0) } == true
    }

    private static let by = PhraseList(["by", "von", "par", "por", "da", "door", "av", "af", "от", "через"])

    private static let quotings = PhraseList([
        "quoting ", "zitat von ", "citando ", "citation de ", "citerar ", "citeren ", "цитирую ", "cytowanie ",
    ])

    private static let wrote = PhraseList([" wrote"])

    static let verbs = PhraseList([
        "wrote", "writes", "schrieb", "geschrieben", "a écrit", "a ecrit", "écrit", "escribió", "escribio",
        "ha escrito", "va escriure", "escreveu",
        "ha scritto", "scrisse", "schreef", "geschreven", "napisał", "napisal", "napisao", "napísal", "napsal", "skrev",
        "kirjoitti", "yazdı",
        "yazdi", "viết", "写道", "寫道", "写了", "のメール", "書きました", "작성", "написал", "пишет", "писал", "пишете", "пише",
        "έγραψε", "írta",
        "a scris", "написа", "said", "sent:", "menulis", "escrigué", "rašė", "rakstīja", "kirjutas",
        " pisze", " píše", " skriver", " schreibt", " schrijft", " scrive:", "تمت كتابة", "գրել",
        "نوشت", "كتب", "כתב", "เขียน", "ने लिखा", "написао", "напіса", "жазды", "napisala", "쓴 글", "писав", "писала",
        "skrifaði",
    ])

    private static let prefixes = PhraseList([
        "on ", "am ", "le ", "el ", "em ", "il ", "op ", "w dniu", "dnia", "dne", "den ", "på ", "d. ", "vào ", "at ",
        "в сообщении", "on-", "il giorno",
        "dana ", "בתאריך", "‫בתאריך", "في ", "در ", "no dia", "στις", "στις ", "pada ", "a ", "la ", "pe ", "-- on",
        "fecha",
    ])
}

/// What a line says about time and person.
struct WhenAndWho {
    private(set) var hasDate = false
    private(set) var hasTime = false
    private(set) var hasAddress = false
    private(set) var beginsWithDate = false

    var count: Int { (hasDate ? 1 : 0) + (hasTime ? 1 : 0) + (hasAddress ? 1 : 0) }

    /// - Parameter text: folded.
    init(_ text: ArraySlice<UInt8>) {
        let bytes = Self.withASCIIDigits(text)
        var index = 0
        var hasNumber = false
        var hasMonth = false
        // "9. 11. 2026" as Czech and Slovak have it.
        var spaced = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isDigit {
                let end = Self.endOfNumbers(bytes, index)
                take(bytes[index..<end])
                hasNumber = true
                if spaced >= 2, end - index == 4 { hasDate = true }
                let goesOn = end + 1 < bytes.count && bytes[end] == .dot && bytes[end + 1] == .space
                spaced = end - index <= 2 && goesOn ? spaced + 1 : 0
                if index < 3, hasDate { beginsWithDate = true }
                index = end
            } else if byte == .at, index > 0, index + 3 < bytes.count, bytes[index - 1] > 0x20,
                bytes[(index + 1)...].prefix(255).prefix(while: { $0 > 0x20 }).contains(.dot)
            {
                hasAddress = true
                index += 1
            } else if byte.isLetter || byte >= 0x80 {
                var end = index
                while end < bytes.count, bytes[end].isLetter || bytes[end] >= 0x80 { end += 1 }
                if !hasMonth { hasMonth = Self.isMonth(bytes[index..<end]) }
                index = end
            } else {
                index += 1
            }
        }
        if hasMonth, hasNumber { hasDate = true }
        if hasDate, !beginsWithDate { beginsWithDate = Self.beginsWithWeekday(bytes) || bytes.first?.isDigit == true }
    }

    /// The digits of Arabic and Persian (U+0660, U+06F0) as others write them.
    private static func withASCIIDigits(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(where: { $0 == 0xD9 || $0 == 0xDB }) else { return Array(text) }
        var bytes: [UInt8] = []
        for byte in text {
            if bytes.last == 0xD9, (0xA0...0xA9).contains(byte) {
                bytes[bytes.count - 1] = byte - 0xA0 + 0x30
            } else if bytes.last == 0xDB, (0xB0...0xB9).contains(byte) {
                bytes[bytes.count - 1] = byte - 0xB0 + 0x30
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Digits with the marks that join them: `10.11.2026`, `10:00`, `2026-11-10`.
    private static func endOfNumbers(_ bytes: [UInt8], _ start: Int) -> Int {
        var end = start
        while end < bytes.count,
            bytes[end].isDigit
                || ([.dot, .colon, .slash, .hyphen].contains(bytes[end]) && end + 1 < bytes.count
                    && bytes[end + 1].isDigit)
        {
            end += 1
        }
        return end
    }

    private mutating func take(_ number: ArraySlice<UInt8>) {
        let parts = number.split(whereSeparator: { !$0.isDigit })
        if number.contains(.colon) {
            if parts.count <= 3, parts.allSatisfy({ $0.count <= 2 }) { hasTime = true }
        } else if parts.count == 3, parts.allSatisfy({ $0.count <= 4 }), parts.contains(where: { $0.count <= 2 }) {
            hasDate = true
        }
    }

    private static func isMonth(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count >= 3, word.count <= 24 else { return false }
        if word.elementsEqual("年".utf8) || word.starts(with: "月".utf8) || word.elementsEqual("년".utf8)
            || word.elementsEqual("월".utf8)
        {
            return true
        }
        return DateScanner.month(word) != nil
    }

    /// Whether it says anything at all.
    var isSaid: Bool { count > 0 }

    /// - Parameter text: folded.
    static func beginsWithWeekday(_ text: [UInt8]) -> Bool {
        let word = text.prefix { $0.isLetter || $0 >= 0x80 }
        return word.count >= 2 && word.count <= 24 && weekdays.isPrefix(of: word)
    }

    private static let weekdays = PhraseList([
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "понед", "вторн",
        "среда", "четв", "пятн", "суббо",
        "воскр", "нд", "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim",
    ])
}
