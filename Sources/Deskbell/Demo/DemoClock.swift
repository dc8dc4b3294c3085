import Database
import Synchronization

/// The machine's clock, but for the time in which the demo plays the days before.
final class DemoClock: Sendable {
    private let fixed = Mutex<Instant?>(nil)

    var now: Instant { fixed.withLock { $0 } ?? .now() }

    /// Stands still at a moment; never later than now.
    func set(_ moment: Instant) { fixed.withLock { $0 = min(moment, .now()) } }

    /// Follows the machine's clock again.
    func follow() { fixed.withLock { $0 = nil } }
}
