import Foundation
import HelpDesk

/// Who looks at a page, as far as its looks depend on it: language, time zone, theme, and the moment of looking.
struct Reader: Sendable {
    var language: Language
    let zone: TimeZone
    var theme: Theme
    let now: Date
    /// `now` on the reader's wall clock.
    let today: CivilTime

    init(language: Language, zone: TimeZone, theme: Theme = .system, now: Date = Date()) {
        self.language = language
        self.zone = zone
        self.theme = theme
        self.now = now
        today = CivilTime(now, in: zone)
    }

    /// The words in the reader's language.
    var words: Words { Words(language) }

    /// Light or dark, or what the system says.
    enum Theme: String, Sendable, CaseIterable {
        case system, light, dark
    }
}
