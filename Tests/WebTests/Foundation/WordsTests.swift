import Foundation
import HelpDesk
import Testing

@testable import Web

@Suite struct `Words in two languages` {
    @Test(arguments: [
        (0, "0 заявок"), (1, "1 заявка"), (2, "2 заявки"), (4, "4 заявки"), (5, "5 заявок"), (11, "11 заявок"),
        (12, "12 заявок"), (14, "14 заявок"), (21, "21 заявка"), (22, "22 заявки"), (25, "25 заявок"),
        (101, "101 заявка"),
        (111, "111 заявок"), (1_001, "1001 заявка"), (11_222, "11 222 заявки"),
    ])
    func `Russian plurals`(_ number: Int, _ expected: String) {
        #expect(plain(Words(.russian).count(number, .tickets)) == expected)
    }

    @Test(arguments: [(0, "0 tickets"), (1, "1 ticket"), (2, "2 tickets"), (1_206, "1,206 tickets")])
    func `English plurals`(_ number: Int, _ expected: String) {
        #expect(plain(Words(.english).count(number, .tickets)) == expected)
    }

    @Test(arguments: [
        (1, "через 1 секунду.", "in 1 second."), (119, "через 119 секунд.", "in 119 seconds."),
        (120, "через 2 минуты.", "in 2 minutes."), (121, "через 3 минуты.", "in 3 minutes."),
        (1_241, "через 21 минуту.", "in 21 minutes."), (3_600, "через 60 минут.", "in 60 minutes."),
    ])
    func `how long to wait`(_ seconds: Int, _ russian: String, _ english: String) {
        #expect(plain(Words(.russian).tooManyAttempts(seconds: seconds)).hasSuffix(russian))
        #expect(plain(Words(.english).tooManyAttempts(seconds: seconds)).hasSuffix(english))
    }

    @Test(arguments: [
        (-1, "0 Б", "0 B"), (999, "999 Б", "999 B"), (1_000, "1 КБ", "1 KB"), (118_400, "118 КБ", "118 KB"),
        (999_499, "999 КБ", "999 KB"), (999_950, "1 МБ", "1 MB"), (2_412_000, "2,4 МБ", "2.4 MB"),
        (25_000_000, "25 МБ", "25 MB"), (50_000_000, "50 МБ", "50 MB"), (3_500_000_000, "3,5 ГБ", "3.5 GB"),
    ])
    func `sizes`(_ bytes: Int, _ russian: String, _ english: String) {
        #expect(plain(Words(.russian).size(bytes: bytes)) == russian)
        #expect(plain(Words(.english).size(bytes: bytes)) == english)
    }

    @Test(arguments: [
        ("ru", Language.russian), ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", .russian),
        ("en-GB,en;q=0.9,ru;q=0.8", .english),
        ("de, ru;q=0.4, en;q=0.5", .english), ("de,fr", .english), ("", .english), ("ru;q=0", .english),
        ("*", .english), (";;;,=,q", .english), ("en;q=abc,ru;q=0.1", .russian),
    ])
    func `the language that the browser likes best`(_ header: String, _ expected: Language) {
        #expect(Language(acceptLanguage: header) == expected)
    }
}

@Suite struct `Reasons in two languages` {
    @Test(arguments: Reason.Code.allCases) func `there are words for each`(_ code: Reason.Code) throws {
        let english = try #require(Words(.english).reason(code)), russian = try #require(Words(.russian).reason(code))
        #expect(english.sentence.hasSuffix(".") && russian.sentence.hasSuffix("."))
        #expect(english.short.count <= 34 && russian.short.count <= 36)
        #expect(english.sentence != russian.sentence && english.short != russian.short)
    }
}

@Suite struct `What ails a mailbox` {
    @Test(arguments: [
        (
            "The server refused the password: NO [AUTHENTICATIONFAILED] Application password is REQUIRED",
            MailTrouble.password
        ),
        ("535 5.7.8 Error: authentication failed", .password),
        ("imap.example.com:993 is not trusted: the certificate has expired.", .certificate),
        ("Waited 30 seconds in vain for the connection.", .slow),
        ("imap.example.com:993 refused the connection.", .unreachable), ("", .other), ("strange", .other),
    ])
    func `is told by the words of server and connection`(_ text: String, _ expected: MailTrouble) {
        #expect(MailTrouble(text) == expected)
    }
}

@Suite struct `Times in the reader's zone` {
    /// Friday, 20 November 2026, 13:40:30 UTC.
    let now = Samples.now

    @Test func `the calendar agrees with Foundation's on odd days`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Moscow"))
        for seconds in stride(from: -3_000_000_000.0, through: 5_000_000_000, by: 7_777_777) {
            let date = Date(timeIntervalSince1970: seconds)
            let time = CivilTime(date, in: calendar.timeZone)
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
            #expect([time.year, time.month, time.day] == [parts.year, parts.month, parts.day])
            #expect([time.hour, time.minute, time.second] == [parts.hour, parts.minute, parts.second])
            #expect((time.weekday + 1) % 7 + 1 == parts.weekday)
        }
    }

    @Test(arguments: [
        (0, "now", "сейчас"), (5, "5 min", "5 мин"), (121, "2 h", "2 ч"), (719, "11 h", "11 ч"), (1_290, "Thu", "чт"),
        (5 * 1_440, "Sun", "вс"), (8 * 1_440, "12 Nov", "12 ноя"), (400 * 1_440, "16 Oct 2025", "16 окт 2025"),
        (-3_000, "22 Nov", "22 ноя"),
    ])
    func `short and relative in lists`(_ minutes: Int, _ english: String, _ russian: String) {
        #expect(plain(Samples.reader(.english).short(Samples.ago(minutes: minutes))) == english)
        #expect(plain(Samples.reader(.russian).short(Samples.ago(minutes: minutes))) == russian)
    }

    @Test func `exact on hover, in the zone of the reader`() throws {
        let vladivostok = try #require(TimeZone(identifier: "Asia/Vladivostok"))
        let reader = Reader(language: .russian, zone: vladivostok, now: now)
        #expect(plain(reader.exact(now).text) == "20 ноября 2026, 23:40:30")
        let markup = reader.time(now).text
        #expect(markup.contains("datetime=\"2026-11-20T13:40:30Z\""))
        #expect(plain(markup).contains("title=\"20 ноября 2026, 23:40:30\""))
    }

    @Test func `the day changes at the reader's midnight`() throws {
        let moscow = try #require(TimeZone(identifier: "Europe/Moscow"))
        // 00:10 in Moscow, still the day before in Greenwich.
        let now = Date(timeIntervalSince1970: 1_795_209_000)
        let message = now.addingTimeInterval(-30 * 60)
        #expect(Reader(language: .english, zone: moscow, now: now).hourText(message) == "Fri 23:40")
        #expect(Reader(language: .english, zone: .gmt, now: now).hourText(message) == "20:40")
    }

    @Test func `for customers the day counts, not the minute`() {
        let reader = Samples.reader(.russian)
        #expect(plain(reader.calm(Samples.ago(minutes: 2))) == "2 мин назад")
        #expect(plain(reader.calm(Samples.ago(minutes: 90))) == "12:10")
        #expect(plain(reader.calm(Samples.ago(minutes: 2_900))) == "18 ноября")
    }
}

/// With ordinary spaces in place of those that do not break.
func plain(_ text: String) -> String {
    text.replacing("\u{a0}", with: " ").replacing("\u{202f}", with: " ")
}
