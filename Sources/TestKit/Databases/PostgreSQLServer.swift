import Database
import Foundation

/// A private PostgreSQL for one run of the tests, in a temporary folder and behind a Unix socket. It is started when
/// the first test asks for it.
public final class PostgreSQLServer: Sendable {
    /// The server that the tests share.
    public static var shared: PostgreSQLServer {
        get async throws { try await start.value }
    }

    private static let start = Task { try await PostgreSQLServer() }
    private let folder: TemporaryFolder
    private let process: ServerProcess
    private let templates = Templates()

    /// Starts a server of its own, for tests that stop or kill it.
    /// - Parameter settings: more of the server's settings, such as `["fsync": "on"]`.
    /// - Throws: `MissingProgram` where PostgreSQL is not installed; `ServerDidNotStart`.
    public init(settings: [String: String] = [:]) async throws {
        let folder = try TemporaryFolder("deskbell-pg")
        let user = getuid() == 0 ? "postgres" : nil
        if let user { try folder.give(to: user) }
        let files = folder.path(of: "data")
        let initdb = [
            "--pgdata", files, "--username", "deskbell", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--no-sync", "--no-instructions",
        ]
        try await ServerProcess.run(.init(try Self.program("initdb"), initdb, user: user), in: folder)
        process = try await Self.launch(folder, files, user, settings)
        self.folder = folder
        let process = process
        // SIGQUIT is its way of stopping at once; killed, it can leave children behind.
        AtExit.run { process.stopBlocking(SIGQUIT) }
    }

    /// The URL of a database on the server.
    public func url(of database: String) -> String {
        "postgres://deskbell@/\(database)?host=\(folder.path)&port=5432"
    }

    /// Kills the server as a power cut would.
    public func kill() { process.kill() }

    /// Makes a new database with the schema of `migrations`. The schema is built once for each list of names, and
    /// copied from then on.
    /// - Returns: its URL.
    public func makeDatabase(migrations: [Migration] = []) async throws -> String {
        let name = "test_\(UUID().uuidString.lowercased().prefix(13).replacing("-", with: "_"))"
        let template = try await templates.find(migrations) { number in
            let template = "template_of_tests_\(number)"
            try await self.createDatabase(template, from: "template0")
            let database = try await Database.open(.postgres(url: self.url(of: template)), logger: TestDatabase.quiet)
            _ = try await database.migrate(migrations)
            await database.close()
            return template
        }
        try await createDatabase(name, from: template)
        return url(of: name)
    }

    /// Runs a statement as the owner of the server, outside a transaction, with psql.
    public func run(_ statement: String, in database: String = "postgres") async throws {
        let psql = ServerProcess.Command("psql", ["--no-psqlrc", "-qX", "-c", statement, url(of: database)])
        try await ServerProcess.run(psql, in: folder)
    }

    private func createDatabase(_ name: String, from template: String) async throws {
        try await run("CREATE DATABASE \(name) TEMPLATE \(template)")
    }

    private static func launch(
        _ folder: TemporaryFolder, _ files: String, _ user: String?, _ settings: [String: String]
    ) async throws -> ServerProcess {
        var all = [
            "listen_addresses": "", "unix_socket_directories": folder.path, "max_connections": "300", "fsync": "off",
            "full_page_writes": "off", "shared_buffers": "64MB", "max_wal_size": "4GB", "autovacuum": "off",
        ]
        all.merge(settings) { _, given in given }
        let options = all.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        let command = ServerProcess.Command(
            try program("postgres"), ["-D", files] + options, user: user, signalIfOrphaned: .quit)
        return try await ServerProcess.start(command, in: folder) {
            // The eighth line says how the server is (src/include/utils/pidfile.h).
            let status = try String(contentsOfFile: "\(files)/postmaster.pid", encoding: .utf8)
            return status.contains("\nready")
        }
    }

    private static func program(_ name: String) throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap(Int.init).sorted(by: >)
        return try Executable.find(name, alsoIn: newest.map { "/usr/lib/postgresql/\($0)/bin" })
    }
}
