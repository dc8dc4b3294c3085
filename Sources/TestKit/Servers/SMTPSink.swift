import Mail
import NIOCore
import Synchronization

/// A submission server that keeps what it gets, and fails wherever a test wants it to.
public final class SMTPSink: Sendable {
    /// What the server does in its greeting and offers in EHLO.
    public struct Options: Sendable {
        /// How the connection is encrypted.
        public var security: MailServer.Security
        /// Which certificate it shows.
        public var certificate: CertificateAuthority.Quality
        /// User and password that it wants; `nil` where anybody may send.
        public var login: (user: String, password: String)?
        /// The OAuth token that it accepts for that user.
        public var token: String?
        /// The mechanisms that it offers.
        public var mechanisms: [String]
        /// What else it offers: keywords of EHLO.
        public var extensions: [String]
        /// The address it listens on.
        public var host: String

        /// Options; as they stand, a server as they are today.
        public init(
            security: MailServer.Security = .startTLSRequired, certificate: CertificateAuthority.Quality = .good,
            login: (user: String, password: String)? = ("desk", "secret-word"), token: String? = nil,
            mechanisms: [String] = ["PLAIN", "LOGIN", "XOAUTH2"],
            extensions: [String] = ["PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 52428800"],
            host: String = "127.0.0.1"
        ) {
            self.security = security
            self.certificate = certificate
            self.login = login
            self.token = token
            self.mechanisms = mechanisms
            self.extensions = extensions
            self.host = host
        }
    }

    struct State {
        var received: [ReceivedMail] = []
        var taken = 0
        var faults: [(step: SMTPStep, recipient: String?, fault: SMTPFault)] = []
        var listeners: [@Sendable (ReceivedMail) -> Void] = []
        var steps: [SMTPStep: @Sendable () -> Void] = [:]
    }

    let options: Options
    let certificate: CertificateAuthority.Certificate
    let state = Mutex(State())
    private let authority: CertificateAuthority
    private let listener = Mutex<LineServer?>(nil)
    private let lastPort = Mutex(0)

    /// Starts a server on a port of its own.
    public static func start(_ options: Options = Options()) async throws -> SMTPSink {
        let sink = try SMTPSink(options)
        try await sink.listen(port: 0)
        return sink
    }

    /// Listens again after `stop`, on the same port and with what it has kept.
    public func restart() async throws { try await listen(port: lastPort.withLock { $0 }) }

    private func listen(port: Int) async throws {
        let certificate = options.security == .tls ? certificate : nil
        let started = try await LineServer.start(host: options.host, port: port, certificate: certificate) {
            [self] connection in
            var dialogue = SMTPSinkDialogue(sink: self, connection: connection)
            try await dialogue.run()
        }
        listener.withLock { $0 = started }
        lastPort.withLock { $0 = started.port }
    }

    private init(_ options: Options) throws {
        self.options = options
        authority = try CertificateAuthority.shared
        certificate = try authority.certificate(options.certificate)
    }

    /// The port it listens on.
    public var port: Int { lastPort.withLock { $0 } }

    /// How many connections there have been.
    public var connectionCount: Int { running?.connectionCount ?? 0 }

    /// How to reach it.
    public var server: MailServer {
        let host = options.host == "127.0.0.1" ? "localhost" : options.host
        return MailServer(host: host, port: port, security: options.security, caFile: authority.caFile)
    }

    /// How to sign in; `nil` where anybody may send.
    public var credentials: Credentials? {
        options.login.map { .password(user: $0.user, password: $0.password) }
    }

    /// What `deskbell serve` needs to send by this server, STARTTLS required; without `SMTP_FROM`.
    public var environment: [String: String] {
        [
            "SMTP_HOST": server.host, "SMTP_PORT": "\(port)", "SMTP_USERNAME": options.login?.user ?? "",
            "SMTP_PASSWORD": options.login?.password ?? "", "TLS_CA_FILE": authority.caFile,
            "SMTP_USE_TLS": options.security == .startTLSIfOffered ? "false" : "true",
        ]
    }

    /// All messages that it has kept so far, in the order of their arrival.
    public var received: [ReceivedMail] { state.withLock { $0.received } }

    /// The next message that nobody has asked for yet, as soon as there is one.
    /// - Throws: `NeverHappened` when none comes in time.
    public func next(within limit: Duration = .seconds(10)) async throws -> ReceivedMail {
        let index = state.withLock { state in
            defer { state.taken += 1 }
            return state.taken
        }
        return try await received(count: index + 1, within: limit)[index]
    }

    /// All messages, as soon as there are that many.
    /// - Throws: `NeverHappened` when they do not come in time.
    public func received(count: Int, within limit: Duration = .seconds(10)) async throws -> [ReceivedMail] {
        try await eventually("\(count) mails at the SMTP server", within: limit) { received.count >= count }
        return received
    }

    /// Calls `action` with every message that it keeps from now on, before the client hears that it was taken.
    public func onReceipt(_ action: @escaping @Sendable (ReceivedMail) -> Void) {
        state.withLock { $0.listeners.append(action) }
    }

    /// Delivers what comes for one of these accounts into its mailbox, so that mail goes the whole round.
    public func deliver(to accounts: DovecotAccount...) {
        onReceipt { mail in
            for account in accounts where mail.recipients.contains(where: { account.receives($0) }) {
                try? account.deliver(mail.delivered)
            }
        }
    }

    /// Fails at that step from now on, for every message or for those to one recipient.
    public func fail(at step: SMTPStep, for recipient: String? = nil, _ fault: SMTPFault) {
        state.withLock { $0.faults.append((step, recipient, fault)) }
    }

    /// Works again as it should.
    public func recover() {
        state.withLock { $0.faults = [] }
    }

    /// Calls `action` once, when a client comes to that step, before it is done.
    public func onStep(_ step: SMTPStep, _ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.steps[step] = action }
    }

    func reach(_ step: SMTPStep) {
        let action = state.withLock { $0.steps.removeValue(forKey: step) }
        action?()
    }

    /// Closes all present connections, and goes on listening.
    public func closeConnections() { running?.closeConnections() }

    /// Stops to listen and closes all connections.
    public func stop() async {
        let running = listener.withLock { $0.take() }
        await running?.stop()
    }

    private var running: LineServer? { listener.withLock { $0 } }

    func keep(_ mail: ReceivedMail) {
        let listeners = state.withLock { state in
            state.received.append(mail)
            return state.listeners
        }
        for listener in listeners { listener(mail) }
    }
}

/// A message that an `SMTPSink` has taken.
public struct ReceivedMail: Sendable, Hashable {
    /// The envelope's sender; empty for `<>`.
    public var sender: String
    /// The envelope's recipients that were accepted.
    public var recipients: [String]
    /// The bytes between DATA and the final dot, without the dots that SMTP doubles.
    public var bytes: [UInt8]
    /// Who had signed in.
    public var user: String?
    /// Whether the connection was encrypted.
    public var isEncrypted: Bool

    /// The message as a string, for what a test looks for.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The message as the receiving server keeps it: with the envelope's sender on top (RFC 5321 §4.4).
    public var delivered: [UInt8] { Array("Return-Path: <\(sender)>\r\n".utf8) + bytes }
}

extension DovecotAccount {
    /// Whether mail to that address is for this account: its own address, or that with a `+` part.
    public func receives(_ address: String) -> Bool {
        let parts = address.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return false }
        return "\(parts[0].prefix { $0 != "+" })@\(parts[1])".lowercased() == user.lowercased()
    }
}
