import Mail
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP server of the tests that speaks whatever a script says, line by line. Every connection runs the script anew.
public final class LineServer: Sendable {
    /// The port it listens on.
    public let port: Int

    private let listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
    private let task = Mutex<Task<Void, Never>?>(nil)
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let connectionsSoFar = Atomic(0)

    /// How many connections there have been.
    public var connectionCount: Int { connectionsSoFar.load(ordering: .relaxed) }

    /// Starts to listen.
    /// - Parameters:
    ///   - host: the address to listen on.
    ///   - port: the port; 0 for a free one.
    ///   - certificate: for TLS from the first byte; `nil` for plain text.
    ///   - script: what to do with one connection; its end, or an error, closes it.
    public static func start(
        host: String = "127.0.0.1", port: Int = 0, certificate: CertificateAuthority.Certificate? = nil,
        script: @escaping @Sendable (LineConnection) async throws -> Void
    ) async throws -> LineServer {
        let context = try certificate.map(serverContext)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let server = LineServer(listener)
        server.task.withLock { task in
            task = Task { [listener] in await server.serve(listener, script) }
        }
        return server
    }

    private init(_ listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>) {
        self.listener = listener
        port = listener.channel.localAddress?.port ?? 0
    }

    /// Stops to listen and closes all connections.
    public func stop() async {
        let running = task.withLock { $0.take() }
        running?.cancel()
        closeConnections()
        await running?.value
    }

    /// Closes all present connections, and goes on listening.
    public func closeConnections() {
        let open = connections.withLock { Array($0.values) }
        for channel in open { channel.close(promise: nil) }
    }

    private func serve(
        _ listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
        _ script: @escaping @Sendable (LineConnection) async throws -> Void
    ) async {
        try? await listener.executeThenClose { clients in
            try await withThrowingDiscardingTaskGroup { group in
                for try await client in clients {
                    group.addTask { await self.serve(client, script) }
                }
            }
        }
    }

    private func serve(
        _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        _ script: @escaping @Sendable (LineConnection) async throws -> Void
    ) async {
        let number = connectionsSoFar.wrappingAdd(1, ordering: .relaxed).newValue
        let id = ObjectIdentifier(client.channel)
        connections.withLock { $0[id] = client.channel }
        try? await client.executeThenClose { inbound, outbound in
            try await script(
                LineConnection(inbound.makeAsyncIterator(), outbound, channel: client.channel, number: number))
        }
        _ = connections.withLock { $0.removeValue(forKey: id) }
    }
}

/// The server's side of TLS with that certificate. Reads two small files.
func serverContext(_ certificate: CertificateAuthority.Certificate) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMFile(certificate.certificatePath).map(NIOSSLCertificateSource.certificate)
    let key = try NIOSSLPrivateKey(file: certificate.keyPath, format: .pem)
    return try NIOSSLContext(
        configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
}
