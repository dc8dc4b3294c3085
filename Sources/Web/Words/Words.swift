import HelpDesk

/// Every word of the interface, in both languages. A missing translation does not compile.
///
/// The words stand in files by the place where they are read: `Words+Inbox.swift`, `Words+Portal.swift`, …
struct Words: Sendable {
    let language: Language

    init(_ language: Language) {
        self.language = language
    }

    /// The one of two texts that is in this language.
    func say(_ english: String, _ russian: String) -> String {
        language == .russian ? russian : english
    }

    /// A number with its noun: «1 заявка, 2 заявки, 5 заявок», "1 ticket, 2 tickets".
    func count(_ number: Int, _ noun: Noun) -> String {
        "\(grouped(number))\u{a0}\(noun.form(for: number, in: language))"
    }

    /// A number with its thousands set apart: 1,206 and 1 206.
    func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let separator = language == .russian ? "\u{202f}" : ","
        // Russian typography leaves four digits together.
        guard digits.count > (language == .russian ? 4 : 3) else { return String(number) }
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (number < 0 ? "−" : "") + groups.joined(separator: separator)
    }

    /// A size in bytes as people read it: 312 KB, 2.4 MB (thousands of 1,000, as browsers and phones count).
    func size(bytes: Int) -> String {
        let units = language == .russian ? ["Б", "КБ", "МБ", "ГБ"] : ["B", "KB", "MB", "GB"]
        guard bytes >= 1000 else { return "\(max(0, bytes))\u{a0}\(units[0])" }
        var unit = 1
        var unitBytes = 1000
        // 999.9 KB reads as 1 MB: what rounds to a thousand belongs to the next unit.
        while bytes >= unitBytes * 1000 - unitBytes / 2, unit < units.count - 1 {
            unitBytes *= 1000
            unit += 1
        }
        let tenths = (bytes * 10 + unitBytes / 2) / unitBytes
        let hasFraction = unit > 1 && tenths < 100 && tenths % 10 != 0
        let comma = language == .russian ? "," : "."
        let number = hasFraction ? "\(tenths / 10)\(comma)\(tenths % 10)" : "\((bytes + unitBytes / 2) / unitBytes)"
        return "\(number)\u{a0}\(units[unit])"
    }
}
