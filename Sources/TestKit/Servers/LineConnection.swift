import NIOCore
import NIOSSL

/// The server's end of one connection, in the hands of a script.
public final class LineConnection {
    /// 1 for the first connection to the server, and so on.
    public let number: Int
    /// Whether TLS has begun.
    public private(set) var isEncrypted = false

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel
    private var unread = ByteBuffer()

    init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel, number: Int
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
        self.number = number
    }

    /// The next line without its end; `nil` when the client has closed the connection.
    public func readLine() async throws -> String? {
        try await readBytesOfLine().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the next line without its CRLF; `nil` when the client has closed the connection.
    public func readBytesOfLine() async throws -> [UInt8]? {
        while true {
            let view = unread.readableBytesView
            if let end = view.firstIndex(of: 0x0A) {
                var line = Array(view[..<end])
                unread.moveReaderIndex(to: end + 1)
                if line.last == 0x0D { line.removeLast() }
                return line
            }
            guard try await readMore() else { return nil }
        }
    }

    /// The next bytes up to and with `terminator`; `nil` when the client closes the connection before it.
    public func read(through terminator: [UInt8]) async throws -> [UInt8]? {
        var found: [UInt8] = []
        while true {
            while let byte = unread.readInteger(as: UInt8.self) {
                found.append(byte)
                if byte == terminator.last, found.suffix(terminator.count).elementsEqual(terminator) { return found }
            }
            guard try await readMore() else { return nil }
        }
    }

    /// So many bytes; `nil` when the client closes the connection before.
    public func read(count: Int) async throws -> [UInt8]? {
        while unread.readableBytes < count {
            guard try await readMore() else { return nil }
        }
        return unread.readBytes(length: count)
    }

    /// Waits until the client closes the connection.
    public func waitForEnd() async throws {
        while try await readMore() { unread.clear() }
    }

    /// Sends a line.
    public func send(_ line: String) async throws {
        try await send(bytes: Array("\(line)\r\n".utf8))
    }

    /// Sends bytes as they are.
    public func send(bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Sends a last line in plain text and begins TLS as the server, without a moment between them in which the client's
    /// first bytes of TLS could be taken for text.
    public func startTLS(_ certificate: CertificateAuthority.Certificate, after line: String) async throws {
        let context = try serverContext(certificate)
        let channel = channel
        unread.clear()
        try await channel.eventLoop.submit {
            channel.writeAndFlush(ByteBuffer(string: "\(line)\r\n"), promise: nil)
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context), position: .first)
        }.get()
        isEncrypted = true
    }

    /// Closes the connection at once.
    public func cut() async throws {
        try await channel.close()
    }

    private func readMore() async throws -> Bool {
        guard var next = try await inbound.next() else { return false }
        unread.discardReadBytes()
        unread.writeBuffer(&next)
        return true
    }
}
