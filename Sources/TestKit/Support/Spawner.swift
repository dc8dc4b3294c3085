import Foundation
import Synchronization

/// Starts processes from one thread that lives as long as the test process.
///
/// Linux sends the death signal when the *thread* that started a child ends (prctl(2), PR_SET_PDEATHSIG), and the
/// threads of Swift's pool come and go.
final class Spawner: Sendable {
    static let shared = Spawner()

    private let jobs = Mutex<[@Sendable () -> Void]>([])
    private let waiting = DispatchSemaphore(value: 0)

    private init() {
        Thread.detachNewThread { [self] in
            while true {
                waiting.wait()
                let job = jobs.withLock { $0.removeFirst() }
                job()
            }
        }
    }

    /// Starts `words` with nothing on its standard input and its output at the end of the file `log`.
    /// Blocks for as long as `posix_spawn` takes, about a millisecond.
    func spawn(_ words: [String], environment: [String: String], log: String) -> Result<pid_t, POSIXError> {
        let answer = Answer()
        jobs.withLock { $0.append { answer.give(Self.spawnHere(words, environment: environment, log: log)) } }
        waiting.signal()
        return answer.wait()
    }

    private static func spawnHere(
        _ words: [String], environment: [String: String], log: String
    ) -> Result<pid_t, POSIXError> {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&files, 1, 2)

        // Swift's threads block signals, and a child inherits that: without this no SIGTERM would reach the server.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, words[0], &files, &attributes, arguments, variables)
        return code == 0 ? .success(id) : .failure(POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO))
    }

    private final class Answer: Sendable {
        private let result = Mutex<Result<pid_t, POSIXError>?>(nil)
        private let given = DispatchSemaphore(value: 0)

        func give(_ value: Result<pid_t, POSIXError>) {
            result.withLock { $0 = value }
            given.signal()
        }

        func wait() -> Result<pid_t, POSIXError> {
            given.wait()
            return result.withLock { $0 } ?? .failure(POSIXError(.EIO))
        }
    }
}
