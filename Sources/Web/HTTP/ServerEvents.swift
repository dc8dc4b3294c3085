import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// One server-sent event (WHATWG HTML, 9.2).
struct ServerEvent: Sendable, Equatable {
    /// What happened: `ticket`, `list`.
    let name: String
    /// What it concerns, on one line: a ticket number.
    let data: String

    fileprivate var bytes: ByteBuffer {
        ByteBuffer(string: "event: \(Self.oneLine(name))\ndata: \(Self.oneLine(data))\n\n")
    }

    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" })
    }
}

extension Response {
    /// A stream of events to one open page. It ends when `events` ends, when the client goes, and when the server stops.
    ///
    /// A client that does not read keeps at most 64 events waiting; the oldest go first, since each only says "look again".
    /// - Parameters:
    ///   - request: the page's request, whose connection tells when the client goes.
    ///   - events: what to send; iterated once.
    ///   - heartbeatSeconds: how often a comment is sent, so that proxies do not close a silent connection.
    static func events<Events: AsyncSequence & Sendable>(
        _ events: Events, to request: Request, heartbeatSeconds: Int = 20
    ) -> Response where Events.Element == ServerEvent {
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ]
        let body = ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await send(events, to: &writer, heartbeatSeconds: heartbeatSeconds)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

private func send<Events: AsyncSequence & Sendable>(
    _ events: Events, to writer: inout any ResponseBodyWriter, heartbeatSeconds: Int
) async throws where Events.Element == ServerEvent {
    let (queue, waiting) = AsyncStream.makeStream(of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(64))
    // Browsers take up again after this many milliseconds, by themselves.
    waiting.yield(ByteBuffer(string: "retry: 3000\n\n"))
    let feeding = Task {
        defer { waiting.finish() }
        for try await event in events { waiting.yield(event.bytes) }
    }
    let beating = Task {
        while true {
            try await Task.sleep(for: .seconds(heartbeatSeconds))
            waiting.yield(ByteBuffer(string: ": here\n\n"))
        }
    }
    defer {
        feeding.cancel()
        beating.cancel()
    }
    try await withGracefulShutdownHandler {
        for await bytes in queue { try await writer.write(bytes) }
    } onGracefulShutdown: {
        waiting.finish()
    }
}

extension HTTPField.Name {
    /// Asks nginx not to hold events back.
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
