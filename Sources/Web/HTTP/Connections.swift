import Glibc
import Hummingbird
import NIOCore

/// How many browsers may hold a connection, and for how long without a word: whoever opens them and says nothing would else
/// keep everybody out, and the database and mail without a descriptor.
enum Connections {
    /// Until a whole header has come, and between the parts of a body. An answer under way, such as live updates, takes as long as
    /// it takes.
    static let idleSeconds: Int64 = 60
    private static let atMost = 16_384

    /// Three of four descriptors that the process may have.
    static var limit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 768 }
        return min(atMost, Int(clamping: limit.rlim_cur / 4 * 3))
    }
}
