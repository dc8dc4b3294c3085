import Foundation

/// A moment, in microseconds since 1970-01-01T00:00:00Z. Both databases keep it as a BIGINT.
public struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since 1970 in UTC, leap seconds not counted.
    public let microseconds: Int64

    /// The moment that many microseconds after 1970 began.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment of a Foundation date, to the nearest microsecond; a date out of range becomes the nearest in range.
    public init(_ date: Date) {
        let exact = (date.timeIntervalSince1970 * 1_000_000).rounded()
        microseconds = exact.isNaN ? 0 : Int64(exactly: exact) ?? (exact < 0 ? .min : .max)
    }

    /// What the system's clock says.
    public static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// The same moment for Foundation.
    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// The seconds that have passed since `earlier`; negative when it is later.
    public func seconds(since earlier: Instant) -> Double {
        (Double(microseconds) - Double(earlier.microseconds)) / 1_000_000
    }

    /// Whether the first moment is the earlier one.
    public static func < (one: Instant, other: Instant) -> Bool { one.microseconds < other.microseconds }

    /// The moment so many seconds later.
    public static func + (moment: Instant, seconds: Int) -> Instant { moment.moved(by: Int64(seconds)) }

    /// The moment so many seconds earlier.
    public static func - (moment: Instant, seconds: Int) -> Instant { moment.moved(by: -Int64(clamping: seconds)) }

    /// The moment so many seconds later.
    public static func + (moment: Instant, seconds: Double) -> Instant { moment + Duration.seconds(seconds) }

    /// The moment so many seconds earlier.
    public static func - (moment: Instant, seconds: Double) -> Instant { moment + Duration.seconds(-seconds) }

    /// The moment so much later.
    public static func + (moment: Instant, time: Duration) -> Instant {
        let (seconds, attoseconds) = time.components
        let whole = moment.moved(by: seconds)
        let (sum, overflow) = whole.microseconds.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return overflow ? whole : Instant(microseconds: sum)
    }

    /// The moment so much earlier.
    public static func - (moment: Instant, time: Duration) -> Instant { moment + (.zero - time) }

    /// Never traps: what lies beyond the range stays at its end, since a number of seconds may come from outside.
    private func moved(by seconds: Int64) -> Instant {
        let (step, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = microseconds.addingReportingOverflow(step)
        if tooFar || overflow { return Instant(microseconds: seconds < 0 ? .min : .max) }
        return Instant(microseconds: sum)
    }
}

extension Instant: CustomStringConvertible {
    /// The same as `rfc3339`.
    public var description: String { rfc3339 }
}

extension Instant: Codable {
    /// Reads an RFC 3339 date.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 date")
        }
        self = moment
    }

    /// Writes an RFC 3339 date.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}
