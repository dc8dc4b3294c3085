import Synchronization

/// What is being sent right now: one task a mailbox.
final class Lanes: Sendable {
    private struct Lane {
        var task: Task<Void, Never>?
        /// Mail may have come since it looked last.
        var mayHaveNews = false
    }

    private let lanes = Mutex<[Int64: Lane]>([:])

    /// The mailboxes that send right now.
    var busy: [Int64] { lanes.withLock { Array($0.keys) } }

    /// Begins to send from a mailbox that is not busy.
    func begin(_ mailboxID: Int64, _ work: @escaping @Sendable () async -> Void) {
        lanes.withLock { lanes in
            // Under the lock, so that the work cannot end before it is written down.
            lanes[mailboxID] = Lane(task: Task { await work() })
        }
    }

    /// Something may be due: none ends before it has looked once more.
    func lookAgain() {
        lanes.withLock { lanes in
            for id in lanes.keys { lanes[id]?.mayHaveNews = true }
        }
    }

    /// - Returns: false where the mailbox must look once more.
    func end(_ mailboxID: Int64) -> Bool {
        lanes.withLock { lanes in
            guard lanes[mailboxID]?.mayHaveNews == true else {
                lanes[mailboxID] = nil
                return true
            }
            lanes[mailboxID]?.mayHaveNews = false
            return false
        }
    }

    /// Waits until all have ended.
    func finish() async {
        for task in lanes.withLock({ $0.values.compactMap(\.task) }) { await task.value }
    }

    /// Ends all at once, but for these mailboxes.
    func cancel(except mailboxes: [Int64] = []) {
        let ended = lanes.withLock { $0.filter { !mailboxes.contains($0.key) } }
        for task in ended.values.compactMap(\.task) { task.cancel() }
    }
}
