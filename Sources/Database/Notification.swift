import Synchronization

extension Database {
    /// Word of a change, from `Transaction.notify`.
    public struct Notification: Sendable, Hashable {
        /// What it is about.
        public let channel: String
        /// The rest.
        public let payload: String

        /// Stands for notifications that may have been lost while there was no connection: look at everything again.
        public static let gap = Notification(channel: "", payload: "")

        /// Whether it is `gap`.
        public var isGap: Bool { self == .gap }

        /// A notification, as a listener sees it.
        public init(channel: String, payload: String) {
            self.channel = channel
            self.payload = payload
        }
    }
}

/// Hands notifications to all who listen in this process.
final class NotificationHub: Sendable {
    private struct Listeners {
        var all: [Int: AsyncStream<Database.Notification>.Continuation] = [:]
        var last = 0
        var isClosed = false
    }

    private let listeners = Mutex(Listeners())

    func subscribe() -> AsyncStream<Database.Notification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Database.Notification.self, bufferingPolicy: .bufferingNewest(1_000))
        let number: Int? = listeners.withLock {
            guard !$0.isClosed else { return nil }
            $0.last += 1
            $0.all[$0.last] = continuation
            return $0.last
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.all.removeValue(forKey: number) }
        }
        return stream
    }

    func publish(_ notifications: [Database.Notification]) {
        guard !notifications.isEmpty else { return }
        let all = listeners.withLock { Array($0.all.values) }
        for listener in all {
            for notification in notifications { listener.yield(notification) }
        }
    }

    func close() {
        let all = listeners.withLock { list in
            let all = Array(list.all.values)
            list = Listeners(isClosed: true)
            return all
        }
        for listener in all { listener.finish() }
    }
}
