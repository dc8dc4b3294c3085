import NIOCore
import NIOSSL

/// The last handler of a mail connection: cuts what arrives into units, and stops reading while too many wait.
final class WireHandler<Framing: WireFraming>: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let fresh: Framing
    private var framing: Framing
    private let inbox: Inbox<Framing.Frame>
    private let server: MailServer

    init(_ framing: Framing, inbox: Inbox<Framing.Frame>, server: MailServer) {
        self.fresh = framing
        self.framing = framing
        self.inbox = inbox
        self.server = server
    }

    /// Drops what came in plain text before TLS began: somebody on the way may have put it there (RFC 3207 §4.2).
    func forgetPlainText() {
        framing = fresh
        inbox.clear()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.touch()
        do {
            try unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
                try framing.feed(bytes) { inbox.put($0, bytes: Framing.byteCount(of: $0)) }
            }
        } catch {
            fail(error, context)
        }
    }

    func read(context: ChannelHandlerContext) {
        if !inbox.isFull { context.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.finish(ConnectionError.closed(by: "\(server)"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let certificate = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self).peerCertificate
        fail(ConnectionError(error, server: server, certificate: certificate), context)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        inbox.finish(error)
        context.close(promise: nil)
    }
}
