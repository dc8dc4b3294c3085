import Foundation
import TestKit
import Testing

@Suite struct `In a real browser` {
    @Test(.timeLimit(.minutes(3)))
    func `a ticket goes the whole road between a customer and staff, and no page has a trouble or a barrier`()
        async throws
    {
        let walker = try BrowserScript("road.py")
        let demo = try await DemoProcess()
        let walk = try await walker.run([demo.address])
        #expect(walk.isFine, "\(walk.output)\nThe server's log:\n\(demo.log)")
        await demo.stop()
    }
}

/// A script of `Tests/Browser`, run by the Python that `bin/setup --tests` has prepared.
private struct BrowserScript {
    private let python: String
    private let chromium: String
    private let script: String

    /// - Throws: `NoBrowser` where something that it needs is not on this machine.
    init(_ name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        python = root.appending(path: ".venv/bin/python").path
        script = root.appending(path: "Tests/Browser/\(name)").path
        guard access(python, X_OK) == 0 else { throw NoBrowser(missing: "the driver in .venv") }
        do { chromium = try Executable.find("chromium") } catch { throw NoBrowser(missing: "Chromium") }
    }

    func run(_ arguments: [String]) async throws -> (isFine: Bool, output: String) {
        let folder = try TemporaryFolder("deskbell-browser")
        let command = ServerProcess.Command(
            python, [script] + arguments,
            environment: ["CHROMIUM": chromium, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"])
        let process = try ServerProcess(command, in: folder)
        try await eventually("the script has ended", within: .seconds(170)) { !process.isRunning }
        let output = FileManager.default.contents(atPath: process.logPath) ?? Data()
        return (process.exitCode == 0, String(decoding: output, as: UTF8.self))
    }
}

/// The browser's test cannot run here.
private struct NoBrowser: Error, CustomStringConvertible {
    let missing: String
    var description: String { "\(missing) is not on this machine: run bin/setup --tests" }
}
