import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// One connection to a mail server: protocol units in, bytes out. A wait that fails, is cancelled or takes too long ends
/// the connection, since nobody could know any more which answer belongs to what.
final class Wire<Framing: WireFraming>: Sendable {
    let server: MailServer
    private let channel: any Channel
    private let inbox: Inbox<Framing.Frame>
    private let encrypted: Atomic<Bool>

    private init(_ channel: any Channel, inbox: Inbox<Framing.Frame>, server: MailServer) {
        self.channel = channel
        self.inbox = inbox
        self.server = server
        self.encrypted = Atomic(server.security == .tls)
    }

    deinit { channel.close(promise: nil) }

    /// Connects, with TLS from the first byte where the server wants that. The handshake may still be under way: a bad
    /// certificate shows at the first wait, and nothing that is sent leaves before it has been verified.
    /// - Throws: `ConnectionError`, `CancellationError`.
    static func open(to server: MailServer, framing: Framing) async throws -> Wire {
        let context = server.security == .tls ? try await server.makeTLSContext() : nil
        let inbox = Inbox<Framing.Frame>()
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(fraction: server.connectTimeoutSeconds))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(server.makeTLSHandler(context)) }
                    try pipeline.addHandler(WireHandler(framing, inbox: inbox, server: server))
                }
            }
        do {
            let channel = try await bootstrap.connectCancellably(to: server)
            // A name may lead where no mail server is; nothing has been sent there yet.
            if let address = channel.remoteAddress, MailServer.isForbidden(address) {
                channel.close(promise: nil)
                throw ConnectionError.cannotConnect(
                    to: "\(server)", reason: "it is at an address that no mail server has")
            }
            return Wire(channel, inbox: inbox, server: server)
        } catch let error as CancellationError {
            throw error
        } catch let error as ConnectionError {
            throw error
        } catch {
            throw inbox.end ?? ConnectionError(connecting: error, server: server)
        }
    }

    /// Whether what we send is encrypted.
    var isEncrypted: Bool { encrypted.load(ordering: .relaxed) }

    /// Whether a secret may be sent: encrypted, or to this very machine. Asks the address, not the name.
    var maySendSecrets: Bool { isEncrypted || channel.remoteAddress?.isLoopback == true }

    /// Our own address, for EHLO.
    var localAddress: SocketAddress? { channel.localAddress }

    /// Whether the connection is known to have ended.
    var hasEnded: Bool { inbox.end != nil }

    /// The next unit from the server.
    /// - Parameters:
    ///   - what: what is waited for, for the error's text.
    ///   - seconds: how long the server may be silent; the server's `replyTimeoutSeconds` if `nil`.
    /// - Throws: `ConnectionError`, what the framing throws, `CancellationError`.
    func next(_ what: String, within seconds: Double? = nil) async throws -> Framing.Frame {
        try Task.checkCancellation()
        if let (frame, hasRoomAgain) = try inbox.takeNext() {
            if hasRoomAgain { channel.read() }
            return frame
        }
        // Whatever closed the valve, it must be open while we wait.
        channel.read()
        let limit = seconds ?? server.replyTimeoutSeconds
        let error = ConnectionError.timedOut(waitingFor: "\(what) from \(server)", seconds: limit)
        return try await withTaskCancellationHandler {
            try await inbox.wait(
                silence: .seconds(fraction: limit), on: channel.eventLoop, error: error,
                giveUp: { [channel] in channel.close(promise: nil) })
        } onCancel: {
            abort(CancellationError())
        }
    }

    /// Sends bytes and returns when they have left for the network.
    /// - Throws: `ConnectionError`, `CancellationError`.
    func send(_ bytes: ByteBuffer, within seconds: Double? = nil) async throws {
        try Task.checkCancellation()
        let limit = seconds ?? server.replyTimeoutSeconds
        let watchdog = channel.eventLoop.scheduleTask(in: .seconds(fraction: limit)) { [self] in
            abort(ConnectionError.timedOut(waitingFor: "\(server) to take what we send", seconds: limit))
        }
        defer { watchdog.cancel() }
        do {
            try await withTaskCancellationHandler {
                try await channel.writeAndFlush(bytes)
            } onCancel: {
                abort(CancellationError())
            }
        } catch {
            throw inbox.end ?? ConnectionError(error, server: server, certificate: nil)
        }
    }

    func send(_ text: String, within seconds: Double? = nil) async throws {
        try await send(ByteBuffer(string: text), within: seconds)
    }

    /// Sends without waiting, from any thread.
    func post(_ text: String) {
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    /// Runs `action` later, on the connection's event loop.
    func schedule(inSeconds seconds: Double, _ action: @escaping @Sendable () -> Void) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: .seconds(fraction: seconds), action)
    }

    /// Begins TLS on a connection in plain text. What came before it and was not read is thrown away.
    /// - Throws: `ConnectionError`.
    func startTLS() async throws {
        let context = try await server.makeTLSContext()
        try await channel.eventLoop.submit { [channel, server] in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.handler(type: WireHandler<Framing>.self).forgetPlainText()
            try pipeline.addHandler(server.makeTLSHandler(context), position: .first)
        }.get()
        encrypted.store(true, ordering: .relaxed)
    }

    /// Ends the connection at once; who waits on it gets `error`.
    func abort(_ error: any Error) {
        inbox.finish(error)
        channel.close(promise: nil)
    }

    /// Ends the connection in order.
    func close() async {
        inbox.finish(ConnectionError.closed(by: "us"))
        try? await channel.close()
    }
}

extension ClientBootstrap {
    /// Like `connect`, but ends at once when the task is cancelled; a connection that comes up afterwards is closed.
    fileprivate func connectCancellably(to server: MailServer) async throws -> any Channel {
        try Task.checkCancellation()
        let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: (any Channel).self)
        let attempt = connect(host: server.host, port: server.port)
        attempt.cascade(to: promise)
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                promise.fail(CancellationError())
            }
        } catch {
            attempt.whenSuccess { $0.close(promise: nil) }
            throw error
        }
    }
}

extension TimeAmount {
    /// Seconds with a fraction.
    static func seconds(fraction seconds: Double) -> TimeAmount {
        .nanoseconds(Int64(min(max(seconds, 0), 1e8) * 1e9))
    }
}

extension SocketAddress {
    /// Whether this is an address of this very machine: 127.0.0.0/8, ::1, or a Unix socket.
    var isLoopback: Bool {
        switch self {
        case .v4: ipAddress?.hasPrefix("127.") == true
        case .v6: ipAddress == "::1" || ipAddress?.hasPrefix("::ffff:127.") == true
        case .unixDomainSocket: true
        }
    }
}
