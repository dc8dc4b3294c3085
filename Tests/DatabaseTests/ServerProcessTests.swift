import Foundation
import TestKit
import Testing

@Suite struct `Running a server beside the tests` {
    @Test func `a program that ends at once is reported with what it printed`() async throws {
        let folder = try TemporaryFolder()
        let command = ServerProcess.Command("/bin/sh", ["-c", "echo no such option >&2; exit 3"])
        let error = await #expect(throws: ServerDidNotStart.self) {
            _ = try await ServerProcess.start(command, in: folder) { false }
        }
        #expect(error?.description.contains("no such option") == true)
    }

    @Test func `a program that is not installed is named, with what to do`() throws {
        let error = #expect(throws: MissingProgram.self) { try Executable.find("no-such-program") }
        #expect(error?.description.contains("bin/setup") == true)
    }

    @Test func `it starts, hears SIGTERM and is gone`() async throws {
        let folder = try TemporaryFolder()
        let ready = folder.path(of: "ready")
        let script = "trap 'echo stopped; exit 0' TERM; touch '\(ready)'; while :; do sleep 0.01; done"
        let server = try await ServerProcess.start(.init("/bin/sh", ["-c", script]), in: folder) {
            FileManager.default.fileExists(atPath: ready)
        }
        #expect(server.isRunning)
        await server.stop()
        #expect(!server.isRunning)
        #expect(server.logTail.contains("stopped"))
    }

    @Test func `one that ignores SIGTERM is killed`() async throws {
        let folder = try TemporaryFolder()
        let ready = folder.path(of: "ready")
        let script = "trap '' TERM; touch '\(ready)'; while :; do sleep 0.01; done"
        let server = try await ServerProcess.start(.init("/bin/sh", ["-c", script]), in: folder) {
            FileManager.default.fileExists(atPath: ready)
        }
        await server.stop(within: .milliseconds(100))
        #expect(!server.isRunning)
    }

    @Test func `a temporary folder goes when nobody holds it`() throws {
        var folder: TemporaryFolder? = try TemporaryFolder()
        let file = try #require(try folder?.write("text", to: "deep/file.txt"))
        #expect(FileManager.default.fileExists(atPath: file))
        folder = nil
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}
