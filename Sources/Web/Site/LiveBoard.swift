import HelpDesk
import ServiceLifecycle
import Synchronization

/// Hands changes of tickets to every open page: one listener on the database for any number of pages.
final class LiveBoard: Service, Sendable {
    private let desk: Desk
    private struct Page {
        let personID: Int64
        let updates: AsyncStream<LiveUpdate>.Continuation
    }

    private let pages = Mutex<[UInt64: Page]>([:])
    /// Open pages of one person; each holds a connection.
    static let pagesPerPersonAtMost = 50
    private let nextID = Atomic<UInt64>(0)

    init(desk: Desk) { self.desk = desk }

    func run() async throws {
        for await update in desk.liveUpdates().cancelOnGracefulShutdown() {
            let open = pages.withLock { Array($0.values) }
            for page in open { page.updates.yield(update) }
        }
        for page in pages.withLock({ Array($0.values) }) { page.updates.finish() }
        try? await gracefulShutdown()
    }

    /// Changes from now on. A page that does not keep up loses the oldest: each only says "look again".
    /// - Throws: `Refusal.limited` for a person with too many open pages.
    func updates(for person: Person) throws -> AsyncStream<LiveUpdate> {
        let id = nextID.add(1, ordering: .relaxed).newValue
        let (stream, continuation) = AsyncStream<LiveUpdate>.makeStream(bufferingPolicy: .bufferingNewest(64))
        let mayOpen = pages.withLock { pages in
            let own = pages.values.count { $0.personID == person.id }
            guard own < Self.pagesPerPersonAtMost else { return false }
            pages[id] = Page(personID: person.id, updates: continuation)
            return true
        }
        guard mayOpen else { throw Refusal.limited(retryAfterSeconds: 60) }
        continuation.onTermination = { [weak self] _ in self?.pages.withLock { _ = $0.removeValue(forKey: id) } }
        return stream
    }
}
