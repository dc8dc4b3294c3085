import Foundation

/// A value as both databases keep it.
public enum SQLValue: Sendable, Hashable {
    /// No value.
    case null
    /// `INTEGER` or `BIGINT`; also truth (0 and 1) and moments (microseconds).
    case integer(Int64)
    /// `REAL` or `DOUBLE PRECISION`.
    case real(Double)
    /// `TEXT`, in UTF-8.
    case text(String)
    /// `BLOB` or `BYTEA`.
    case bytes([UInt8])

    /// The value as it can be stored on both engines: PostgreSQL refuses U+0000 in text, so it is dropped on both, and
    /// SQLite knows no NaN, so it is NULL on both.
    var storable: SQLValue {
        switch self {
        case .text(let text) where text.hasNull:
            .text(String(decoding: text.utf8.filter { $0 != 0 }, as: UTF8.self))
        case .real(let number) where number.isNaN: .null
        default: self
        }
    }

    /// What kind of value it is, for the text of an error.
    var kind: String {
        switch self {
        case .null: "NULL"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "text"
        case .bytes: "bytes"
        }
    }
}

/// A type whose values can be bound in an `SQL` statement.
public protocol SQLBindable {
    /// The value as the databases keep it.
    var sqlValue: SQLValue { get }
}

/// A type that can be read from a column.
public protocol SQLReadable {
    /// Reads a value from a column.
    /// - Throws: `SQLTypeMismatch` where the column has something else.
    init(sqlValue: SQLValue) throws
}

/// A type that goes into a column and comes out of it again.
public typealias SQLConvertible = SQLBindable & SQLReadable

/// A column has another kind of value than the type that was read from it.
public struct SQLTypeMismatch: Error, CustomStringConvertible {
    /// What was wanted and what was found; never the value itself.
    public let description: String

    init(_ wanted: Any.Type, _ found: SQLValue) {
        description = "\(wanted) cannot be read from \(found.kind)"
    }
}

extension String {
    /// Whether there is a U+0000 in it.
    fileprivate var hasNull: Bool {
        utf8.withContiguousStorageIfAvailable { utf8 in
            utf8.baseAddress.map { memchr($0, 0, utf8.count) != nil } ?? false
        }
            ?? utf8.contains(0)
    }
}
