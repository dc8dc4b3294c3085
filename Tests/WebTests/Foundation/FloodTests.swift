import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Floods of requests` {
    @Test func `of large bodies are refused together before they fill the memory, small ones never`() throws {
        let limit = BodyShare.allBytesAtMost + (4 << 20)
        let large = BodyShare(limitBytes: limit), small = BodyShare(limitBytes: limit)
        #expect(throws: Refusal.unavailable(retryAfterSeconds: 10)) {
            for _ in 0...(limit >> 20) { try large.take(1 << 20) }
        }
        try small.take(64 << 10)
    }

    @Test func `of live pages end with the pages of one person`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna), boris = try await site.test.customer(.boris)
        var open: [AsyncStream<LiveUpdate>] = []
        for _ in 1...LiveBoard.pagesPerPersonAtMost { open.append(try site.site.live.updates(for: anna)) }
        #expect(throws: Refusal.limited(retryAfterSeconds: 60)) { _ = try site.site.live.updates(for: anna) }
        _ = try site.site.live.updates(for: boris)
        #expect(open.count == LiveBoard.pagesPerPersonAtMost)
        open = []
        try await eventually("a page that was closed makes room") {
            (try? site.site.live.updates(for: anna)) != nil
        }
        await site.close()
    }

    @Test func `of connections leave descriptors for the database and mail`() {
        #expect((100...16_384).contains(Connections.limit))
    }
}
