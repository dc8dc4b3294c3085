/// Why a connection to a mail server could not be made or did not last. Every text says what to do.
public enum ConnectionError: Error, Sendable, Hashable {
    /// No TCP connection: the name is unknown, nobody listens, or nothing answers.
    case cannotConnect(to: String, reason: String)
    /// The server's certificate is not to be trusted.
    case certificate(of: String, CertificateProblem)
    /// The file of additional authorities cannot be used.
    case caFile(path: String, reason: String)
    /// TLS failed for another reason than the certificate.
    case tls(with: String, reason: String)
    /// STARTTLS is required and not offered.
    case startTLSNotOffered(by: String)
    /// A password would have crossed the network in clear text.
    case passwordNeedsEncryption(to: String)
    /// The server closed the connection.
    case closed(by: String)
    /// The server was silent for too long.
    case timedOut(waitingFor: String, seconds: Double)
    /// The server sent more than we accept.
    case tooLong(what: String, limit: Int)
    /// Two tasks used one connection at the same time: a mistake of the caller.
    case busy

    /// Whether the same may work later without anybody changing a setting.
    public var isTemporary: Bool {
        switch self {
        case .cannotConnect, .closed, .timedOut, .tls, .tooLong, .busy: true
        case .certificate, .caFile, .startTLSNotOffered, .passwordNeedsEncryption: false
        }
    }

    /// Whether the server was reached, and encryption is what failed.
    public var isAboutTLS: Bool {
        switch self {
        case .certificate, .caFile, .tls, .startTLSNotOffered, .passwordNeedsEncryption: true
        case .cannotConnect, .closed, .timedOut, .tooLong, .busy: false
        }
    }
}

extension ConnectionError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .cannotConnect(let server, let reason):
            "Cannot connect to \(server): \(reason). Check the host name, the port and the firewall."
        case .certificate(let server, let problem): "\(server) is not trusted: \(problem)."
        case .caFile(let path, let reason): "TLS_CA_FILE \(path) cannot be used: \(reason)."
        case .tls(let server, let reason):
            "No encrypted connection to \(server): \(reason). Check whether the port wants TLS or STARTTLS."
        case .startTLSNotOffered(let server):
            "\(server) does not offer STARTTLS, and without it the password would be sent in clear text. "
                + "Use the port for TLS (993 for IMAP, 465 for SMTP)."
        case .passwordNeedsEncryption(let server):
            "The connection to \(server) is not encrypted, so the password was not sent. Switch on TLS or STARTTLS."
        case .closed(let server): "\(server) closed the connection."
        case .timedOut(let what, let seconds): "Waited \(tidy(seconds)) seconds in vain for \(what)."
        case .tooLong(let what, let limit): "The server sent \(what) of more than \(limit) bytes."
        case .busy: "Two tasks used one mail connection at the same time."
        }
    }

    private func tidy(_ seconds: Double) -> String { seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)" }
}
