import Foundation

/// One of the demo's mails, embedded in the binary, with placeholders: `{{ago:3h}}`, `{{ticket:05}}`, `{{last-message:05}}`.
struct SampleMail: Sendable {
    let name: String
    let raw: [UInt8]

    /// The number at the start of the name.
    var key: String { String(name.prefix { $0 != "-" }) }

    /// In the order of their names.
    static let all: [SampleMail] = EmbeddedMails.files
        .filter { $0.name.hasSuffix(".eml") }
        .map { SampleMail(name: $0.name, raw: $0.bytes()) }
        .sorted { $0.name < $1.name }

    /// The bytes with each `{{name:argument}}` replaced; what `value` does not know stays as it is.
    func filled(_ value: (_ name: String, _ argument: String) -> String?) -> [UInt8] {
        var result: [UInt8] = [], rest = raw[...]
        let open = Array("{{".utf8), close = Array("}}".utf8)
        while let start = rest.firstRange(of: open), let end = rest[start.upperBound...].firstRange(of: close) {
            result += rest[..<start.lowerBound]
            let parts = String(decoding: rest[start.upperBound..<end.lowerBound], as: UTF8.self).split(
                separator: ":", maxSplits: 1)
            let filled = parts.count == 2 ? value(String(parts[0]), String(parts[1])) : nil
            result += filled.map { Array($0.utf8) } ?? Array(rest[start.lowerBound..<end.upperBound])
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    /// `3h`, `20m`, `2d`, each perhaps with a zone like `+0300`: that long ago as a date of RFC 5322.
    static func date(ago text: String) -> String? {
        let words = text.split(separator: " ")
        guard let span = words.first, let unit = span.last, let count = Double(span.dropLast()),
            let seconds = ["m": 60.0, "h": 3_600, "d": 86_400][unit]
        else { return nil }
        let zone = words.count > 1 ? String(words[1]) : "+0000"
        let offset = (Int(zone.suffix(4).prefix(2)) ?? 0) * 3_600 + (Int(zone.suffix(2)) ?? 0) * 60
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: zone.hasPrefix("-") ? -offset : offset)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date().addingTimeInterval(-count * seconds))
    }
}
