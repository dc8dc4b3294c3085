import Logging
import Synchronization

/// What a request wrote into the log.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    /// All lines with their fields, as one text.
    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    /// A logger as the server gives to each request.
    func logger() -> Logger {
        var logger = Logger(label: "request") { _ in Handler(journal: self) }
        logger[metadataKey: "hb.request.id"] = "request-4711"
        return logger
    }

    private struct Handler: LogHandler {
        let journal: Journal
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = metadata.merging(event.metadata ?? [:]) { _, last in last }
            journal.lines.withLock { $0.append("\(event.level) \(event.message) \(fields)") }
        }
    }
}
