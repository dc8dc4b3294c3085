import Database
import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
    private let moment = Mutex(Instant(rfc3339: "2026-11-20T10:00:00Z")!)

    /// A clock at 2026-11-20T10:00:00Z.
    public init() {}

    /// What it shows.
    public var now: Instant { moment.withLock { $0 } }

    /// Moves it on.
    public func advance(seconds: Double) { moment.withLock { $0 = $0 + seconds } }
    /// Moves it on by days of 24 hours.
    public func advance(days: Double) { advance(seconds: days * 86_400) }
}
