import Foundation

/// Times as the reader reads them: short and relative in lists, exact on hover, never in another zone.
extension Reader {
    /// A `time` element with the short form as its text and the exact time in `title` and `datetime`.
    func time(_ date: Date) -> HTML {
        stamp(date, reads: short(date))
    }

    /// The same for conversations: the hour, with the day where it is not today's.
    func hour(_ date: Date) -> HTML {
        stamp(date, reads: hourText(date))
    }

    /// For lists: "now", "5 min", "3 h", "Thu", "12 Nov", "12 Nov 2025".
    func short(_ date: Date) -> String {
        let elapsed = Int(now.timeIntervalSince(date))
        let then = CivilTime(date, in: zone)
        if elapsed < 60, elapsed > -60 { return words.justNow }
        if elapsed > 0, elapsed < 3600 { return words.minutesShort(elapsed / 60) }
        if elapsed > 0, elapsed < 12 * 3600 || then.dayNumber == today.dayNumber {
            return words.hoursShort(elapsed / 3600)
        }
        let days = today.dayNumber - then.dayNumber
        if (1...6).contains(days) { return words.weekdayShort(then.weekday) }
        return words.dayShort(then.day, month: then.month, year: then.year == today.year ? nil : then.year)
    }

    /// For conversations: "13:36", "Thu 16:12", "12 Nov, 16:12", "12 Nov 2025, 16:12".
    func hourText(_ date: Date) -> String {
        let then = CivilTime(date, in: zone)
        let hour = "\(padded(then.hour)):\(padded(then.minute))"
        let days = today.dayNumber - then.dayNumber
        if days == 0 { return hour }
        if (1...6).contains(days) { return "\(words.weekdayShort(then.weekday)) \(hour)" }
        let day = words.dayShort(then.day, month: then.month, year: then.year == today.year ? nil : then.year)
        return "\(day), \(hour)"
    }

    /// On hover: "20 November 2026, 13:36:52".
    func exact(_ date: Date) -> HTML {
        let then = CivilTime(date, in: zone)
        return "\(words.dayLong(then.day, month: then.month, year: then.year)), \(clock(then))"
    }

    /// For customers, who come seldom: "2 minutes ago", "18 November", "11 December 2025".
    func calm(_ date: Date) -> String {
        let elapsed = Int(now.timeIntervalSince(date))
        if elapsed < 60, elapsed > -60 { return words.justNow }
        if elapsed > 0, elapsed < 3600 { return words.ago(words.minutesShort(elapsed / 60)) }
        let then = CivilTime(date, in: zone)
        if then.dayNumber == today.dayNumber { return "\(padded(then.hour)):\(padded(then.minute))" }
        return words.dayLong(then.day, month: then.month, year: then.year == today.year ? nil : then.year)
    }

    /// How long ago in one short word, for the health of a mailbox: "12 s", "4 min".
    func elapsed(since date: Date) -> String {
        let seconds = max(0, Int(now.timeIntervalSince(date)))
        if seconds < 60 { return words.secondsShort(seconds) }
        if seconds < 3600 { return words.minutesShort(seconds / 60) }
        if seconds < 48 * 3600 { return words.hoursShort(seconds / 3600) }
        return words.daysShort(seconds / 86_400)
    }

    /// A `time` element that reads `text`.
    func stamp(_ date: Date, reads text: String) -> HTML {
        let utc = CivilTime(utc: date)
        return """
            <time datetime="\(utc.year)-\(twoDigits: utc.month)-\(twoDigits: utc.day)T\(clock(utc))Z" title="\(exact(date))">\
            \(text)</time>
            """
    }

    private func clock(_ time: CivilTime) -> HTML {
        "\(twoDigits: time.hour):\(twoDigits: time.minute):\(twoDigits: time.second)"
    }
}

private func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
}
