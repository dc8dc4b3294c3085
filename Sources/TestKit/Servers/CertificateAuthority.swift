import Foundation
import Synchronization

/// An authority of our own for the servers of the tests, and the certificates that it signs: good ones and bad ones.
public final class CertificateAuthority: Sendable {
    /// What is to be said of a certificate.
    public enum Quality: String, Sendable, CaseIterable {
        /// For localhost, 127.0.0.1 and ::1, valid now.
        case good
        /// The same names, valid until 2021.
        case expired
        /// Valid now, for another host.
        case wrongName
    }

    /// A certificate and its key, as PEM files.
    public struct Certificate: Sendable {
        /// The file with the certificate.
        public let certificatePath: String
        /// The file with its key.
        public let keyPath: String
    }

    /// The authority that the servers of a test run share.
    public static var shared: CertificateAuthority { get throws { try sharedResult.get() } }
    private static let sharedResult = Result { try CertificateAuthority() }

    /// The file with the authority's own certificate, for `TLS_CA_FILE`.
    public var caFile: String { folder.path(of: "ca.pem") }

    private let folder: TemporaryFolder
    private let openssl: String
    private let issued = Mutex<[Quality: Certificate]>([:])

    /// Makes an authority with a key of its own.
    /// - Throws: `MissingProgram` without openssl.
    public init() throws {
        openssl = try Executable.find("openssl")
        folder = try TemporaryFolder("deskbell-ca")
        try folder.write(Self.configuration(folder.path), to: "ca.cnf")
        try folder.write("", to: "index.txt")
        try folder.write("01\n", to: "serial")
        try run(
            ["req", "-x509", "-days", "30", "-subj", "/CN=Deskbell test authority", "-out", "ca.pem"] + newKey("ca.key")
        )
    }

    /// A certificate of that quality, made when it is first asked for. Takes some 50 milliseconds.
    public func certificate(_ quality: Quality = .good) throws -> Certificate {
        try issued.withLock { issued in
            if let found = issued[quality] { return found }
            let certificate = try issue(quality)
            issued[quality] = certificate
            return certificate
        }
    }

    private func issue(_ quality: Quality) throws -> Certificate {
        let name = quality.rawValue
        let dates =
            quality == .expired ? ["20200101000000Z", "20210101000000Z"] : ["20250101000000Z", "20491231235959Z"]
        let section = quality == .wrongName ? "other" : "local"
        try run(["req", "-new", "-subj", "/CN=\(name)", "-out", "\(name).csr"] + newKey("\(name).key"))
        try run([
            "ca", "-batch", "-config", "ca.cnf", "-notext", "-in", "\(name).csr", "-out", "\(name).pem",
            "-startdate", dates[0], "-enddate", dates[1], "-extensions", section,
        ])
        // Dovecot runs as another user when we are root.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path(of: "\(name).key"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        return Certificate(certificatePath: folder.path(of: "\(name).pem"), keyPath: folder.path(of: "\(name).key"))
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", name]
    }

    private func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw OpenSSLFailed(description: "openssl \(arguments): \(text)") }
    }

    private static func configuration(_ folder: String) -> String {
        """
        [ca]
        default_ca = desk
        [desk]
        database = \(folder)/index.txt
        serial = \(folder)/serial
        new_certs_dir = \(folder)
        certificate = \(folder)/ca.pem
        private_key = \(folder)/ca.key
        default_md = sha256
        policy = any
        unique_subject = no
        [any]
        commonName = supplied
        [local]
        subjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1
        [other]
        subjectAltName = DNS:other.example
        """
    }
}

/// openssl did not do what it was asked.
public struct OpenSSLFailed: Error, CustomStringConvertible {
    /// The command and what it printed.
    public let description: String
}
