import Foundation
import NIOCore
import NIOPosix
import NIOSSL

extension ConnectionError {
    /// Says in our words what NIO or BoringSSL reported on a connection that had been made.
    init(_ error: any Error, server: MailServer, certificate: NIOSSLCertificate?) {
        self =
            switch error {
            case let error as ConnectionError: error
            case let error as NIOSSLExtraError where error == .failedToValidateHostname:
                .certificate(of: "\(server)", .wrongName)
            case NIOSSLError.handshakeFailed(let reason):
                ConnectionError(handshake: "\(reason)", server: server, certificate: certificate)
            case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
                .certificate(of: "\(server)", CertificateProblem(untrusted: certificate))
            default: .closed(by: "\(server)")
            }
    }

    private init(handshake reason: String, server: MailServer, certificate: NIOSSLCertificate?) {
        if reason.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .certificate(of: "\(server)", CertificateProblem(untrusted: certificate))
        } else if reason.contains("WRONG_VERSION_NUMBER") || reason.contains("HTTP_REQUEST") {
            self = .tls(with: "\(server)", reason: "it does not speak TLS on this port")
        } else {
            self = .tls(with: "\(server)", reason: "the TLS handshake failed")
        }
    }

    /// Says in our words why no TCP connection could be made.
    init(connecting error: any Error, server: MailServer) {
        let reason =
            switch error {
            case let error as NIOConnectionError: Self.reason(error)
            case ChannelError.connectTimeout: "it did not answer in time"
            case let error as IOError: Self.reason(error)
            default: "\(error)"
            }
        self = .cannotConnect(to: "\(server)", reason: reason)
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        // Of several addresses, the one that could be reached tells most: not the IPv6 one without a route.
        let errors = error.connectionErrors.map(\.error)
        guard let telling = errors.first(where: { !isUnreachable($0) }) ?? errors.first else {
            return error.dnsAError == nil && error.dnsAAAAError == nil
                ? "the host name has no address" : "the host name is unknown"
        }
        if case ChannelError.connectTimeout = telling { return "it did not answer in time" }
        return (telling as? IOError).map(reason) ?? "\(telling)"
    }

    private static func isUnreachable(_ error: any Error) -> Bool {
        guard let code = (error as? IOError)?.errnoCode else { return false }
        return [EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(code)
    }

    private static func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "nothing listens there (connection refused)"
        case EHOSTUNREACH, ENETUNREACH: "there is no route to it"
        case ETIMEDOUT: "it did not answer in time"
        default: "\(error.localizedDescription)"
        }
    }
}
