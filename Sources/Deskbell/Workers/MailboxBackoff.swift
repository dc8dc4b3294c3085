import HelpDesk
import Mail

/// How long a mailbox is left alone after a failure.
enum MailboxBackoff {
    /// - Parameter failures: how many there were in a row, this one included.
    /// - Returns: seconds, before they are spread.
    static func seconds(after failures: Int, _ error: any Error) -> Double {
        if let problem = error as? IMAPError {
            if let asked = problem.retryAfterSeconds { return min(max(Double(asked), 1), longest) }
            if case .throttled = problem { return doubling(failures, from: 60) }
            // Whoever knocks with a wrong password again and again is locked out. Servers also refuse good ones in
            // an outage, so it is not given up for ever.
            if problem.isAccountProblem { return failures == 1 ? 300 : 3_600 }
        }
        if let problem = error as? OAuthProblem { return problem.isFinal ? 3_600 : doubling(failures, from: 5) }
        // Nothing changes until the owner changes it, and that wakes the watcher.
        if error is DeskError { return 3_600 }
        return doubling(failures, from: 1)
    }

    /// So that many mailboxes of one server do not come back at the same moment.
    static func spread(_ seconds: Double) -> Double { seconds * Double.random(in: 0.9...1.2) }

    private static let longest = 3_600.0

    private static func doubling(_ failures: Int, from base: Double) -> Double {
        min(900, base * Double(1 << min(max(failures - 1, 0), 10)))
    }
}
