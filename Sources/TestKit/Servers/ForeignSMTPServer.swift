import Foundation

/// An SMTP server that others have written (aiosmtpd), with STARTTLS and AUTH. What it takes it hands on to a Dovecot by
/// LMTP: mail goes the whole round.
public final class ForeignSMTPServer: Sendable {
    /// The port for plain text and STARTTLS.
    public let port: Int
    private let folder: TemporaryFolder
    private let process: ServerProcess
    private let caFile: String

    /// Starts one before that Dovecot.
    /// - Throws: `MissingProgram` (“run bin/setup”), `ServerDidNotStart`.
    public static func start(before dovecot: DovecotServer) async throws -> ForeignSMTPServer {
        let folder = try TemporaryFolder("deskbell-smtp"), authority = try CertificateAuthority.shared
        let certificate = try authority.certificate(.good), port = try FreePort.take(1)[0]
        let command = try PythonScript.command(
            "Tests/MailClient/smtp_server.py",
            [
                "\(port)", "\(dovecot.lmtpPort)", certificate.certificatePath, certificate.keyPath,
                DovecotServer.password,
            ])
        let process = try await ServerProcess.start(command, in: folder) { try DovecotServer.accepts(port) }
        return ForeignSMTPServer(port: port, folder: folder, process: process, caFile: authority.caFile)
    }

    private init(port: Int, folder: TemporaryFolder, process: ServerProcess, caFile: String) {
        self.port = port
        self.folder = folder
        self.process = process
        self.caFile = caFile
    }

    /// What `deskbell serve` needs to send as that account.
    public func environment(for account: DovecotAccount) -> [String: String] {
        [
            "SMTP_HOST": "localhost", "SMTP_PORT": "\(port)", "SMTP_USERNAME": account.user,
            "SMTP_PASSWORD": account.password, "SMTP_USE_TLS": "true", "TLS_CA_FILE": caFile,
        ]
    }

    /// Ends it.
    public func stop() async { await process.stop() }

    /// What it printed last.
    public var logTail: String { process.logTail }
}
