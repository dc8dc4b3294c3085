import HelpDesk

/// A noun with its forms for counting.
struct Noun: Sendable {
    let english: (one: String, many: String)
    /// 1 заявка, 2 заявки, 5 заявок.
    let russian: (one: String, few: String, many: String)

    static let tickets = Noun(english: ("ticket", "tickets"), russian: ("заявка", "заявки", "заявок"))
    static let mails = Noun(english: ("email", "emails"), russian: ("письмо", "письма", "писем"))
    static let files = Noun(english: ("file", "files"), russian: ("файл", "файла", "файлов"))
    static let minutes = Noun(english: ("minute", "minutes"), russian: ("минуту", "минуты", "минут"))
    static let seconds = Noun(english: ("second", "seconds"), russian: ("секунду", "секунды", "секунд"))
    static let events = Noun(english: ("change", "changes"), russian: ("изменение", "изменения", "изменений"))

    /// The form for `number` (Unicode CLDR, cardinal plurals of ru and en).
    func form(for number: Int, in language: Language) -> String {
        switch language {
        case .english:
            return number.magnitude == 1 ? english.one : english.many
        case .russian:
            let hundredth = number.magnitude % 100
            if (11...14).contains(hundredth) { return russian.many }
            switch hundredth % 10 {
            case 1: return russian.one
            case 2...4: return russian.few
            default: return russian.many
            }
        }
    }
}
