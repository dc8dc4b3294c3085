import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

extension MailServer {
    /// The client's side of TLS: the system's authorities, and those of `caFile` beside them. Reads files, therefore on a
    /// thread that may wait.
    /// - Throws: `ConnectionError.caFile`.
    func makeTLSContext() async throws -> NIOSSLContext {
        try await NIOThreadPool.singleton.runIfActive { [caFile] in try TLSContexts.shared.context(caFile: caFile) }
    }

    /// A handler that verifies the certificate and the name. An IP address stands in no SNI: NIOSSL then compares the
    /// certificate with the address that it is connected to.
    func makeTLSHandler(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
        } catch {
            throw ConnectionError.cannotConnect(to: description, reason: "this is not a host name")
        }
    }
}

/// Reading the system's authorities takes some milliseconds and a megabyte: connections share what was read.
private final class TLSContexts: Sendable {
    static let shared = TLSContexts()

    private struct Entry {
        var context: NIOSSLContext
        var changed: Date?
    }

    /// A server has one such file, a test run a handful.
    private static let limit = 16
    private let entries = Mutex<[String: Entry]>([:])

    func context(caFile: String?) throws -> NIOSSLContext {
        let key = caFile ?? ""
        let changed = caFile.flatMap {
            try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date
        }
        if let entry = entries.withLock({ $0[key] }), entry.changed == changed { return entry.context }
        let context = try Self.make(caFile)
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll() }
            entries[key] = Entry(context: context, changed: changed)
        }
        return context
    }

    private static func make(_ caFile: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let caFile { configuration.additionalTrustRoots = [.certificates(try authorities(in: caFile))] }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func authorities(in path: String) throws -> [NIOSSLCertificate] {
        let found: [NIOSSLCertificate]
        do {
            found = try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            throw ConnectionError.caFile(path: path, reason: "it is missing, unreadable or not a PEM file")
        }
        guard !found.isEmpty else { throw ConnectionError.caFile(path: path, reason: "it holds no certificate") }
        return found
    }
}
