import HelpDesk
import Synchronization

/// Counts calls by name in windows of a minute, in this process alone: a row in the database for each call would cost
/// more than most calls do. Several servers allow as many times as much.
final class CallCounter: Sendable {
    private struct Window {
        var began: ContinuousClock.Instant
        var calls: Int
    }

    private let windows = Mutex<[String: Window]>([:])
    private static let minute = Duration.seconds(60)
    private static let namesAtMost = 50_000

    /// Counts one more call.
    /// - Returns: the seconds to wait where it is beyond the limit; nil where it may pass.
    func count(_ name: String, limit: Int, now: ContinuousClock.Instant = .now) -> Int? {
        windows.withLock { windows in
            if windows.count >= Self.namesAtMost { windows = windows.filter { now - $0.value.began < Self.minute } }
            // So many callers within a minute are an attack, which is not made better by forgetting who is in it.
            guard windows.count < Self.namesAtMost || windows[name] != nil else { return 60 }
            var window = windows[name] ?? Window(began: now, calls: 0)
            if now - window.began >= Self.minute { window = Window(began: now, calls: 0) }
            window.calls += 1
            windows[name] = window
            guard window.calls > limit else { return nil }
            return max(1, 60 - Int((now - window.began).components.seconds))
        }
    }
}
