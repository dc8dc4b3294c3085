import Foundation

/// The built program's demo, on a free port and with a folder of its own.
public final class DemoProcess: Sendable {
    /// Where it answers: `http://127.0.0.1:40123`.
    public let address: String
    private let process: ServerProcess
    private let folder: TemporaryFolder

    /// Starts it and waits until it serves.
    /// - Throws: `ServerDidNotStart` with all that it has printed.
    public init() async throws {
        let folder = try TemporaryFolder("deskbell-demo")
        let process = try ServerProcess(
            BuiltProgram.command(["demo", "--port", "0"], environment: [:], in: folder), in: folder)
        do {
            try await eventually("the demo is open", within: .seconds(60)) {
                guard process.isRunning else { throw NeverHappened(what: "it has ended", limit: .zero) }
                return Self.address(in: BuiltProgram.output(in: folder)) != nil
            }
        } catch {
            process.kill()
            let printed = BuiltProgram.output(in: folder) + BuiltProgram.output(in: folder, "errors")
            throw ServerDidNotStart("deskbell demo", "\(error)\n\(printed)")
        }
        address = Self.address(in: BuiltProgram.output(in: folder)) ?? ""
        self.process = process
        self.folder = folder
    }

    /// Asks it to end and waits until it has.
    public func stop() async { await process.stop() }

    /// All that it has logged.
    public var log: String { BuiltProgram.output(in: folder) + BuiltProgram.output(in: folder, "errors") }

    private static func address(in output: String) -> String? {
        guard let mark = output.range(of: "Deskbell is open: ") else { return nil }
        let address = output[mark.upperBound...].prefix { !$0.isWhitespace }
        return address.hasSuffix("/demo") ? String(address.dropLast(5)) : nil
    }
}
