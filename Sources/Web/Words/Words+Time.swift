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
        let names =
            language == .russian
            ? ["пн", "вт", "ср", "чт", "пт", "сб", "вс"] : ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return names.indices.contains(weekday) ? names[weekday] : ""
    }

    /// "12 Nov" or «12 ноя», with the year where it is given.
    func dayShort(_ day: Int, month: Int, year: Int?) -> String {
        let names =
            language == .russian
            ? ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
            : ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return date(day, name(month, of: names), year)
    }

    /// "12 November" or «12 ноября», with the year where it is given.
    func dayLong(_ day: Int, month: Int, year: Int?) -> String {
        let names =
            language == .russian
            ? [
                "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
                "ноября", "декабря",
            ]
            : [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        return date(day, name(month, of: names), year)
    }

    private func name(_ month: Int, of names: [String]) -> String {
        names.indices.contains(month - 1) ? names[month - 1] : ""
    }

    private func date(_ day: Int, _ month: String, _ year: Int?) -> String {
        let start = "\(day)\u{a0}\(month)"
        return year.map { "\(start) \($0)" } ?? start
    }
}
