/// A piece of SQL with its values. What is interpolated can only ever be bound, never become text of the statement:
///
///     let conditions: [SQL] = ["status = \(status)", "department_id IN \(departments)"]
///     "SELECT * FROM ticket WHERE \(conditions.joined(by: " AND ")) LIMIT \(50)"
///
/// A value becomes a placeholder, another `SQL` becomes part of this one, and a list of values becomes
/// `($1, $2, …)`; an empty list `(NULL)`, which is equal to nothing.
///
/// On PostgreSQL every integer is a BIGINT: a function that wants an INTEGER (`substr`, `left`) needs a cast.
public struct SQL: Sendable {
    /// The text, with `hole` where a value stands. Two pieces of one place in our source have the same, whatever their values,
    /// so that it finds the prepared statement without being written out first.
    private(set) var template: String
    /// What is bound, in the order of the holes.
    private(set) var values: [SQLValue]

    /// Stands for a value; no text of ours has it.
    private static let hole = "\u{1}"

    /// Nothing at all.
    public static let empty = SQL(template: "", values: [])

    /// Text that stands in our own source.
    public init(raw text: StaticString) {
        self.init(template: text.description, values: [])
    }

    /// The name of a table, a column or an index, quoted.
    public static func identifier(_ name: String) -> SQL {
        let quoted = name.filter { $0 != "\0" && $0 != "\u{1}" }.replacing("\"", with: "\"\"")
        return SQL(template: "\"\(quoted)\"", values: [])
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { template.isEmpty }

    /// Both pieces, one after the other.
    public static func + (one: SQL, other: SQL) -> SQL {
        SQL(template: one.template + other.template, values: one.values + other.values)
    }

    init(template: String, values: [SQLValue]) {
        self.template = template
        self.values = values
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// Text that stands in our own source.
    public init(stringLiteral text: String) {
        self.init(template: text, values: [])
    }

    /// Text that stands in our own source, with what is bound or taken in.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects what a literal is made of.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL.empty

        /// Begins with nothing.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.template.reserveCapacity(literalCapacity + 2 * interpolationCount)
            sql.values.reserveCapacity(interpolationCount)
        }

        /// Takes in text that stands in our own source.
        public mutating func appendLiteral(_ text: String) { sql.template += text }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) { sql.bind(value.sqlValue) }

        /// Binds a value or NULL. Only for the compiler, which takes an optional in a string for an oversight.
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) { sql.bind(value.sqlValue) }

        /// Takes in another piece.
        public mutating func appendInterpolation(_ fragment: SQL) { sql.append(fragment) }

        /// Binds a list of values, in parentheses.
        public mutating func appendInterpolation(_ list: [some SQLBindable]) {
            guard !list.isEmpty else { return sql.template += "(NULL)" }
            for (position, value) in list.enumerated() {
                sql.template += position == 0 ? "(" : ", "
                sql.bind(value.sqlValue)
            }
            sql.template += ")"
        }
    }
}

extension Sequence<SQL> {
    /// All the pieces, with `separator` between them.
    public func joined(by separator: SQL) -> SQL {
        var joined = SQL.empty
        for piece in self {
            if !joined.isEmpty { joined.append(separator) }
            joined.append(piece)
        }
        return joined
    }
}

extension SQL {
    fileprivate mutating func bind(_ value: SQLValue) {
        template += Self.hole
        values.append(value.storable)
    }

    fileprivate mutating func append(_ other: SQL) {
        template += other.template
        values += other.values
    }

    /// The text with `$1`, `$2`, … for the values.
    var text: String {
        var text: [UInt8] = [], count = 0
        text.reserveCapacity(template.utf8.count + 3 * values.count)
        for byte in template.utf8 {
            guard byte == Self.hole.utf8.first else {
                text.append(byte)
                continue
            }
            count += 1
            text += "$\(count)".utf8
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension SQL: CustomStringConvertible {
    /// The text with its placeholders, without the values: they may be private.
    public var description: String { text }
}
