import Database
import Foundation

extension Desk {
    /// Brings the schema up to date and creates what every desk has: categories and the environment's mailbox. Safe to run again.
    /// - Parameter supportAddress: the environment's mailbox; nil leaves the one that is there.
    /// - Returns: the names of the migrations that ran.
    /// - Throws: `DatabaseError.newerSchema` where a newer Deskbell has been here.
    @discardableResult
    public func setUp(supportAddress: String?) async throws -> [String] {
        let applied = try await database.migrate(Schema.migrations)
        try await write { tx in
            try tx.keepEnvironmentMailbox(address: supportAddress)
            guard try tx.value(Int64.self, "SELECT id FROM category LIMIT 1") == nil else { return }
            for (order, category) in Category.initial.enumerated() {
                try tx.run(
                    """
                    INSERT INTO category (name, description, color, sort_order)
                    VALUES (\(category.name), \(category.description), \(category.color), \(order)) ON CONFLICT DO NOTHING
                    """)
            }
        }
        return applied
    }

    /// A one-time link by which the first owner chooses a password; nil where somebody works here already.
    public func welcomeLink() async throws -> String? {
        let secret = try await write { tx in
            try tx.staff().isEmpty ? try tx.makeLink(.welcome, person: nil) : nil
        }
        return secret.map { "\(settings.publicURL)/ops/welcome?token=\($0.text)" }
    }

    /// Wakes whoever waits for mail that was kept.
    public func keptMail() -> AsyncStream<Void> { signals(Self.mailKeptChannel) }

    /// Wakes whoever sends mail.
    public func mailToSend() -> AsyncStream<Void> { signals(Self.mailToSendChannel) }

    func signals(_ channel: String) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let notes = database.notifications()
            let task = Task {
                for await note in notes where note.channel == channel || note.isGap { continuation.yield() }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
