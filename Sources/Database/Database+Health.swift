import Foundation

extension Database {
    /// What the server's clock says; nil for SQLite, which has none of its own.
    public func serverTime() async throws -> Instant? {
        guard engine == .postgres else { return nil }
        return try await read { tx in
            try tx.value(Instant.self, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        }
    }

    /// Bytes of the database, and of its write-ahead log beside it (0 on PostgreSQL).
    public func size() async throws -> (database: Int64, log: Int64) {
        switch backend {
        case .sqlite(let sqlite):
            func bytes(_ path: String) -> Int64 {
                (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) ?? 0
            }
            return (bytes(sqlite.path), bytes("\(sqlite.path)-wal"))
        case .postgres:
            let size = try await read { tx in try tx.value(Int64.self, "SELECT pg_database_size(current_database())") }
            return (size ?? 0, 0)
        }
    }
}
