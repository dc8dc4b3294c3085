import Foundation
import Synchronization

/// A real server that runs beside the tests. It dies with the test process, however that ends.
public final class ServerProcess: Sendable {
    /// What to run, and how.
    public struct Command: Sendable {
        /// A path, or a name to be looked for (see `Executable.find`).
        public var executable: String
        /// The arguments without the program's name.
        public var arguments: [String]
        /// Added to `PATH`, `HOME` (the folder) and `LANG`; nothing else of our own environment is handed on.
        public var environment: [String: String]
        /// The user to run as when we are root; `nil` to stay who we are.
        public var user: String?
        /// What the server gets when the test process dies without stopping it.
        public var signalIfOrphaned: DeathSignal

        /// Describes a server to run.
        public init(
            _ executable: String, _ arguments: [String], environment: [String: String] = [:], user: String? = nil,
            signalIfOrphaned: DeathSignal = .terminate
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.user = user
            self.signalIfOrphaned = signalIfOrphaned
        }
    }

    /// How a server is told that the test process has died.
    public enum DeathSignal: String, Sendable {
        /// It cleans up after itself.
        case terminate = "TERM"
        /// It ends at once, with its children (PostgreSQL).
        case quit = "QUIT"
        /// It has no say.
        case kill = "KILL"
    }

    /// The server's process id.
    public let processID: pid_t
    /// The file that has what the server printed.
    public let logPath: String
    private let name: String
    private let exitStatus = Mutex<Int32?>(nil)

    /// Starts a server and waits until it is ready.
    /// - Parameters:
    ///   - folder: where its log and its home are.
    ///   - limit: how long it may take to become ready.
    ///   - isReady: whether it is, asked again and again; what it throws counts as "not yet".
    /// - Throws: `MissingProgram`; `ServerDidNotStart` with the end of its log.
    public static func start(
        _ command: Command, in folder: TemporaryFolder, within limit: Duration = .seconds(20),
        isReady: @Sendable () async throws -> Bool
    ) async throws -> ServerProcess {
        let server = try ServerProcess(command, in: folder)
        do {
            try await eventually("\(server.name) is ready", within: limit) {
                guard server.isRunning else { throw ServerDidNotStart(server.name, server.logTail) }
                return (try? await isReady()) ?? false
            }
        } catch {
            server.kill()
            throw error is ServerDidNotStart ? error : ServerDidNotStart(server.name, server.logTail)
        }
        return server
    }

    /// Runs a program to its end.
    /// - Throws: `MissingProgram`; `ServerDidNotStart` with the end of its output where it failed.
    public static func run(
        _ command: Command, in folder: TemporaryFolder, within limit: Duration = .seconds(60)
    ) async throws {
        let program = try ServerProcess(command, in: folder)
        do {
            try await eventually("\(program.name) has ended", within: limit) { !program.isRunning }
        } catch {
            program.kill()
            throw error
        }
        guard program.exitStatus.withLock({ $0 }) == 0 else { throw ServerDidNotStart(program.name, program.logTail) }
    }

    /// Starts a server without waiting for anything.
    /// - Throws: `MissingProgram`, or `ServerDidNotStart` where the system refuses to start it.
    public init(_ command: Command, in folder: TemporaryFolder) throws {
        let path = command.executable.contains("/") ? command.executable : try Executable.find(command.executable)
        name = URL(filePath: path).lastPathComponent
        logPath = folder.path(of: "\(name).log")
        // setpriv sets the death signal after it has changed the user (the kernel clears it then), and becomes the
        // server itself: the process id stays.
        var words = [try Executable.find("setpriv"), "--pdeathsig", command.signalIfOrphaned.rawValue]
        if let user = command.user, getuid() == 0 {
            words += ["--reuid", user, "--regid", user, "--init-groups"]
        }
        var environment = ["LANG": "C.UTF-8", "HOME": folder.path]
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        environment.merge(command.environment) { _, given in given }
        let result = Spawner.shared.spawn(
            words + ["--", path] + command.arguments, environment: environment, log: logPath)
        guard case .success(let id) = result else { throw ServerDidNotStart(name, "\(result)") }
        processID = id
    }

    deinit { kill() }

    /// Whether the server still runs.
    public var isRunning: Bool {
        exitStatus.withLock { status in
            guard status == nil else { return false }
            var found: Int32 = 0
            guard waitpid(processID, &found, WNOHANG) != 0 else { return true }
            status = found
            return false
        }
    }

    /// With what it has ended, as a shell tells it: 128 and the signal's number where a signal ended it. `nil` while it
    /// runs.
    public var exitCode: Int32? {
        guard !isRunning, let status = exitStatus.withLock({ $0 }) else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }

    /// Stops the server: asks by `signal`, and kills it where it has not gone when the time is up.
    public func stop(_ signal: Int32 = SIGTERM, within limit: Duration = .seconds(10)) async {
        send(signal)
        do {
            try await eventually("\(name) has stopped", within: limit) { !isRunning }
        } catch {
            kill()
        }
    }

    /// The same for the end of the test process, when nothing can be awaited any more.
    public func stopBlocking(_ signal: Int32 = SIGTERM, withinSeconds limit: Double = 10) {
        send(signal)
        let deadline = Date.now.addingTimeInterval(limit)
        while isRunning, Date.now < deadline { usleep(2_000) }
        kill()
    }

    /// Kills the server at once (`kill -9`) and waits until it is gone.
    public func kill() {
        send(SIGKILL)
        exitStatus.withLock { status in
            guard status == nil else { return }
            var found: Int32 = 0
            while waitpid(processID, &found, 0) < 0 && errno == EINTR {}
            status = found
        }
    }

    /// Sends a signal, unless the server is gone already.
    public func send(_ signal: Int32) {
        guard isRunning else { return }
        Foundation.kill(processID, signal)
    }

    /// The last lines of what the server printed, at most 4,000 bytes.
    public var logTail: String {
        guard let log = FileManager.default.contents(atPath: logPath) else { return "(no log)" }
        return String(decoding: log.suffix(4_000), as: UTF8.self)
    }
}

/// A server that a test needs did not come up.
public struct ServerDidNotStart: Error, CustomStringConvertible {
    /// The server and the end of its log.
    public let description: String

    init(_ name: String, _ log: String) {
        description = "\(name) did not start. The end of its log:\n\(log)"
    }
}
