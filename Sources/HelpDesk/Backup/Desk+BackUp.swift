import Database
import Foundation

extension Desk {
    /// Copies everything that the desk knows into one file: the database as it is at one moment, the large contents and
    /// the key. Nobody waits for it.
    /// - Parameters:
    ///   - secret: under which the desk runs.
    ///   - includesSecret: false where the secret comes from the environment, which is not ours to copy.
    ///   - progress: hears what is being copied.
    /// - Returns: what is in it, and which large contents could not be read.
    /// - Throws: `BackupError`, `DatabaseError`; there is no file then, or the old one.
    public func backUp(
        to path: String, secret: String, includesSecret: Bool, replacing: Bool,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> BackupManifest {
        guard replacing || !FileManager.default.fileExists(atPath: path) else { throw BackupError.exists(path) }
        let file = TarInUse(try TarWriter(path))
        let moment = database.currentTime
        let copied = try await database.read { tx in
            // The closure runs again where the connection was lost: into a new file.
            try file.startOver(path)
            return try file.writer.copyTables(tx, progress: progress)
        }
        let contents = contents
        var missing: [String] = []
        for (number, hash) in copied.files.enumerated() {
            if number % 100 == 0 { progress("\(number) of \(copied.files.count) large files") }
            let name = hexadecimal(hash)
            // One lost file must not keep everything else from being copied.
            guard let bytes = try? contents.read(hash), sha256(bytes) == hash else {
                missing.append(contents.file(of: hash).path)
                continue
            }
            try file.writer.add("contents/\(name.prefix(2))/\(name)", bytes)
        }
        if includesSecret { try file.writer.add(BackupManifest.secretName, Array("\(secret)\n".utf8)) }
        let manifest = BackupManifest(
            madeAt: moment.rfc3339, migrations: copied.migrations, rows: copied.rows, ticketNumbers: copied.numbers,
            secretFingerprint: BackupManifest.fingerprint(ofSecret: secret), entries: file.writer.entries,
            missing: missing.isEmpty ? nil : missing)
        try file.writer.finish(manifest)
        return manifest
    }
}

/// The writer of a backup, used by one thread after the other.
private final class TarInUse: @unchecked Sendable {
    private(set) var writer: TarWriter
    private var isBegun = false

    init(_ writer: TarWriter) { self.writer = writer }

    func startOver(_ path: String) throws {
        if isBegun { writer = try TarWriter(path) }
        isBegun = true
    }
}

private struct CopiedTables: Sendable {
    var rows: [String: Int] = [:]
    var migrations: [String] = []
    var numbers: [Int64: Int64] = [:]
    /// The contents that are files.
    var files: [[UInt8]] = []
}

extension TarWriter {
    /// From this size on, in bytes, a table's next rows go into another part.
    private static let partBytes = 4 << 20

    fileprivate func copyTables(_ tx: Transaction, progress: (String) -> Void) throws -> CopiedTables {
        var copied = CopiedTables()
        copied.migrations = try tx.values(String.self, "SELECT name FROM schema_migration ORDER BY applied_at, name")
        for table in try tx.backupTables() { copied.rows[table] = try copy(table, tx, progress: progress) }
        copied.numbers = try tx.lastTicketNumbers()
        copied.files = try tx.values([UInt8].self, "SELECT hash FROM content WHERE bytes IS NULL")
        return copied
    }

    private func copy(_ table: String, _ tx: Transaction, progress: (String) -> Void) throws -> Int {
        var rows: TableRows?, total = 0, part = 0
        func flush() throws {
            guard let full = rows, full.count > 0 else { return }
            part += 1
            total += full.count
            let digits = String(part)
            let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
            try add("tables/\(table)/\(number).rows", full.bytes)
            rows = nil
            progress("\(table): \(total) rows")
        }
        try tx.eachRow(of: table) { row in
            let columns = Array(row.columnNames.dropFirst())
            if rows == nil { rows = try TableRows(table: table, columns: columns) }
            rows?.append(try columns.map { try row[$0] })
            if let size = rows?.bytes.count, size >= Self.partBytes { try flush() }
        }
        try flush()
        return total
    }
}
