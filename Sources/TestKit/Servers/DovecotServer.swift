import Foundation
import Mail
import Synchronization

/// A real Dovecot with IMAP over TLS and STARTTLS, without root's rights. Every test takes accounts of its own.
public final class DovecotServer: Sendable {
    /// The port for TLS from the first byte.
    public let imapsPort: Int
    /// The port for plain text and STARTTLS.
    public let imapPort: Int
    /// The port for LMTP: how other servers deliver.
    public let lmtpPort: Int

    private let folder: TemporaryFolder
    private let authority: CertificateAuthority
    private let process = Mutex<ServerProcess?>(nil)
    private let accounts = Atomic(0)
    static let password = "correct-horse"

    /// The server that the tests of one run share: do not stop or restart this one.
    public static func shared() async throws -> DovecotServer { try await sharedTask.value }
    private static let sharedTask = Task { try await DovecotServer.start() }

    /// Starts a server for one test alone.
    /// - Throws: `MissingProgram` (“run bin/setup”), `ServerDidNotStart`.
    public static func start(certificate: CertificateAuthority.Quality = .good) async throws -> DovecotServer {
        let server = try DovecotServer(certificate)
        try await server.start()
        return server
    }

    private init(_ quality: CertificateAuthority.Quality) throws {
        _ = try Executable.find("dovecot")
        authority = try CertificateAuthority.shared
        folder = try TemporaryFolder("deskbell-dovecot")
        let ports = try FreePort.take(3)
        (imapsPort, imapPort, lmtpPort) = (ports[0], ports[1], ports[2])
        try folder.write(
            DovecotConfiguration(
                folder: folder.path, user: Self.user, group: Self.group, password: Self.password, imapPort: imapPort,
                imapsPort: imapsPort, lmtpPort: lmtpPort, certificate: try authority.certificate(quality)
            ).text, to: "dovecot.conf")
        try FileManager.default.createDirectory(atPath: folder.path(of: "mail"), withIntermediateDirectories: true)
        if getuid() == 0 { try folder.give(to: Self.user) }
    }

    deinit { process.withLock { $0?.kill() } }

    /// How to reach it by TLS.
    public var imaps: MailServer {
        MailServer(host: "localhost", port: imapsPort, security: .tls, caFile: authority.caFile)
    }

    /// How to reach it by STARTTLS.
    public var imap: MailServer {
        MailServer(host: "localhost", port: imapPort, security: .startTLSRequired, caFile: authority.caFile)
    }

    /// An account that nobody else has.
    /// - Parameter name: the first part of its name; the whole is its user name and mail address.
    public func account(_ name: String = "desk") throws -> DovecotAccount {
        let number = accounts.wrappingAdd(1, ordering: .relaxed).newValue
        let user = "\(name)\(number)@example.test"
        return try DovecotAccount(
            server: self, user: user, password: Self.password, folder: folder.path(of: "mail/\(user)"),
            owner: getuid() == 0 ? Self.user : nil)
    }

    /// Starts it again after `stop` or `kill`, on the same ports and with the same mail.
    public func start() async throws {
        let command = ServerProcess.Command(
            "dovecot", ["-F", "-c", folder.path(of: "dovecot.conf")], user: Self.user)
        let port = imapPort
        let started = try await ServerProcess.start(command, in: folder) { try Self.accepts(port) }
        process.withLock { $0 = started }
    }

    /// Stops it in order: clients get a BYE. Left to themselves, Dovecot's children would go on for ten seconds.
    public func stop() async {
        guard let running = process.withLock({ $0.take() }) else { return }
        await running.stop()
        signalChildren(of: running, SIGTERM)
    }

    /// Kills it and its children at once.
    public func kill() {
        guard let running = process.withLock({ $0.take() }) else { return }
        signalChildren(of: running, SIGKILL)
        running.kill()
    }

    /// They share the process group that the server was started with.
    private func signalChildren(of server: ServerProcess, _ signal: Int32) {
        _ = Foundation.kill(-server.processID, signal)
    }

    /// Stops it and starts it again.
    public func restart() async throws {
        await stop()
        try await start()
    }

    /// What it printed last.
    public var logTail: String { process.withLock { $0?.logTail } ?? "" }

    /// Whether somebody listens: a connection can be made.
    static func accepts(_ port: Int) throws -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(socket, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Root's Dovecot runs as the user that Debian's package made for it.
    private static var user: String {
        getuid() == 0 ? "dovecot" : getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "nobody"
    }

    private static var group: String {
        getuid() == 0 ? "dovecot" : getgrgid(getgid()).map { String(cString: $0.pointee.gr_name) } ?? "nogroup"
    }
}
