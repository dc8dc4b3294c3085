/// Where a mail server is and how to speak to it, for IMAP and SMTP alike.
public struct MailServer: Sendable, Hashable {
    /// When the connection is encrypted. The server's certificate and name are verified in every case.
    public enum Security: String, Sendable, Hashable {
        /// TLS from the first byte (IMAP 993, SMTP 465; RFC 8314 §3).
        case tls
        /// STARTTLS; a server that does not offer it is refused.
        case startTLSRequired
        /// STARTTLS where the server offers it, else plain text. A password is still never sent in plain text, except to
        /// a loopback address.
        case startTLSIfOffered
    }

    /// A host name or an IP address.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// When the connection is encrypted.
    public var security: Security
    /// A PEM file with authorities that are trusted beside those of the system (`TLS_CA_FILE`).
    public var caFile: String?
    /// How long making the TCP connection may take.
    public var connectTimeoutSeconds: Double
    /// How long the server may be silent while we wait for an answer. SMTP has its own, longer times: `SMTPTimeouts`.
    public var replyTimeoutSeconds: Double
    /// The name we give ourselves in EHLO; `nil` for our address in brackets (RFC 5321 §4.1.3).
    public var clientName: String?

    /// Describes a server.
    public init(
        host: String, port: Int, security: Security, caFile: String? = nil, connectTimeoutSeconds: Double = 30,
        replyTimeoutSeconds: Double = 60, clientName: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.caFile = caFile
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.replyTimeoutSeconds = replyTimeoutSeconds
        self.clientName = clientName
    }
}

extension MailServer: CustomStringConvertible {
    /// Host and port, as shown in errors and logs.
    public var description: String { "\(host):\(port)" }
}
