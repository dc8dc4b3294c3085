internal import CLibPQ

/// A statement that the server has prepared.
struct PostgresStatement {
    let name: String
    /// The `SQL.template` that it is found by.
    let template: String
    let text: String
    /// The types of its parameters; 0 where only NULL was ever bound and the server has chosen.
    let types: [Oid]
}

/// The prepared statements of one connection.
struct PostgresStatements {
    private var all: [String: PostgresStatement] = [:]
    private var made = 0
    private static let limit = 300

    /// Whether it is time to forget them all. Statements that differ only in types count too: the server has them.
    var isFull: Bool { made >= Self.limit }

    /// A statement that fits text and values: a parameter has the type of the values bound to it, and NULL fits all.
    func find(_ sql: SQL) -> PostgresStatement? {
        guard let statement = all[sql.template] else { return nil }
        for (type, value) in zip(statement.types, sql.values) where value != .null && value.type != type { return nil }
        return statement
    }

    /// Notes a statement that is about to be prepared. What an earlier one of the same text knew of its types is kept,
    /// so that columns which are NULL now and then do not make a statement for each combination.
    mutating func add(_ sql: SQL) -> PostgresStatement {
        made += 1
        let known = all[sql.template]?.types ?? []
        let types = sql.values.enumerated().map { position, value in
            value == .null && known.indices.contains(position) ? known[position] : value.type
        }
        let statement = PostgresStatement(name: "s\(made)", template: sql.template, text: sql.text, types: types)
        all[sql.template] = statement
        return statement
    }

    /// Forgets a statement that the server did not prepare after all.
    mutating func remove(_ statement: PostgresStatement) {
        if all[statement.template]?.name == statement.name { all[statement.template] = nil }
    }

    mutating func removeAll() {
        all = [:]
        made = 0
    }
}

extension SQLValue {
    /// The type that a bound value is declared as. Declared, since the server would otherwise take the number in
    /// `SELECT $1` for text and the one in `$1 + 1` for 32 bits.
    var type: Oid {
        switch self {
        case .null: 0
        case .integer: PostgresType.int8
        case .real: PostgresType.float8
        case .text: PostgresType.text
        case .bytes: PostgresType.bytea
        }
    }
}

/// Object ids of built-in types (PostgreSQL's `pg_type.dat`); they never change.
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let char: Oid = 18
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let unknown: Oid = 705
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
    static let void: Oid = 2278
}
