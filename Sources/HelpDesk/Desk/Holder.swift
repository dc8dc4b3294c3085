import Foundation

/// One process among those that share the database, by host, process id and a random part.
///
/// The host and the id let a successor see that a holder is dead, and take over at once instead of waiting for the lease to run out.
struct Holder: Sendable, Equatable, CustomStringConvertible {
    let description: String

    init(description: String) { self.description = description }

    static func current() -> Holder {
        let random = UInt32.random(in: 0 ... .max)
        return Holder(description: "\(machine)/\(ProcessInfo.processInfo.processIdentifier)/\(random)")
    }

    /// The boot of this machine and the namespace of its process ids: what makes a process id unique. Host names are not
    /// enough: two containers may share one.
    private static let machine: String = {
        let boot =
            (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? UUID().uuidString
        let namespace = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        return "\(boot.trimmingCharacters(in: .whitespacesAndNewlines)) \(namespace)"
    }()

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
