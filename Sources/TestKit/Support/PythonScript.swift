import Foundation

/// A script of the tests in Python.
public enum PythonScript {
    /// The folder of the project.
    public static let projectFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The Python with the packages that `bin/setup --tests` has installed in `.venv`.
    /// - Throws: `MissingProgram` where that has not been done.
    public static func interpreter() throws -> String {
        let path = projectFolder.appending(path: ".venv/bin/python").path
        guard access(path, X_OK) == 0 else { throw MissingProgram(name: ".venv/bin/python") }
        return path
    }

    /// Describes a run of the script at that path of the project.
    public static func command(
        _ script: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> ServerProcess.Command {
        let path = projectFolder.appending(path: script).path
        let own = ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"]
        return ServerProcess.Command(
            try interpreter(), [path] + arguments, environment: own.merging(environment) { $1 })
    }

    /// Runs it to its end.
    /// - Returns: whether it has ended well, and all that it has printed.
    public static func run(
        _ script: String, _ arguments: [String], environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) async throws -> (isFine: Bool, output: String) {
        let folder = try TemporaryFolder("deskbell-python")
        let process = try ServerProcess(try command(script, arguments, environment: environment), in: folder)
        try await eventually("\(script) has ended", within: limit) { !process.isRunning }
        let output = FileManager.default.contents(atPath: process.logPath) ?? Data()
        return (process.exitCode == 0, String(decoding: output, as: UTF8.self))
    }
}
