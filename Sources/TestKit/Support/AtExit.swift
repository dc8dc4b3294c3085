import Foundation
import Synchronization

/// What the test process still has to do when it ends: stop the servers it shares, then delete their folders.
public enum AtExit {
    private static let actions = Mutex<[@Sendable () -> Void]?>(nil)

    /// Runs `action` when the process ends in the ordinary way; the last one registered runs first.
    public static func run(_ action: @escaping @Sendable () -> Void) {
        let isFirst = actions.withLock { list in
            defer { list = (list ?? []) + [action] }
            return list == nil
        }
        if isFirst { atexit { AtExit.runAll() } }
    }

    private static func runAll() {
        let list = actions.withLock { list in
            defer { list = [] }
            return list ?? []
        }
        for action in list.reversed() { action() }
    }
}
