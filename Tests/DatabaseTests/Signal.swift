import Foundation
import Synchronization

/// Lets a transaction's closure wait for the test. Waits on the database's thread, never on Swift's pool.
final class Signal: Sendable {
    private let flag = Mutex(false)
    private let semaphore = DispatchSemaphore(value: 0)

    var isSet: Bool { flag.withLock { $0 } }

    func set() {
        flag.withLock { $0 = true }
        semaphore.signal()
    }

    /// Waits ten seconds at most.
    func wait() {
        _ = semaphore.wait(timeout: .now() + 10)
    }
}
