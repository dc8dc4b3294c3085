import Database
import Foundation

extension DeskTransaction {
    /// The next number of the year (UTC), `TKT-2026-00001` and up; never handed out twice.
    ///
    /// On PostgreSQL each year is a sequence, so that writers do not queue behind one row; SQLite has one writer anyway.
    func nextTicketNumber() throws -> String {
        let year = now.year
        let counter =
            switch sql.engine {
            case .sqlite: try nextFromRow(year)
            case .postgres: try nextFromSequence(year)
            }
        let digits = String(counter)
        return "TKT-\(year)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }

    /// The transaction is the only one that writes; the row follows at its end.
    private func nextFromRow(_ year: Int) throws -> Int64 {
        let last =
            try memo.gathered.lastTicketNumber
            ?? value(Int64.self, "SELECT last FROM ticket_number WHERE year = \(year)") ?? 0
        memo.gathered.lastTicketNumber = last + 1
        return last + 1
    }

    func writeTicketNumber() throws {
        guard let last = memo.gathered.lastTicketNumber else { return }
        try post(
            """
            INSERT INTO ticket_number (year, last) VALUES (\(now.year), \(last))
            ON CONFLICT (year) DO UPDATE SET last = \(last)
            """)
        memo.gathered.lastTicketNumber = nil
    }

    private func nextFromSequence(_ year: Int) throws -> Int64 {
        let name = "ticket_number_\(year)"
        if try value(String.self, "SELECT to_regclass(\(name))::text") == nil {
            // Two servers may meet here at the turn of the year: the lock makes the second wait for the first.
            try run("SELECT pg_advisory_xact_lock(\(Int64(0x7469_636b_6574)))")
            try run("CREATE SEQUENCE IF NOT EXISTS \(SQL.identifier(name))")
        }
        guard let next = try value(Int64.self, "SELECT nextval(\(name)::text::regclass)") else {
            throw DeskError.internalInconsistency("no ticket number")
        }
        return next
    }
}

extension Instant {
    /// The year in UTC of the Gregorian calendar.
    var year: Int {
        let days = (microseconds / 86_400_000_000) - (microseconds % 86_400_000_000 < 0 ? 1 : 0)
        // Days to civil date: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        return Int(yearOfEra + era * 400 + (dayOfYear >= 306 ? 1 : 0))
    }
}
