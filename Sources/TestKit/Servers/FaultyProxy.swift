import NIOCore
import NIOPosix
import Synchronization

/// Stands before an IMAP server, in plain text, and cuts the connection where a test says.
public final class FaultyProxy: Sendable {
    /// Where the connection breaks.
    public enum Fault: Sendable, Hashable {
        /// The command does not reach the server.
        case beforeCommand(Int)
        /// The server has done the command; its last word does not reach the client.
        case afterCommand(Int)
        /// No command of this name reaches the server, on any connection: `UID FETCH`.
        case beforeEvery(String)
        /// No command of this name reaches the server: the proxy answers it with these words behind the tag; nil: never.
        case answered(String, String?)
    }

    /// The port it listens on.
    public let port: Int

    private let listener: any Channel
    private let task = Mutex<Task<Void, Never>?>(nil)
    private let state = Mutex(State())

    private struct State {
        var fault: Fault?
        var commands: [String] = []
    }

    /// Starts to listen before the server on `upstream`, a port of this machine.
    public static func start(before upstream: Int) async throws -> FaultyProxy {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let proxy = FaultyProxy(listener.channel)
        proxy.task.withLock { task in
            task = Task { await proxy.serve(listener, upstream) }
        }
        return proxy
    }

    private init(_ listener: any Channel) {
        self.listener = listener
        port = listener.localAddress?.port ?? 0
    }

    /// Counts the commands anew, and breaks the connection once, at this one.
    public func arm(_ fault: Fault?) {
        state.withLock { $0 = State(fault: fault) }
    }

    /// The commands since `arm`, without their tags and arguments.
    public var commands: [String] { state.withLock { $0.commands } }

    /// Stops to listen.
    public func stop() async {
        let running = task.withLock { $0.take() }
        running?.cancel()
        try? await listener.close()
        await running?.value
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private func serve(_ listener: NIOAsyncChannel<Connection, Never>, _ upstream: Int) async {
        try? await listener.executeThenClose { clients in
            await withTaskGroup(of: Void.self) { group in
                do {
                    for try await client in clients {
                        group.addTask { try? await self.join(client, upstream) }
                    }
                } catch {}
                group.cancelAll()
            }
        }
    }

    private func join(_ client: Connection, _ upstream: Int) async throws {
        let server = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: upstream) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await client.executeThenClose { fromClient, toClient in
            try await server.executeThenClose { fromServer, toServer in
                await withTaskGroup(of: Void.self) { group in
                    let doomed = Doomed()
                    group.addTask { try? await self.forward(fromClient, toServer, toClient, doomed) }
                    group.addTask { try? await self.answer(fromServer, toClient, doomed) }
                    await group.next()
                    client.channel.close(promise: nil)
                    server.channel.close(promise: nil)
                    group.cancelAll()
                }
            }
        }
    }

    /// The tag whose answer is to be swallowed, once that is decided.
    private final class Doomed: Sendable { let tag = Mutex<String?>(nil) }
    private struct Cut: Error {}

    private func forward(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        _ client: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ doomed: Doomed
    ) async throws {
        var isSwallowing = false
        for try await chunk in inbound {
            for line in String(buffer: chunk).split(separator: "\r\n") {
                guard let (tag, name) = Self.command(String(line)) else { continue }
                isSwallowing = false
                switch note(name) {
                case .beforeCommand?, .beforeEvery?: throw Cut()
                case .afterCommand?: doomed.tag.withLock { $0 = tag }
                case .answered(_, let words)?:
                    // With the literal that may follow.
                    isSwallowing = true
                    if let words { try await client.write(ByteBuffer(string: "\(tag) \(words)\r\n")) }
                case nil: break
                }
            }
            if !isSwallowing { try await outbound.write(chunk) }
        }
    }

    /// - Returns: the fault, where its command is reached.
    private func note(_ name: String) -> Fault? {
        state.withLock { state in
            state.commands.append(name)
            let number = state.commands.count
            if state.fault == .beforeEvery(name) { return state.fault }
            if case .answered(name, _)? = state.fault { return state.fault }
            guard state.fault == .beforeCommand(number) || state.fault == .afterCommand(number) else { return nil }
            defer { state.fault = nil }
            return state.fault
        }
    }

    private func answer(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        _ doomed: Doomed
    ) async throws {
        for try await chunk in inbound {
            // TLS would hide what is said.
            let text = String(buffer: chunk)
            let tag = doomed.tag.withLock { $0 }
            if let tag, text.split(separator: "\r\n").contains(where: { $0.hasPrefix("\(tag) ") }) { throw Cut() }
            try await outbound.write(
                text.contains(" STARTTLS") ? ByteBuffer(string: text.replacing(" STARTTLS", with: "")) : chunk)
        }
    }

    /// Deskbell's tags are `D` and a number.
    private static func command(_ line: String) -> (tag: String, name: String)? {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count >= 2, words[0].first == "D", Int(words[0].dropFirst()) != nil else { return nil }
        let isUID = words[1] == "UID" && words.count > 2
        return (String(words[0]), isUID ? "UID \(words[2])" : String(words[1]))
    }
}
