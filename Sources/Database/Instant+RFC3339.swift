extension Instant {
    /// The moment as RFC 3339 writes it, always in UTC: `2026-11-20T10:00:00Z`, with three digits of a fraction where
    /// there is one (`….123Z`), and six where three would lose something.
    public var rfc3339: String {
        let seconds = microseconds.flooredQuotient(by: 1_000_000)
        let fraction = microseconds &- seconds &* 1_000_000
        let days = seconds.flooredQuotient(by: 86_400)
        let second = seconds - days * 86_400
        let (year, month, day) = civilDate(daysSince1970: days)
        var text = ""
        text.reserveCapacity(27)
        if year < 0 { text += "-" }
        text.append(abs(year), digits: 4)
        text += "-"
        text.append(month, digits: 2)
        text += "-"
        text.append(day, digits: 2)
        text += "T"
        text.append(second / 3_600, digits: 2)
        text += ":"
        text.append(second / 60 % 60, digits: 2)
        text += ":"
        text.append(second % 60, digits: 2)
        if fraction != 0 {
            text += "."
            let isWhole = fraction % 1_000 == 0
            text.append(isWhole ? fraction / 1_000 : fraction, digits: isWhole ? 3 : 6)
        }
        text += "Z"
        return text
    }

    /// Reads a date and time of RFC 3339 §5.6 with any offset: `2026-11-20T10:00:00.5+03:00`. A leap second counts as
    /// the first second after it; digits beyond the microsecond are dropped.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2), reader.skip("T", "t", " "),
            let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2),
            reader.skip(":"), let second = reader.number(digits: 2), let fraction = reader.fraction(),
            let offset = reader.offsetMinutes(), reader.isAtEnd,
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        // A day such as 31 April would come out as 1 May.
        guard civilDate(daysSince1970: days) == (year, month, day) else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }
}

/// The date of the proleptic Gregorian calendar, by counting in eras of 400 years that begin on 1 March.
private func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let era = yearFromMarch.flooredQuotient(by: 400)
    let yearOfEra = yearFromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension String {
    fileprivate mutating func append(_ number: Int64, digits: Int) {
        let text = String(number)
        for _ in 0..<max(0, digits - text.utf8.count) { append("0") }
        append(text)
    }
}

private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(digits: Int) -> Int64? {
        let word = rest.prefix(digits)
        guard word.count == digits, word.allSatisfy(\.isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return word.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    mutating func skip(_ allowed: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, allowed.contains(Unicode.Scalar(first)) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Microseconds; 0 where there is no fraction, nil where there is a dot without digits.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        let digits = rest.prefix(while: \.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let padded = Array(digits.prefix(6)) + Array(repeating: 0x30, count: max(0, 6 - digits.count))
        return padded.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    mutating func offsetMinutes() -> Int64? {
        if skip("Z", "z") { return 0 }
        let sign: Int64 = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip("+", "-"), let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
