import Database
import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
    private let moment = Mutex(Instant(rfc3339: "2026-11-20T10:00:00Z")!)

    public init() {}

    public var now: Instant { moment.withLock { $0 } }

    public func advance(seconds: Double) { moment.withLock { $0 = $0 + seconds } }
    public func advance(days: Double) { advance(seconds: days * 86_400) }
}
