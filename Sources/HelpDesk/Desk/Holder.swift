import Foundation

/// One process among those that share the database, by host, process id and a random part.
///
/// The host and the id let a successor see that a holder is dead, and take over at once instead of waiting for the lease to run out.
struct Holder: Sendable, Equatable, CustomStringConvertible {
    let description: String

    init(description: String) { self.description = description }

    static func current() -> Holder {
        let host = ProcessInfo.processInfo.hostName
        let random = UInt32.random(in: 0 ... .max)
        return Holder(description: "\(host)/\(ProcessInfo.processInfo.processIdentifier)/\(random)")
    }

    /// True where this holder ran on our machine and its process is gone.
    func isDead(seenFrom other: Holder) -> Bool {
        let mine = description.split(separator: "/"), theirs = other.description.split(separator: "/")
        guard mine.count == 3, theirs.count == 3, mine[0] == theirs[0], let process = pid_t(mine[1]) else {
            return false
        }
        if mine[1] == theirs[1] { return mine[2] != theirs[2] }
        return kill(process, 0) != 0 && errno == ESRCH
    }
}
