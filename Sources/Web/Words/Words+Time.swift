import HelpDesk

/// Words of the clock and the calendar.
extension Words {
    var justNow: String { say("now", "сейчас") }

    func secondsShort(_ count: Int) -> String { say("\(count)\u{a0}s", "\(count)\u{a0}с") }
    func minutesShort(_ count: Int) -> String { say("\(count)\u{a0}min", "\(count)\u{a0}мин") }
    func hoursShort(_ count: Int) -> String { say("\(count)\u{a0}h", "\(count)\u{a0}ч") }
    func daysShort(_ count: Int) -> String { say("\(count)\u{a0}d", "\(count)\u{a0}д") }
    func ago(_ span: String) -> String { say("\(span) ago", "\(span) назад") }

    /// - Parameter weekday: 0 is Monday.
    func weekdayShort(_ weekday: Int) -> String {
        name(weekday, of: language == .russian ? russianWeekdays : englishWeekdays)
    }

    /// "12 Nov" or «12 ноя», with the year where it is given.
    func dayShort(_ day: Int, month: Int, year: Int?) -> String {
        date(day, name(month - 1, of: language == .russian ? russianMonthsShort : englishMonthsShort), year)
    }

    /// "12 November" or «12 ноября», with the year where it is given.
    func dayLong(_ day: Int, month: Int, year: Int?) -> String {
        date(day, name(month - 1, of: language == .russian ? russianMonths : englishMonths), year)
    }

    private func name(_ index: Int, of names: [String]) -> String {
        names.indices.contains(index) ? names[index] : ""
    }

    private func date(_ day: Int, _ month: String, _ year: Int?) -> String {
        let start = "\(day)\u{a0}\(month)"
        return year.map { "\(start) \($0)" } ?? start
    }
}

private let englishWeekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
private let russianWeekdays = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
private let englishMonthsShort = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]
private let russianMonthsShort = [
    "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
]
private let englishMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]
private let russianMonths = [
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
]
