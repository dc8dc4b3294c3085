import NIOCore
import NIOPosix
import NIOSSL

extension MailServer {
    /// The client's side of TLS: the system's authorities, and those of `caFile` beside them. Reads files, therefore on a
    /// thread that may wait.
    /// - Throws: `ConnectionError.caFile`.
    func makeTLSContext() async throws -> NIOSSLContext {
        try await NIOThreadPool.singleton.runIfActive { [caFile] in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            if let caFile { configuration.additionalTrustRoots = [.certificates(try authorities(in: caFile))] }
            return try NIOSSLContext(configuration: configuration)
        }
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

private func authorities(in path: String) throws -> [NIOSSLCertificate] {
    let found: [NIOSSLCertificate]
    do {
        found = try NIOSSLCertificate.fromPEMFile(path)
    } catch {
        throw ConnectionError.caFile(path: path, reason: "it is missing, unreadable or not a PEM file")
    }
    guard !found.isEmpty else { throw ConnectionError.caFile(path: path, reason: "it holds no certificate") }
    return found
}
