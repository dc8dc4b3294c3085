import Logging
import NIOCore

/// One connection to an IMAP server (RFC 3501, RFC 9051), used by one task at a time.
///
/// Order of use: `connect`, `authenticate`, `select`, then the rest, at the end `logout`. Cancelling the task that waits
/// ends the connection at once; so does every error but a plain refusal. Errors are `IMAPError` or `CancellationError`.
public actor IMAPClient {
    /// The server we are connected to.
    public nonisolated let server: MailServer
    /// What the server can do, in upper case.
    public internal(set) var capabilities: Set<String> = []
    /// The open folder, with the number of messages kept up to date.
    public internal(set) var selected: SelectedFolder?

    nonisolated let wire: Wire<IMAPFraming>
    nonisolated let idling = IdleControl()
    let logger: Logger
    /// Whether the server told of messages that came after the last search began.
    var hasNews = false
    let limits: FetchLimits
    var fetching: FetchPlan?
    var fetches = 0
    private var tags = 0
    private var isBusy = false
    private var isLeaving = false

    private init(_ wire: Wire<IMAPFraming>, limits: FetchLimits, logger: Logger) {
        self.wire = wire
        self.server = wire.server
        self.limits = limits
        self.logger = logger
    }

    /// Connects, waits for the greeting, begins TLS where that is wanted, and asks what the server can do.
    public static func connect(
        to server: MailServer, limits: FetchLimits = FetchLimits(), logger: Logger
    ) async throws -> IMAPClient {
        var logger = logger
        logger[metadataKey: "imap"] = "\(server)"
        do {
            let framing = IMAPFraming(limits: IMAPFraming.Limits(keptLiteralBytes: limits.messageBytes))
            let wire = try await Wire.open(to: server, framing: framing)
            let client = IMAPClient(wire, limits: limits, logger: logger)
            try await client.greet()
            return client
        } catch {
            throw IMAPError.wrap(error)
        }
    }

    /// Whether what is said on this connection is encrypted.
    public nonisolated var isEncrypted: Bool { wire.isEncrypted }

    /// Says good-bye and closes the connection. Never fails: there is nothing left to lose.
    public func logout() async {
        isLeaving = true
        if !wire.hasEnded, !isBusy, let tag = try? await send(IMAPCommand("LOGOUT")) {
            // Whatever else is under way is no longer of interest.
            while let response = try? await receive("the good-bye", within: 5) {
                if case .tagged(tag, _) = response { break }
            }
        }
        await wire.close()
    }

    /// Closes the connection at once, from any task; whoever waits on it gets an error.
    public nonisolated func close() {
        wire.abort(ConnectionError.closed(by: "us"))
    }

    /// Asks nothing, so that the server tells what is new and does not take us for dead.
    public func noop() async throws {
        try begin()
        defer { end() }
        try await run(IMAPCommand("NOOP"))
    }

    /// `greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF`
    private func greet() async throws {
        guard case .status(let greeting) = try await receive("the greeting", within: server.connectTimeoutSeconds)
        else {
            throw IMAPError.protocolViolation("it did not greet us like an IMAP server")
        }
        guard greeting.kind == .ok || greeting.kind == .preauthenticated else {
            throw IMAPError(greeting, to: "the connection")
        }
        if server.security != .tls {
            // A PREAUTH greeting forbids STARTTLS, and whoever sits in between could send one (RFC 9051 §7.1.4).
            guard greeting.kind == .ok || server.security == .startTLSIfOffered else {
                throw IMAPError.connection(.startTLSNotOffered(by: "\(server)"))
            }
            try await secure()
        }
        if capabilities.isEmpty { try await run(IMAPCommand("CAPABILITY")) }
    }

    private func secure() async throws {
        if capabilities.isEmpty { try await run(IMAPCommand("CAPABILITY")) }
        guard capabilities.contains("STARTTLS") else {
            guard server.security == .startTLSIfOffered else {
                throw IMAPError.connection(.startTLSNotOffered(by: "\(server)"))
            }
            return
        }
        try await run(IMAPCommand("STARTTLS"))
        // What was said in plain text counts for nothing any more.
        capabilities = []
        try await wire.startTLS()
    }

    // MARK: Commands

    /// Claims the connection for one public call.
    func begin() throws {
        guard !isBusy else { throw IMAPError.connection(.busy) }
        isBusy = true
    }

    func end() { isBusy = false }

    /// Sends a command and waits until it is done; what comes in between goes to `each`.
    /// - Throws: `IMAPError.refused` for NO, others for BAD and worse.
    @discardableResult
    func run(_ command: IMAPCommand, _ each: (IMAPResponse) throws -> Void = { _ in }) async throws -> StatusResponse {
        do {
            try await settle()
            let tag = try await send(command)
            let status = try await finish(tag, command.name, each)
            guard status.kind == .ok else { throw IMAPError(status, to: command.name) }
            return status
        } catch {
            throw IMAPError.wrap(error)
        }
    }

    /// Sends a command without waiting for its end.
    func send(_ command: IMAPCommand) async throws -> String {
        tags += 1
        let tag = "D\(tags)"
        logger.trace("IMAP command", metadata: ["command": "\(command.name)", "tag": "\(tag)"])
        var pending = "\(tag) "
        for part in command.parts {
            switch part {
            case .text(let text): pending += text
            case .literal(let bytes):
                try await wire.send("\(pending){\(bytes.count)}\r\n")
                pending = ""
                try await awaitContinuation(tag, command.name)
                try await wire.send(ByteBuffer(bytes: bytes))
            }
        }
        try await wire.send("\(pending)\r\n")
        return tag
    }

    /// Waits for the server's `+`.
    @discardableResult
    func awaitContinuation(_ tag: String, _ name: String) async throws -> String {
        while true {
            switch try await receive("an answer to \(name)") {
            case .continuation(let text): return text
            case .tagged(tag, let status): throw IMAPError(status, to: name)
            default: continue
            }
        }
    }

    /// Waits for the end of the command with that tag.
    func finish(
        _ tag: String, _ name: String, _ each: (IMAPResponse) throws -> Void = { _ in }
    ) async throws -> StatusResponse {
        while true {
            let response = try await receive("an answer to \(name)")
            if case .tagged(let found, let status) = response {
                guard found == tag else { throw IMAPError.protocolViolation("it answered a command nobody gave") }
                return status
            }
            try each(response)
        }
    }

    /// The next response, after noting what it says of the connection and the folder.
    func receive(_ what: String, within seconds: Double? = nil) async throws -> IMAPResponse {
        let frame = try await wire.next(what, within: seconds)
        do {
            let response = try IMAPResponseParser.parse(frame)
            try note(response)
            return response
        } catch let error as IMAPSyntaxError {
            wire.abort(ConnectionError.closed(by: "us"))
            throw error
        }
    }

    private func note(_ response: IMAPResponse) throws {
        switch response {
        case .capabilities(let names): capabilities = Set(names)
        case .tagged(_, let status): note(status)
        case .status(let status):
            note(status)
            guard status.kind == .bye, !isLeaving else { return }
            wire.abort(ConnectionError.closed(by: "\(server)"))
            throw IMAPError(status, to: "the connection")
        case .exists(let count):
            if count > selected?.exists ?? 0 { hasNews = true }
            selected?.exists = count
        case .recent(let count): if count > 0 { hasNews = true }
        case .expunged: if let count = selected?.exists, count > 0 { selected?.exists = count - 1 }
        default: break
        }
    }

    private func note(_ status: StatusResponse) {
        if case .capabilities(let names) = status.code { capabilities = Set(names) }
        if status.code == .other("ALERT") {
            // RFC 9051 §7.1: a person must see it.
            logger.warning("The mail server wants somebody to know", metadata: ["text": "\(status.text.prefix(500))"])
        }
    }
}
