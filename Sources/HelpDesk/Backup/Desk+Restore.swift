import Database
import Foundation

/// What a restore has brought back.
public struct Restored: Sendable {
    /// Rows by table.
    public let rows: [String: Int]
    /// Outgoing mail that was under way when the backup was made, and is held back now.
    public let heldBack: Int
}

extension Database {
    /// Whether there is anything that a restore would take the place of.
    /// - Throws: `BackupError.isRunning` where a living Deskbell holds a lease.
    public func holdsADesk() async throws -> Bool {
        try await read { tx in
            let tables = Set(try tx.ourTables())
            if tables.contains("lease") {
                let mine = Holder.current()
                let holders = try tx.values(String.self, "SELECT holder FROM lease WHERE until > \(tx.now)")
                guard holders.allSatisfy({ Holder(description: $0).isDead(seenFrom: mine) }) else {
                    throw BackupError.isRunning
                }
            }
            for table in ["ticket", "ledger", "person"] where tables.contains(table) {
                if try tx.value(Int64.self, "SELECT id FROM \(SQL.identifier(table)) LIMIT 1") != nil { return true }
            }
            return false
        }
    }
}

extension Desk {
    /// Puts a backup into this desk, whose database is empty or, on PostgreSQL, is emptied here: in one transaction, so that the
    /// old desk stands until the new one is whole.
    ///
    /// Mail that was still to be sent is held back: the desk of then may have sent it after the backup was made. It
    /// stands in its tickets as of unknown outcome, and is sent again only by a person. Nobody is signed in any more.
    /// - Throws: `BackupError`, `DatabaseError`.
    public func restore(
        _ backup: VerifiedBackup, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Restored {
        try backup.each { name, content in
            if name.hasPrefix("contents/") { try contents.write(content, hash: sha256(content)) }
        }
        let known = Set(backup.manifest.migrations)
        return try await database.administer { sql in
            try sql.dropOurTables()
            try sql.apply(Schema.migrations.filter { known.contains($0.name) })
            let restored = try DeskTransaction(sql: sql, desk: self).putIn(backup, progress: progress)
            try sql.apply(Schema.migrations)
            try indexAgain(sql, progress: progress)
            return restored
        }
    }

    /// The words of all messages, a bounded number at a time.
    private func indexAgain(_ sql: Transaction, progress: (String) -> Void) throws {
        var last: Int64? = 0
        while let after = last {
            let tx = DeskTransaction(sql: sql, desk: self)
            last = try tx.indexMessages(after: after, limit: 500)
            try tx.finish()
            progress("search: message \(last ?? after)")
        }
    }
}

extension DeskTransaction {
    fileprivate func putIn(_ backup: VerifiedBackup, progress: (String) -> Void) throws -> Restored {
        try sql.deferReferences()
        let tables = Set(try sql.backupTables())
        var counts: [String: Int] = [:]
        try backup.each { name, content in
            guard name.hasPrefix("tables/") else { return }
            var rows = try TableRowsReader(content)
            guard tables.contains(rows.table) else { return }
            counts[rows.table, default: 0] += try insert(&rows)
            progress("\(rows.table): \(counts[rows.table] ?? 0) rows")
        }
        guard counts == backup.manifest.rows.filter({ $0.value > 0 }) else {
            throw BackupError.damaged("The backup has other rows than its list says")
        }
        try sql.setTicketNumbers(backup.manifest.ticketNumbers)
        // Who was shut out since then must not be let in again.
        for table in ["session", "sign_in_link"] { try run("DELETE FROM \(SQL.identifier(table))") }
        let held = try holdBackDeliveries(madeAt: backup.manifest.madeAt)
        try sql.checkReferences()
        try sql.moveKeysBehindRows()
        return Restored(rows: counts, heldBack: held)
    }

    private func insert(_ rows: inout TableRowsReader) throws -> Int {
        let columns = rows.columns.map { SQL.identifier($0) }.joined(by: ", ")
        let table = SQL.identifier(rows.table)
        var count = 0
        while let values = try rows.next() {
            let bound = values.map { value -> SQL in "\(value)" }.joined(by: ", ")
            try post("INSERT INTO \(table) (\(columns)) VALUES (\(bound))")
            count += 1
        }
        return count
    }

    private func holdBackDeliveries(madeAt: String) throws -> Int {
        let words = "Held back: the backup of \(madeAt) was restored, and it may have been sent before that."
        return try run(
            """
            UPDATE delivery SET state = \(Delivery.State.unknown), done_at = \(now), claimed_by = NULL,
                claimed_until = NULL, server_reply = \(words)
            WHERE done_at IS NULL
            """)
    }

    /// - Returns: the last message that was looked at; nil when none is left.
    fileprivate func indexMessages(after last: Int64, limit: Int) throws -> Int64? {
        let rows = try sql.rows(
            """
            SELECT message.id, message.text, ticket.subject, ticket.number, person.name, person.email
            FROM message JOIN ticket ON ticket.id = message.ticket_id
            JOIN person ON person.id = message.author_id
            WHERE message.id > \(last) ORDER BY message.id LIMIT \(limit)
            """)
        for row in rows {
            let email: String? = try row["email"]
            try index(
                messageID: row["id"],
                texts: [row["subject"], row["number"], row["name"], email ?? "", row["text"]])
        }
        return try rows.last.map { try $0["id"] }
    }
}
