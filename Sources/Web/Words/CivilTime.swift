import Foundation

/// A moment on the wall clock and the calendar of a time zone.
struct CivilTime: Sendable, Equatable {
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int
    /// 0 is Monday.
    let weekday: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// Days since 1 January 1970, for differences.
    let dayNumber: Int

    /// - Parameters:
    ///   - date: the moment.
    ///   - zone: whose offset at that moment counts.
    init(_ date: Date, in zone: TimeZone) {
        self.init(date, offsetSeconds: zone.secondsFromGMT(for: date))
    }

    /// The moment in UTC.
    init(utc date: Date) {
        self.init(date, offsetSeconds: 0)
    }

    private init(_ date: Date, offsetSeconds: Int) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offsetSeconds
        dayNumber = seconds.floorDivided(by: 86_400)
        let rest = seconds - dayNumber * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        // 1 January 1970 was a Thursday.
        weekday = (dayNumber + 3) - (dayNumber + 3).floorDivided(by: 7) * 7
        (year, month, day) = Self.calendarDay(dayNumber)
    }

    /// The Gregorian date of a day number. Counts years from 1 March, so that the leap day is the last of its year.
    private static func calendarDay(_ dayNumber: Int) -> (Int, Int, Int) {
        let shifted = dayNumber + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int {
    fileprivate func floorDivided(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
