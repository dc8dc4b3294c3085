import Foundation

/// The built program while it serves.
public final class DeskbellProcess: Sendable {
    private let process: ServerProcess
    private let folder: TemporaryFolder
    private let readyWords: String

    /// Starts it without waiting for anything.
    init(_ arguments: [String], environment: [String: String]) throws {
        folder = try TemporaryFolder("deskbell-serve")
        let command = BuiltProgram.command(arguments, environment: environment, in: folder)
        process = try ServerProcess(command, in: folder)
        readyWords = arguments.contains("--only-workers") ? "task scheduled" : "Deskbell is ready"
    }

    /// Waits until it serves.
    /// - Throws: `ServerDidNotStart` with all that it has printed.
    func waitUntilReady() async throws {
        do {
            try await eventually(readyWords, within: .seconds(30)) {
                guard process.isRunning else { throw NeverHappened(what: "it has ended", limit: .zero) }
                return log.contains(readyWords)
            }
        } catch {
            kill()
            throw ServerDidNotStart("deskbell", "\(error)\n\(log)\(BuiltProgram.output(in: folder, "errors"))")
        }
    }

    /// The port on which it answers, as its log tells: `Deskbell is ready: http://help.desk.example (port 40123)`; 0 where
    /// it serves no pages.
    public var port: Int {
        guard let line = log.split(separator: "\n").first(where: { $0.contains("Deskbell is ready") }),
            let mark = line.range(of: "(port ")
        else { return 0 }
        return Int(line[mark.upperBound...].prefix { $0.isNumber }) ?? 0
    }

    /// All that it has logged.
    public var log: String { BuiltProgram.output(in: folder) }

    /// The most memory that it has held at a time (VmHWM); 0 where it is gone.
    public var peakMemoryBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processID)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
    }

    /// Whether it still runs.
    public var isRunning: Bool { process.isRunning }

    /// Waits until these words stand in the log.
    /// - Throws: `NeverHappened` with the end of the log.
    public func logs(_ words: String, within limit: Duration = .seconds(20)) async throws {
        do { try await eventually("“\(words)” in the log", within: limit) { log.contains(words) } } catch {
            throw ServerDidNotStart("deskbell, which should log “\(words)”,", String(log.suffix(4_000)))
        }
    }

    /// Asks it to end (SIGTERM) and waits until it has; after the limit it is killed.
    /// - Returns: its exit code; 137 where it had to be killed.
    @discardableResult
    public func stop(within limit: Duration = .seconds(20)) async -> Int32 {
        await process.stop(within: limit)
        return process.exitCode ?? -1
    }

    /// Asks it to end (SIGTERM) and does not wait.
    public func askToStop() { process.send(SIGTERM) }

    /// Kills it at once (`kill -9`).
    public func kill() { process.kill() }

    /// A visitor without cookies.
    public func browser() -> Browser { Browser(port: port) }

    /// A program that calls the API.
    public func script(token: String) -> Browser { Browser(port: port, token: token) }
}

/// What a command has printed, and how it has ended.
public struct CommandResult: Sendable {
    /// The exit code; 128 and the signal's number where a signal ended it.
    public let exitCode: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String

    init(
        running arguments: [String], input: [UInt8], environment: [String: String], in folder: TemporaryFolder,
        within limit: Duration
    ) async throws {
        let command = BuiltProgram.command(arguments, environment: environment, input: input, in: folder)
        let process = try ServerProcess(command, in: folder)
        try await eventually("deskbell \(arguments.joined(separator: " ")) has ended", within: limit) {
            !process.isRunning
        }
        exitCode = process.exitCode ?? -1
        output = BuiltProgram.output(in: folder)
        errors = BuiltProgram.output(in: folder, "errors")
    }

    /// The lines of standard output.
    public var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// `deskbell`, where the build has put it: beside the tests.
public enum BuiltProgram {
    /// Where it is.
    public static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let own = tests.isEmpty ? CommandLine.arguments[0] : tests
        return URL(filePath: own).deletingLastPathComponent().appending(path: "deskbell").path
    }()

    /// In a folder of its own, so that no `.env` of somebody else is read. The shell becomes the program: it keeps the
    /// process id.
    static func command(
        _ arguments: [String], environment: [String: String], input: [UInt8] = [], in folder: TemporaryFolder
    ) -> ServerProcess.Command {
        _ = FileManager.default.createFile(atPath: folder.path(of: "input"), contents: Data(input))
        let script = #"cd "$0" && exec "$@" <input >output 2>errors"#
        return ServerProcess.Command(
            "/bin/sh", ["-c", script, folder.path, path] + arguments, environment: environment,
            signalIfOrphaned: .kill)
    }

    static func output(in folder: TemporaryFolder, _ name: String = "output") -> String {
        String(decoding: FileManager.default.contents(atPath: folder.path(of: name)) ?? Data(), as: UTF8.self)
    }
}
