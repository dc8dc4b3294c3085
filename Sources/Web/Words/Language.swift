import HelpDesk

extension Language {
    /// The language that a browser likes best, by its `Accept-Language` (RFC 9110, 12.5.4); English where the header
    /// names neither of ours.
    init(acceptLanguage header: String) {
        var best: (language: Language, weight: Double) = (.english, 0)
        for range in header.prefix(1000).split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
            guard let tag = parts.first?.prefix(2).lowercased(), let language = Language(rawValue: tag) else {
                continue
            }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
            let weight = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best.weight { best = (language, weight) }
        }
        self = best.language
    }

    /// What the link reads that leads to this language.
    var invitation: String {
        switch self {
        case .russian: "По-русски"
        case .english: "In English"
        }
    }

    /// The other one, for the switch.
    var other: Language { self == .russian ? .english : .russian }
}
