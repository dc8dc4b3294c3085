import Logging

/// Writes each entry of the log on one line, whatever stands in it: addresses, subjects and servers' words come from outside, and
/// a line break or an escape in them would forge entries, or speak to the terminal of whoever reads the log.
struct OneLineLog: LogHandler {
    private var inner: StreamLogHandler

    init(_ inner: StreamLogHandler) { self.inner = inner }

    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue }
    }

    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        var safe = event
        safe.message = "\(Self.oneLine(event.message.description))"
        safe.metadata = event.metadata?.mapValues(Self.oneLine)
        if let error = event.error {
            safe.error = nil
            safe.metadata = (safe.metadata ?? [:]).merging(["error": .string(Self.oneLine("\(error)"))]) { first, _ in
                first
            }
        }
        inner.log(event: safe)
    }

    private static func oneLine(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
        switch value {
        case .string(let text): .string(oneLine(text))
        case .stringConvertible(let value): .string(oneLine(value.description))
        case .dictionary(let values): .dictionary(values.mapValues(oneLine))
        case .array(let values): .array(values.map(oneLine))
        }
    }

    /// Controls, and marks that turn the reading direction, become blanks.
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var line = String.UnicodeScalarView()
        line.append(contentsOf: text.unicodeScalars.map { isUnsafe($0) ? " " : $0 })
        return String(line)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
