import Foundation
internal import GRDB

extension SQLiteDatabase {
    /// Copies the database, as it is at this moment, to a new file that only its owner may read. Nobody waits for it:
    /// it runs on a reader's connection.
    func copy(to target: String) async throws {
        if connections.areClosed { throw DatabaseError.closed }
        try await SQLiteErrors.translated("VACUUM INTO") {
            try await pool.unsafeRead { try copyHere($0, to: target) }
        }
    }

    /// Copies a database that has something in it to `<file>.before-<name>`, and deletes all but the last three copies.
    func copyBeforeUpgrade(to name: String) async throws {
        let target = "\(path).before-\(name.filter { $0.isLetter || $0.isNumber || "-_.".contains($0) })"
        try await SQLiteErrors.translated("VACUUM INTO") {
            try await pool.unsafeRead { db in
                let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ?? 0
                guard tables > 0 else { return }
                try copyHere(db, to: target)
                deleteOldCopies()
            }
        }
    }

    private func copyHere(_ db: GRDB.Database, to target: String) throws {
        // Written under another name first: a file that bears the right name is whole.
        let draft = "\(target).part"
        try? FileManager.default.removeItem(atPath: draft)
        do {
            try makePrivateFile(draft)
            try db.execute(sql: "VACUUM INTO ?", arguments: [draft])
            try putOnDisk(draft)
            guard rename(draft, target) == 0 else { throw DatabaseError.cannotOpen(target) }
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    private func putOnDisk(_ file: String) throws {
        let handle = Foundation.open(file, O_RDONLY | O_CLOEXEC)
        defer { Foundation.close(handle) }
        guard handle >= 0, fsync(handle) == 0 else { throw DatabaseError.cannotOpen(file) }
    }

    private func deleteOldCopies() {
        let file = URL(filePath: path)
        let folder = file.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let copies = names.filter { $0.hasPrefix("\(file.lastPathComponent).before-") }.map { name in
            let copy = folder.appending(path: name).path
            let made = try? FileManager.default.attributesOfItem(atPath: copy)[.modificationDate] as? Date
            return (copy, made ?? .distantPast)
        }
        for (copy, _) in copies.sorted(by: { $0.1 > $1.1 }).dropFirst(3) {
            try? FileManager.default.removeItem(atPath: copy)
        }
    }
}

/// Makes an empty file for its owner alone unless there is one: SQLite takes an empty file for a new database, and
/// gives its companions the same rights.
func makePrivateFile(_ path: String) throws {
    let handle = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0o600)
    if handle >= 0 {
        Foundation.close(handle)
    } else if errno == ENOSPC {
        throw DatabaseError.diskFull
    } else {
        throw DatabaseError.cannotOpen(path)
    }
}
