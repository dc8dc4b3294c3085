import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import Web

@Suite struct `Live updates` {
    @Test func `carry events, one line each, and end with their source`() async throws {
        let router = Router(context: BasicRequestContext.self)
        router.get("/live") { request, _ -> Response in
            let events = AsyncStream<ServerEvent> { source in
                source.yield(ServerEvent(name: "ticket", data: "TKT-1\ndata: forged"))
                source.yield(ServerEvent(name: "list", data: ""))
                source.finish()
            }
            return Response.events(events, to: request)
        }
        try await Application(router: router).test(.live) { client in
            let answer = try await client.send(uri: "/live", method: .get)
            #expect(answer.headers[.contentType] == "text/event-stream")
            #expect(
                String(buffer: answer.body)
                    == "retry: 3000\n\nevent: ticket\ndata: TKT-1data: forged\n\nevent: list\ndata: \n\n")
        }
    }

    @Test(.timeLimit(.minutes(1))) func `end when the server stops, and let go of their source`() async throws {
        let (gone, tell) = AsyncStream.makeStream(of: Void.self)
        let (read, tellRead) = AsyncStream.makeStream(of: Void.self)
        let (opened, open) = AsyncStream.makeStream(of: Int.self)
        let router = Router(context: BasicRequestContext.self)
        router.get("/live") { request, _ -> Response in
            let events = AsyncStream<ServerEvent> { source in
                source.yield(ServerEvent(name: "list", data: ""))
                tellRead.yield()
                source.onTermination = { _ in tell.yield() }
            }
            return Response.events(events, to: request, heartbeatSeconds: 1)
        }
        let app = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in open.yield(channel.localAddress?.port ?? 0) })
        let group = ServiceGroup(configuration: .init(services: [.init(service: app)], logger: Logger(label: "test")))
        async let running: Void = group.run()
        let port = try #require(await opened.first { _ in true })
        let answer = try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
            async let answer = client.get("/live")
            _ = await read.first { _ in true }
            await group.triggerGracefulShutdown()
            return try await answer
        }
        _ = await gone.first { _ in true }
        try await running
        #expect(answer.status == .ok)
    }
}
