import Foundation
internal import GRDB

extension SQLiteDatabase {
    /// Copies a database that has something in it to `<file>.before-<name>`, and deletes all but the last three copies.
    func copyBeforeUpgrade(to name: String) async throws {
        let target = "\(path).before-\(name.filter { $0.isLetter || $0.isNumber || "-_.".contains($0) })"
        try await SQLiteErrors.translated("VACUUM INTO") {
            try await pool.writeWithoutTransaction { db in
                let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ?? 0
                guard tables > 0 else { return }
                // Written under another name first: a copy that bears the right name is whole.
                let draft = "\(target).part"
                try? FileManager.default.removeItem(atPath: draft)
                try db.execute(sql: "VACUUM INTO ?", arguments: [draft])
                guard rename(draft, target) == 0 else { throw DatabaseError.readOnly }
                deleteOldCopies()
            }
        }
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
