import Foundation
import NIOSSL

/// What is wrong with a server's certificate.
public enum CertificateProblem: Sendable, Hashable {
    /// It was valid until then.
    case expired(Date)
    /// It will be valid from then on: often a wrong clock.
    case notYetValid(Date)
    /// No authority that we trust has signed it.
    case unknownAuthority
    /// It was issued for another host name.
    case wrongName

    /// Guesses from the certificate why it was not trusted: OpenSSL's reason does not reach us.
    init(untrusted certificate: NIOSSLCertificate?, now: Date = Date()) {
        guard let certificate else {
            self = .unknownAuthority
            return
        }
        let begin = Date(timeIntervalSince1970: TimeInterval(certificate.notValidBefore))
        let end = Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter))
        self = end < now ? .expired(end) : begin > now ? .notYetValid(begin) : .unknownAuthority
    }
}

extension CertificateProblem: CustomStringConvertible {
    /// What is wrong and what to do about it, in a sentence or two.
    public var description: String {
        switch self {
        case .expired(let end):
            "its certificate expired on \(day(end)). The server's administrator must renew it"
        case .notYetValid(let begin):
            "its certificate is valid only from \(day(begin)) on. Check this machine's clock"
        case .unknownAuthority:
            "its certificate was signed by an authority that is not known here. "
                + "For a private server set TLS_CA_FILE to the PEM file of its authority"
        case .wrongName:
            "its certificate was issued for another host name. Use the name that the certificate carries"
        }
    }

    private func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }
}
