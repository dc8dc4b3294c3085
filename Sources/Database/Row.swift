/// One row of an answer.
public struct Row: Sendable {
    let columns: Columns
    let values: [SQLValue]

    /// The names of the columns of an answer, shared by its rows.
    final class Columns: Sendable {
        let names: [String]
        private let positions: [String: Int]

        init(_ names: [String]) {
            self.names = names
            // Of two columns with one name the first is meant, as on both engines.
            positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
        }

        func position(of name: String) -> Int? { positions[name] }
    }

    /// The names of the columns, in order.
    public var columnNames: [String] { columns.names }

    /// The value of the column of that name.
    public subscript<Value: SQLReadable>(_ column: String) -> Value {
        get throws {
            guard let position = columns.position(of: column) else { throw noColumn(column) }
            return try value(at: position)
        }
    }

    /// The value of the column at that place, counted from 0.
    public subscript<Value: SQLReadable>(_ position: Int) -> Value {
        get throws {
            guard values.indices.contains(position) else { throw noColumn("number \(position)") }
            return try value(at: position)
        }
    }

    private func value<Value: SQLReadable>(at position: Int) throws -> Value {
        do {
            return try Value(sqlValue: values[position])
        } catch {
            throw DatabaseError.unreadable("column “\(columns.names[position])”: \(error)")
        }
    }

    private func noColumn(_ name: String) -> DatabaseError {
        .unreadable("there is no column “\(name)” in the answer; it has \(columns.names.joined(separator: ", "))")
    }
}

/// A type that is made from a row.
public protocol RowDecodable {
    /// Reads the row.
    /// - Throws: `DatabaseError.unreadable` where a column is missing or has something else.
    init(row: Row) throws
}

extension Row: RowDecodable {
    /// The row itself.
    public init(row: Row) { self = row }
}
