import Synchronization

/// What one request's body takes of the memory that all bodies may have together. Each is bounded by itself; a hundred of the
/// largest that come in slowly at the same time would still be more than a small machine has.
final class BodyShare: Sendable {
    /// The largest mail that is posted as JSON takes about 100 MB.
    static let allBytesAtMost = 256 << 20
    /// Pages and their forms go on whatever files are under way.
    private static let smallBytes = 1 << 20
    private static let held = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let limitBytes: Int

    init(limitBytes: Int = BodyShare.allBytesAtMost) { self.limitBytes = limitBytes }

    deinit { Self.held.subtract(bytes.load(ordering: .relaxed), ordering: .relaxed) }

    /// More of the body has come in. It is given back with the share itself.
    /// - Throws: `Refusal.unavailable` where all bodies together are too large.
    func take(_ count: Int) throws {
        let own = bytes.add(count, ordering: .relaxed).newValue
        let all = Self.held.add(count, ordering: .relaxed).newValue
        guard own <= Self.smallBytes || all <= limitBytes else { throw Refusal.unavailable(retryAfterSeconds: 10) }
    }
}
