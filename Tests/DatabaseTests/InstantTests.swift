import Database
import Foundation
import TestKit
import Testing

@Suite struct `Moments` {
    @Test(arguments: [
        "", "2026-11-20", "2026-11-20T10:00:00", "2026-11-20T10:00:00.Z", "2026-11-20T10:00:00ZZ",
        "2026-13-20T10:00:00Z", "2026-04-31T10:00:00Z", "2026-02-29T10:00:00Z", "1900-02-29T00:00:00Z",
        "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:61Z", "2026-11-20T10:00:00+3:00",
        "2026-11-20T10:00:00+24:00", "２026-11-20T10:00:00Z", "+026-11-20T10:00:00Z",
    ])
    func `what is no RFC 3339 date is refused`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1), ("2000-02-29T00:00:00Z", 951_782_400_000_000),
        ("2026-11-20T10:00:00.123Z", 1_795_168_800_123_000), ("2026-11-20T10:00:00.000001Z", 1_795_168_800_000_001),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ])
    func `a date reads as it is written`(text: String, microseconds: Int64) {
        #expect(Instant(rfc3339: text) == Instant(microseconds: microseconds))
        #expect(Instant(microseconds: microseconds).rfc3339 == text)
    }

    @Test(arguments: [
        ("2026-11-20T13:00:00+03:00", "2026-11-20T10:00:00Z"),
        ("2026-11-20t04:30:00.5-05:30", "2026-11-20T10:00:00.500Z"),
        ("2026-11-20 10:00:00.1234567z", "2026-11-20T10:00:00.123456Z"),
        ("2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z"), ("2026-11-20T10:00:00-00:00", "2026-11-20T10:00:00Z"),
    ])
    func `offsets, leap seconds and long fractions are understood`(text: String, expected: String) {
        #expect(Instant(rfc3339: text)?.rfc3339 == expected)
    }

    @Test func `it agrees with Foundation on a day of every month of 800 years`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for month in 0..<(800 * 12) {
            let components = DateComponents(year: 1600 + month / 12, month: month % 12 + 1, day: 28, hour: 5, minute: 6)
            let date = try #require(calendar.date(from: components))
            let text = Instant(date).rfc3339
            #expect(Instant(rfc3339: text)?.date == date)
            guard month > 12 else { continue }
            #expect(text == date.formatted(.iso8601))
        }
    }

    @Test func `sums keep within the range`() {
        let moment = Instant(microseconds: 1_000_000)
        #expect((moment + 60).microseconds == 61_000_000)
        #expect((moment - 60).microseconds == -59_000_000)
        #expect((moment + 0.5).microseconds == 1_500_000)
        #expect((moment + .milliseconds(1)).microseconds == 1_001_000)
        #expect((moment - .microseconds(1)).microseconds == 999_999)
        #expect((moment + Int.max).microseconds == .max)
        #expect((moment - Int.max).microseconds == .min)
        #expect((moment + 60).seconds(since: moment) == 60)
        #expect(Instant(Date(timeIntervalSince1970: .infinity)).microseconds == .max)
        #expect(Instant(Date(timeIntervalSince1970: .nan)).microseconds == 0)
        #expect(Instant(microseconds: .min).rfc3339.hasSuffix("Z"))
        #expect(Instant(microseconds: .max).rfc3339.hasSuffix("Z"))
    }

    @Test func `JSON has it as a date`() throws {
        let moment = Instant(microseconds: 1_795_168_800_123_000)
        let json = try JSONEncoder().encode([moment])
        #expect(String(decoding: json, as: UTF8.self) == "[\"2026-11-20T10:00:00.123Z\"]")
        #expect(try JSONDecoder().decode([Instant].self, from: json) == [moment])
    }
}
