import Logging
import NIOCore

/// One connection to a submission server (RFC 6409), for one message after the other, used by one task at a time.
public actor SMTPSession {
    /// The server we are connected to.
    public nonisolated let server: MailServer

    nonisolated let wire: Wire<SMTPFraming>
    let timeouts: SMTPTimeouts
    let logger: Logger
    var extensions = SMTPExtensions()
    var isBusy = false

    private init(_ wire: Wire<SMTPFraming>, timeouts: SMTPTimeouts, logger: Logger) {
        self.wire = wire
        self.server = wire.server
        self.timeouts = timeouts
        self.logger = logger
    }

    /// Connects, begins TLS where that is wanted, and signs in.
    /// - Parameter credentials: `nil` for a server that wants none.
    /// - Throws: `SMTPProblem`, `CancellationError`.
    public static func open(
        to server: MailServer, credentials: Credentials?, timeouts: SMTPTimeouts = .rfc5321, logger: Logger
    ) async throws -> SMTPSession {
        var logger = logger
        logger[metadataKey: "smtp"] = "\(server)"
        let wire: Wire<SMTPFraming>
        do {
            wire = try await Wire.open(to: server, framing: SMTPFraming())
        } catch {
            throw problem(.connect, error)
        }
        let session = SMTPSession(wire, timeouts: timeouts, logger: logger)
        do {
            try await session.greet(credentials)
        } catch {
            wire.abort(ConnectionError.closed(by: "us"))
            throw error
        }
        return session
    }

    /// Whether another message can be sent on this connection.
    public nonisolated var isOpen: Bool { !wire.hasEnded }

    /// Whether what is said on this connection is encrypted.
    public nonisolated var isEncrypted: Bool { wire.isEncrypted }

    /// Says good-bye and closes the connection. Never fails: there is nothing left to lose.
    public func quit() async {
        if isOpen, !isBusy {
            try? await wire.send("QUIT\r\n", within: 5)
            _ = try? await wire.next("an answer to QUIT", within: 5)
        }
        await wire.close()
    }

    // MARK: Greeting

    private func greet(_ credentials: Credentials?) async throws {
        let greeting = try await reply(at: .greeting, timeouts.greetingSeconds)
        guard greeting.isDone else { throw Self.problem(SMTPFailure(.greeting, greeting)) }
        try await hello()
        if server.security != .tls { try await secure() }
        if let credentials { try await authenticate(credentials) }
    }

    /// `ehlo = "EHLO" SP ( Domain / address-literal ) CRLF`; a server that does not know it gets HELO (§3.2).
    private func hello() async throws {
        let name = server.clientName ?? wire.localAddress?.literal ?? "[127.0.0.1]"
        guard name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let text = "Our own name for EHLO, “\(name)”, is no host name."
            throw Self.problem(SMTPFailure(stage: .check, reply: nil, text: text))
        }
        let reply = try await ask("EHLO \(name)", at: .hello, timeouts.greetingSeconds)
        if reply.isDone {
            extensions = SMTPExtensions(reply)
            return
        }
        guard reply.isPermanent else { throw Self.problem(SMTPFailure(.hello, reply)) }
        let older = try await ask("HELO \(name)", at: .hello, timeouts.greetingSeconds)
        guard older.isDone else { throw Self.problem(SMTPFailure(.hello, older)) }
        extensions = SMTPExtensions()
    }

    private func secure() async throws {
        guard extensions.startTLS else {
            guard server.security == .startTLSIfOffered else {
                throw Self.problem(.startTLS, ConnectionError.startTLSNotOffered(by: "\(server)"))
            }
            return
        }
        let reply = try await ask("STARTTLS", at: .startTLS, timeouts.greetingSeconds)
        guard reply.isDone else { throw Self.problem(SMTPFailure(.startTLS, reply)) }
        // What was said in plain text counts for nothing any more (RFC 3207 §4.2).
        extensions = SMTPExtensions()
        do {
            try await wire.startTLS()
        } catch {
            throw Self.problem(.startTLS, error)
        }
        try await hello()
    }

    // MARK: Dialogue

    func ask(_ line: String, at stage: SMTPStage, _ seconds: Double) async throws -> SMTPReply {
        do {
            try await wire.send("\(line)\r\n", within: seconds)
        } catch {
            throw Self.problem(stage, error)
        }
        return try await reply(at: stage, seconds)
    }

    func reply(at stage: SMTPStage, _ seconds: Double) async throws -> SMTPReply {
        do {
            return try await wire.next("an answer at \(stage.rawValue)", within: seconds)
        } catch {
            wire.abort(ConnectionError.closed(by: "us"))
            throw Self.problem(stage, error)
        }
    }

    static func problem(_ stage: SMTPStage, _ error: any Error) -> any Error {
        error is CancellationError ? error : SMTPProblem(stage, error)
    }

    static func problem(_ failure: SMTPFailure) -> SMTPProblem {
        SMTPProblem(failure) ?? SMTPProblem(kind: .connection, failure: failure)
    }
}

extension SocketAddress {
    /// RFC 5321 §4.1.3: `address-literal = "[" ( IPv4-address-literal / IPv6-address-literal ) "]"`
    fileprivate var literal: String? {
        guard let ipAddress else { return nil }
        return ipAddress.contains(":") ? "[IPv6:\(ipAddress)]" : "[\(ipAddress)]"
    }
}
