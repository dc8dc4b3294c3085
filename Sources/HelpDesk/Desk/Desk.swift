import Database
import Foundation
import Logging

/// The help desk: one database, the keys that sign and seal, and the store of contents.
///
/// Everything that happens to tickets goes through `read` and `write`; what happens to one ticket are verbs on `Ticket`.
public struct Desk: Sendable {
    /// Where everything but large contents is kept.
    public let database: Database
    /// What signs reply addresses and Message-IDs.
    public let keys: Keys
    /// What holds for the whole desk.
    public let settings: DeskSettings
    let contents: ContentStore
    /// Where the desk tells what went wrong without anybody asking for it.
    public let logger: Logger
    /// The words of outgoing mail, ready to be written.
    let templates: TemplateCache
    /// Who this process is where several share one database: holder of leases and claims.
    private(set) var holder: Holder
    /// Mail that was just kept and will be worked through next.
    private(set) var freshMail = FreshMail()
    /// One at a time works through the mail, also within a process.
    private(set) var processing = Gate()

    /// - Parameter dataFolder: where large contents are kept as files; made when it is missing.
    public init(database: Database, keys: Keys, settings: DeskSettings, dataFolder: URL, logger: Logger) throws {
        self.database = database
        self.keys = keys
        self.settings = settings
        self.contents = try ContentStore(folder: dataFolder.appending(path: "contents"))
        self.logger = logger
        self.templates = TemplateCache(database)
        self.holder = Holder.current()
    }

    /// Runs a closure on one consistent snapshot.
    public func read<T: Sendable>(_ body: @escaping @Sendable (DeskTransaction) throws -> T) async throws -> T {
        try await database.read { sql in try body(DeskTransaction(sql: sql, desk: self)) }
    }

    /// Runs a closure as one transaction: what it changes, records and enqueues stands together or not at all.
    public func write<T: Sendable>(_ body: @escaping @Sendable (DeskTransaction) throws -> T) async throws -> T {
        try await database.write { sql in
            let tx = DeskTransaction(sql: sql, desk: self)
            let result = try body(tx)
            try tx.finish()
            return result
        }
    }
}

/// A transaction together with the desk that it belongs to; verbs take it as `in tx:`.
public struct DeskTransaction {
    let sql: Transaction
    /// The desk, for its settings, keys and contents.
    public let desk: Desk

    /// What was looked up, and what waits for the end.
    let memo = Memo()

    /// One instant for everything in the transaction.
    public var now: Instant { sql.now }

    func all<T: RowDecodable>(_ type: T.Type, _ query: SQL) throws -> [T] { try sql.all(type, query) }
    func first<T: RowDecodable>(_ type: T.Type, _ query: SQL) throws -> T? { try sql.first(type, query) }
    func value<T: SQLReadable>(_ type: T.Type, _ query: SQL) throws -> T? { try sql.value(type, query) }
    func values<T: SQLReadable>(_ type: T.Type, _ query: SQL) throws -> [T] { try sql.values(type, query) }
    @discardableResult func run(_ statement: SQL) throws -> Int { try sql.run(statement) }
    func post(_ statement: SQL) throws { try sql.post(statement) }

    /// Inserts a row, and gives its `id`.
    func insert(_ statement: SQL) throws -> Int64 {
        guard let id = try sql.insert(statement) else { throw DeskError.internalInconsistency("nothing inserted") }
        return id
    }

    /// The row that an `INSERT … RETURNING` has made.
    func inserted<T: RowDecodable>(_ type: T.Type, _ statement: SQL) throws -> T {
        guard let row = try sql.first(type, statement) else {
            throw DeskError.internalInconsistency("nothing inserted")
        }
        return row
    }
}

extension Desk {
    /// The same desk as another living process would have it open: another holder of leases and claims.
    package var beside: Desk {
        var other = self
        other.freshMail = FreshMail()
        other.processing = Gate()
        other.holder = Holder(description: "another host/1/\(UInt32.random(in: 0 ... .max))")
        return other
    }
}
