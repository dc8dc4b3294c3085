import FoundationEssentials

/// Collects the pieces of a date wherever they stand.
struct DateScanner {
    private var day: Int?
    private var month: Int?
    private var year: Int?
    private var time: (hour: Int, minute: Int, second: Int)?
    private var offsetSeconds: Int?
    private var isAfternoon: Bool?
    /// Whether the month was read before any day, where the name of a weekday may stand.
    private var isMonthBeforeDay = false

    /// The instant, if day, month and year make one. A missing time is midnight, a missing zone UTC.
    var date: Date? {
        guard let day, let month, let year, (1...31).contains(day), (1...12).contains(month) else { return nil }
        var clock = time ?? (0, 0, 0)
        if let isAfternoon, clock.hour <= 12 { clock.hour = clock.hour % 12 + (isAfternoon ? 12 : 0) }
        guard clock.hour < 24 || clock == (24, 0, 0), clock.minute < 60, clock.second <= 60,
            (1900...9999).contains(year)
        else { return nil }
        let seconds = MailDate.days(year, month, day) * 86_400 + clock.hour * 3600 + clock.minute * 60 + clock.second
        return Date(timeIntervalSince1970: Double(seconds - (offsetSeconds ?? 0)))
    }

    init(_ text: String) {
        for token in DateScanner.tokens(Array(text.utf8.prefix(200))) { take(token) }
    }

    /// Words without comments, cut at white space and commas; a sign that follows a time begins a new word.
    private static func tokens(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var tokens: [ArraySlice<UInt8>] = []
        var start: Int?
        var depth = 0
        for (index, byte) in bytes.enumerated() {
            let isSeparator =
                byte.isWhitespace || byte == .comma || byte == .openParenthesis || byte == .closeParenthesis
                || depth > 0
            let isZoneSign =
                (byte == 0x2B || byte == .hyphen) && start.map { bytes[$0..<index].contains(.colon) } == true
            if isSeparator || isZoneSign, let begun = start {
                tokens.append(bytes[begun..<index])
                start = nil
            }
            if byte == .openParenthesis { depth += 1 }
            if byte == .closeParenthesis { depth = max(0, depth - 1) }
            if !isSeparator, start == nil { start = index }
        }
        if let start { tokens.append(bytes[start...]) }
        return tokens
    }

    private mutating func take(_ token: ArraySlice<UInt8>) {
        guard let first = token.first else { return }
        if token.contains(.colon), first.isDigit {
            takeTime(token)
        } else if first == 0x2B || first == .hyphen {
            offsetSeconds = offsetSeconds ?? DateScanner.offset(token)
        } else if first.isDigit {
            takeNumbers(token)
        } else {
            takeWord(token)
        }
    }

    /// `10:00`, `10:00:05`, `10:00:05.123Z`, and ISO 8601 `2026-11-10T10:00:05Z`.
    private mutating func takeTime(_ token: ArraySlice<UInt8>) {
        var clock = token
        if let separator = token.firstIndex(where: { $0.lowered == 0x74 }), separator > token.startIndex {
            takeNumbers(token[..<separator])
            clock = token[(separator + 1)...]
        }
        if clock.last?.lowered == 0x7A {
            offsetSeconds = offsetSeconds ?? 0
            clock = clock.dropLast()
        }
        let suffix = clock.suffix(2)
        if suffix.equalsFolded("am") || suffix.equalsFolded("pm") {
            isAfternoon = suffix.equalsFolded("pm")
            clock = clock.dropLast(2)
        }
        let numbers = clock.split(separator: .colon, omittingEmptySubsequences: false).map { part in
            DateScanner.number(part.prefix { $0.isDigit })
        }
        guard numbers.count >= 2, numbers.count <= 4, time == nil, let hour = numbers[0], let minute = numbers[1] else {
            return
        }
        time = (hour, minute, numbers.count > 2 ? numbers[2] ?? 0 : 0)
    }

    /// `10`, `2026`, `10-Nov-26`, `2026-11-10`, `10.11.2026`, `11/10/2026`.
    private mutating func takeNumbers(_ token: ArraySlice<UInt8>) {
        let parts = token.split(whereSeparator: { $0 == .hyphen || $0 == .dot || $0 == .slash })
        if year != nil, time == nil, parts.count > 1, parts.allSatisfy({ $0.count <= 2 }) {
            // "10.30" and "10.30.05" behind a date are a time.
            takeTime(token[...].map { $0 == .dot ? .colon : $0 }[...])
            return
        }
        if parts.count >= 3 {
            takeCompound(parts, isAmerican: token.contains(.slash))
            return
        }
        for part in parts {
            guard let number = DateScanner.number(part.prefix { $0.isDigit }) else {
                takeWord(part)
                continue
            }
            if day == nil, (1...31).contains(number), part.count <= 2 || part.last?.isDigit == false {
                day = number
            } else if year == nil {
                year = DateScanner.fullYear(number, digits: part.count)
            }
        }
    }

    private mutating func takeCompound(_ parts: [ArraySlice<UInt8>], isAmerican: Bool) {
        let numbers = parts.prefix(3).map { DateScanner.number($0) }
        if let first = numbers[0], parts[0].count == 4 {
            (year, month, day) = (first, numbers[1] ?? DateScanner.month(parts[1]), numbers[2])
        } else if let last = numbers[2] {
            let middle = numbers[1] ?? DateScanner.month(parts[1])
            year = DateScanner.fullYear(last, digits: parts[2].count)
            (day, month) = isAmerican && (middle ?? 0) <= 31 ? (middle, numbers[0]) : (numbers[0], middle)
        }
    }

    private mutating func takeWord(_ token: ArraySlice<UInt8>) {
        if let found = DateScanner.month(token) {
            // "mar., 10 nov." is a Tuesday of November: what stands behind the day is the month.
            if month == nil || isMonthBeforeDay && day != nil { month = found }
            isMonthBeforeDay = day == nil
        } else if token.equalsFolded("am") || token.equalsFolded("pm") {
            isAfternoon = token.equalsFolded("pm")
        } else if time != nil, offsetSeconds == nil {
            offsetSeconds = DateScanner.namedZone(token)
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var value = 0
        for digit in digits {
            guard digit.isDigit else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    /// RFC 5322 §4.3: 00–49 is 20xx, 50–99 and three digits count from 1900.
    private static func fullYear(_ number: Int, digits: Int) -> Int {
        digits <= 2 ? number < 50 ? 2000 + number : 1900 + number : digits == 3 ? 1900 + number : number
    }

    /// `+0300`, `+03:00`, `+3`.
    private static func offset(_ token: ArraySlice<UInt8>) -> Int? {
        let digits = token.dropFirst().filter(\.isDigit)
        guard let value = number(digits[...]), digits.count <= 4 else { return nil }
        let minutes = digits.count <= 2 ? value * 60 : value / 100 * 60 + value % 100
        guard minutes <= 24 * 60 else { return nil }
        return (token.first == .hyphen ? -60 : 60) * minutes
    }

    /// RFC 5322 §4.3, and what else is met: `GMT+3`, `MSK`, `CEST`. Single letters mean UTC, as nobody gets them right.
    private static func namedZone(_ token: ArraySlice<UInt8>) -> Int? {
        if let sign = token.firstIndex(where: { $0 == 0x2B || $0 == .hyphen }) { return offset(token[sign...]) }
        return zones[String(ascii: token).asciiLowered].map { $0 * 1800 }
    }

    /// In half hours east of UTC.
    private static let zones: [String: Int] = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -10, "edt": -8, "cst": -12, "cdt": -10, "mst": -14, "mdt": -12,
        "pst": -16,
        "pdt": -14, "msk": 6, "msd": 8, "cet": 2, "cest": 4, "met": 2, "mest": 4, "eet": 4, "eest": 6, "wet": 0,
        "west": 2,
        "bst": 2, "ist": 11, "jst": 18, "kst": 18, "hkt": 16, "sgt": 16, "aest": 20, "aedt": 22, "nzst": 24, "nzdt": 26,
    ]

    /// By the first letters of its name: en, de, fr, es, it, pt, nl, sv, pl in ASCII; Russian in UTF-8.
    static func month(_ token: ArraySlice<UInt8>) -> Int? {
        guard token.count >= 3, let first = token.first, !first.isDigit else { return nil }
        guard token.contains(where: { $0 >= 0x80 }) else {
            return shortNames[key(token.prefix(3))] ?? shortNames[key(token.prefix(4))]
        }
        let word = String(decoding: token.prefix(24), as: UTF8.self).lowercased()
        return names.first { word.hasPrefix($0.0) }?.1
    }

    /// The names in ASCII, all of three or four letters, by those.
    private static let shortNames: [Int: Int] = Dictionary(
        names.filter { $0.0.utf8.count <= 4 }.map { (key($0.0.utf8), $0.1) }, uniquingKeysWith: { first, _ in first })

    private static func key(_ letters: some Sequence<UInt8>) -> Int { letters.reduce(0) { $0 << 8 | Int($1.lowered) } }

    private static let names: [(String, Int)] = [
        ("jan", 1), ("ene", 1), ("gen", 1), ("feb", 2), ("fev", 2), ("fév", 2), ("mar", 3), ("mär", 3), ("mrz", 3),
        ("maa", 3),
        ("apr", 4), ("abr", 4), ("avr", 4), ("may", 5), ("mai", 5), ("maj", 5), ("mag", 5), ("mei", 5), ("jun", 6),
        ("juin", 6), ("giu", 6),
        ("jul", 7), ("juil", 7), ("lug", 7), ("aug", 8), ("ago", 8), ("aoû", 8), ("aou", 8), ("sep", 9), ("set", 9),
        ("oct", 10), ("okt", 10),
        ("out", 10), ("ott", 10), ("nov", 11), ("dec", 12), ("dez", 12), ("dic", 12), ("déc", 12), ("янв", 1),
        ("фев", 2), ("мар", 3),
        ("апр", 4), ("мая", 5), ("май", 5), ("июн", 6), ("июл", 7), ("авг", 8), ("сен", 9), ("окт", 10), ("ноя", 11),
        ("дек", 12),
    ]
}
