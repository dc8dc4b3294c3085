/// What PostgreSQL's error codes mean to us. https://www.postgresql.org/docs/current/errcodes-appendix.html
enum PostgresErrors {
    /// Our error for what a command was answered.
    static func error(_ result: PostgresResult, sql: String) -> DatabaseError {
        // Where the connection broke there is no code.
        guard let code = result.field(sqlState) else { return .connectionLost }
        switch code {
        case "23505": return .uniqueViolation(columns(result))
        case "23503": return .foreignKeyViolation
        case "40001", "40P01": return .conflict
        case "53100": return .diskFull
        case "25006": return .readOnly
        case "55P03": return .busy
        case "57014": return .tooSlow(sql: DatabaseError.excerpt(of: sql))
        case "57P01", "57P02", "57P03", "57P05", "25P03": return .connectionLost
        case "XX001", "XX002": return .damaged(result.field(primaryMessage) ?? code)
        case _ where code.hasPrefix("08"): return .connectionLost
        case _ where code.hasPrefix("23"): return .constraintViolation(rule(result))
        default: return .other(sql: DatabaseError.excerpt(of: sql), message: "\(text(code, result)) [\(code)]")
        }
    }

    /// `table.column, table.column` as SQLite says it; the name of the index where an expression is unique.
    private static func columns(_ result: PostgresResult) -> String {
        let name = result.field(constraintName) ?? ""
        // "Key (mailbox_id, uid)=(1, 2) already exists.": the values after the equals sign stay here.
        guard let table = result.field(tableName), let detail = result.field(messageDetail),
            let end = detail.firstRange(of: ")=("), let start = detail.firstIndex(of: "(")
        else { return name }
        let list = detail[detail.index(after: start)..<end.lowerBound]
        guard !list.contains("(") else { return name }
        return list.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    private static func rule(_ result: PostgresResult) -> String {
        if let column = result.field(columnName), let table = result.field(tableName) { return "\(table).\(column)" }
        return result.field(constraintName) ?? "a rule of the schema"
    }

    /// The server's message, unless it is of a kind that quotes values (class 22, `invalid input syntax … "…"`).
    private static func text(_ code: String, _ result: PostgresResult) -> String {
        if code.hasPrefix("22") { return "a value does not fit" }
        return result.field(primaryMessage) ?? "there is no message"
    }

    // The letters of libpq-fe.h: PG_DIAG_….
    private static let sqlState: Unicode.Scalar = "C"
    private static let primaryMessage: Unicode.Scalar = "M"
    private static let messageDetail: Unicode.Scalar = "D"
    private static let tableName: Unicode.Scalar = "t"
    private static let columnName: Unicode.Scalar = "c"
    private static let constraintName: Unicode.Scalar = "n"
}
