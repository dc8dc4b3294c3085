import HelpDesk
import ServiceLifecycle
import Synchronization

/// Hands changes of tickets to every open page: one listener on the database for any number of pages.
final class LiveBoard: Service, Sendable {
    private let desk: Desk
    private let pages = Mutex<[UInt64: AsyncStream<LiveUpdate>.Continuation]>([:])
    private let nextID = Atomic<UInt64>(0)

    init(desk: Desk) { self.desk = desk }

    func run() async throws {
        for await update in desk.liveUpdates().cancelOnGracefulShutdown() {
            let open = pages.withLock { Array($0.values) }
            for page in open { page.yield(update) }
        }
        for page in pages.withLock({ Array($0.values) }) { page.finish() }
        try? await gracefulShutdown()
    }

    /// Changes from now on. A page that does not keep up loses the oldest: each only says "look again".
    func updates() -> AsyncStream<LiveUpdate> {
        let id = nextID.add(1, ordering: .relaxed).newValue
        let (stream, continuation) = AsyncStream<LiveUpdate>.makeStream(bufferingPolicy: .bufferingNewest(64))
        pages.withLock { $0[id] = continuation }
        continuation.onTermination = { [weak self] _ in self?.pages.withLock { _ = $0.removeValue(forKey: id) } }
        return stream
    }
}
