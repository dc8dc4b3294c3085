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
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
    }

    private(set) var parts: [Part]

    /// Nothing at all.
    public static let empty = SQL(parts: [])

    /// Text that stands in our own source.
    public init(raw text: StaticString) {
        parts = [.text(text.description)]
    }

    /// The name of a table, a column or an index, quoted.
    public static func identifier(_ name: String) -> SQL {
        let quoted = name.filter { $0 != "\0" }.replacing("\"", with: "\"\"")
        return SQL(parts: [.text("\"\(quoted)\"")])
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { parts.isEmpty }

    /// Both pieces, one after the other.
    public static func + (one: SQL, other: SQL) -> SQL { SQL(parts: one.parts + other.parts) }

    init(parts: [Part]) {
        self.parts = parts
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// Text that stands in our own source.
    public init(stringLiteral text: String) {
        parts = text.isEmpty ? [] : [.text(text)]
    }

    /// Text that stands in our own source, with what is bound or taken in.
    public init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    /// Collects what a literal is made of.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        /// Begins with nothing.
        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        /// Takes in text that stands in our own source.
        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { parts.append(.text(text)) }
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            parts.append(.value(value.sqlValue.storable))
        }

        /// Binds a value or NULL. Only for the compiler, which takes an optional in a string for an oversight.
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            parts.append(.value(value.sqlValue.storable))
        }

        /// Takes in another piece.
        public mutating func appendInterpolation(_ fragment: SQL) {
            parts += fragment.parts
        }

        /// Binds a list of values, in parentheses.
        public mutating func appendInterpolation(_ list: [some SQLBindable]) {
            guard !list.isEmpty else { return parts.append(.text("(NULL)")) }
            for (position, value) in list.enumerated() {
                parts.append(.text(position == 0 ? "(" : ", "))
                parts.append(.value(value.sqlValue.storable))
            }
            parts.append(.text(")"))
        }
    }
}

extension Sequence<SQL> {
    /// All the pieces, with `separator` between them.
    public func joined(by separator: SQL) -> SQL {
        var parts: [SQL.Part] = []
        for piece in self {
            if !parts.isEmpty { parts += separator.parts }
            parts += piece.parts
        }
        return SQL(parts: parts)
    }
}

extension SQL {
    /// The text with `$1`, `$2`, … for the values, and the values in that order.
    func rendered() -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        text.reserveCapacity(parts.count * 32)
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .value(let value):
                values.append(value)
                text += "$"
                text += String(values.count)
            }
        }
        return (text, values)
    }
}

extension SQL: CustomStringConvertible {
    /// The text with its placeholders, without the values: they may be private.
    public var description: String { rendered().text }
}
