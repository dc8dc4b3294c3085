import Database
import Foundation
import HelpDesk
import Mail

/// Deskbell as somebody has installed it: the built program, a data folder, and the settings of its environment.
public final class Installation: Sendable {
    /// Where its database is.
    public let location: DatabaseLocation
    /// The data folder.
    public let dataFolder: String
    /// What the program finds in its environment.
    public let environment: [String: String]
    private let folder: TemporaryFolder

    /// Prepares an empty data folder and an empty database.
    /// - Parameters:
    ///   - mailbox: the account that is the support mailbox; without one mail in is switched off.
    ///   - sink: the server that mail leaves by.
    ///   - settings: further variables, which win; an empty one takes a setting away.
    public init(
        _ engine: Engine = .sqlite, mailbox: DovecotAccount? = nil, sink: SMTPSink? = nil,
        settings: [String: String] = [:]
    ) async throws {
        folder = try TemporaryFolder("deskbell-home")
        dataFolder = settings["DESKBELL_DATA"] ?? folder.path(of: "data")
        let file = "\(dataFolder)/deskbell.sqlite"
        location = engine == .sqlite ? .sqlite(path: file) : try await TestDatabase.location(.postgres)
        var environment = [
            "DESKBELL_DATA": dataFolder, "DESKBELL_ADDRESS": "127.0.0.1:0",
            "DESKBELL_URL": "http://help.desk.example", "SECRET_KEY": Self.secret,
            "SUPPORT_EMAIL": mailbox?.user ?? TestDesk.address,
            "EMAIL_TO_TICKET_ENABLED": mailbox == nil ? "false" : "true", "SWIFT_BACKTRACE": "enable=no",
        ]
        if case .postgres(let url) = location { environment["DATABASE_URL"] = url }
        for more in [mailbox?.environment, sink?.environment, settings].compactMap(\.self) {
            environment.merge(more) { $1 }
        }
        self.environment = environment
    }

    private static let secret = "a secret for tests alone, long enough"

    /// Runs a command to its end.
    /// - Parameters:
    ///   - input: what stands on its standard input.
    ///   - settings: variables for this command alone.
    ///   - folder: where it runs; else in an empty folder.
    public func run(
        _ arguments: [String], input: [UInt8] = [], settings: [String: String] = [:], in folder: TemporaryFolder? = nil,
        within limit: Duration = .seconds(60)
    ) async throws -> CommandResult {
        try await CommandResult(
            running: arguments, input: input, environment: environment.merging(settings) { $1 },
            in: try folder ?? TemporaryFolder("deskbell-run"), within: limit)
    }

    /// The same for a text on standard input.
    public func run(
        _ arguments: String..., input: String = "", settings: [String: String] = [:]
    ) async throws -> CommandResult {
        try await run(arguments, input: Array(input.utf8), settings: settings)
    }

    /// Starts the server, and waits until it answers.
    /// - Parameter settings: variables for this process alone.
    public func serve(_ arguments: String..., settings: [String: String] = [:]) async throws -> DeskbellProcess {
        let server = try DeskbellProcess(["serve"] + arguments, environment: environment.merging(settings) { $1 })
        try await server.waitUntilReady()
        return server
    }

    /// Starts a command, the server where none is named, and does not wait.
    public func launch(_ arguments: String...) throws -> DeskbellProcess {
        try DeskbellProcess(arguments.isEmpty ? ["serve"] : arguments, environment: environment)
    }

    /// Looks into the database beside the program, as the desk's own code reads it.
    public func inspect<T: Sendable>(_ body: @escaping @Sendable (DeskTransaction) throws -> T) async throws -> T {
        try await withDesk { desk in try await desk.read(body) }
    }

    /// Somebody works at the desk beside the program, by the desk's own code.
    public func work<T: Sendable>(_ body: @escaping @Sendable (DeskTransaction) throws -> T) async throws -> T {
        try await withDesk { desk in try await desk.write(body) }
    }

    private func withDesk<T: Sendable>(_ body: (Desk) async throws -> T) async throws -> T {
        let database = try await Database.open(location, logger: TestDatabase.quiet)
        let result = await Result {
            try await body(
                Desk(
                    database: database, keys: Keys(secret: Self.secret),
                    settings: DeskSettings(publicURL: "http://help.desk.example"),
                    dataFolder: URL(filePath: dataFolder), logger: TestDatabase.quiet))
        }
        await database.close()
        return try result.get()
    }

    /// Changes the database behind the program's back.
    public func change(_ statement: SQL) async throws {
        let database = try await Database.open(location, logger: TestDatabase.quiet)
        let result = await Result { try await database.write { tx in try tx.run(statement) } }
        await database.close()
        _ = try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
