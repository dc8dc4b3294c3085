import Foundation

/// Dates as IMAP writes them, read and written by hand: `DateFormatter` takes a quarter of a millisecond.
enum IMAPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE`, without the quotes.
    static func parse(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count >= 2 else { return nil }
        let day = words[0].split(separator: "-")
        let time = words[1].split(separator: ":").map { Int($0) }
        guard day.count == 3, time.count == 3, let number = Int(day[0]), (1...31).contains(number),
            let month = months.firstIndex(of: day[1].lowercased()), let year = Int(day[2]), (1...9_999).contains(year),
            let hour = time[0], let minute = time[1], let second = time[2],
            (0...24).contains(hour), (0...60).contains(minute), (0...61).contains(second)
        else { return nil }
        let days = daysSince1970(year: year, month: month + 1, day: number)
        let zone = words.count > 2 ? offsetSeconds(words[2]) : 0
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3_600 + minute * 60 + second - zone))
    }

    /// `date = date-day "-" date-month "-" date-year`, of that moment in UTC.
    static func day(of date: Date) -> String {
        let (year, month, day) = civil(Int((date.timeIntervalSince1970 / 86_400).rounded(.down)))
        return "\(day)-\(months[month - 1].capitalized)-\(year)"
    }

    /// `date-time` in UTC, with its quotes.
    static func dateTime(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let (year, month, day) = civil(days)
        let time = seconds - days * 86_400
        let clock = [time / 3_600, time / 60 % 60, time % 60].map(twoDigits).joined(separator: ":")
        return "\"\(twoDigits(day))-\(months[month - 1].capitalized)-\(year) \(clock) +0000\""
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// `zone = ("+" / "-") 4DIGIT`
    private static func offsetSeconds(_ zone: Substring) -> Int {
        guard zone.utf8.count == 5, let number = Int(zone.dropFirst()) else { return 0 }
        let seconds = number / 100 * 3_600 + number % 100 * 60
        return zone.utf8.first == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// The proleptic Gregorian calendar in eras of 400 years that begin in March, so that leap days come last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = min(max(days + 719_468, 0), 3_650_000)
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = shifted / 146_097 * 400 + yearOfEra + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, day)
    }
}
