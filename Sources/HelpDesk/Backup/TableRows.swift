import Database
import Foundation

/// Rows of any table as bytes that mean the same on both engines.
///
/// A part begins with a line of JSON, `{"table":…,"columns":[…]}`. Then come the values row by row: a letter for the kind
/// (`n`, `i`, `r`, `t`, `b`), then 8 bytes little-endian for a number, or 4 bytes of length and the bytes.
struct TableRows: Sendable {
    let table: String
    let columns: [String]
    private(set) var count = 0
    private(set) var bytes: [UInt8]

    private struct Head: Codable {
        let table: String
        let columns: [String]
    }

    /// An empty part.
    init(table: String, columns: [String]) throws {
        self.table = table
        self.columns = columns
        bytes = Array(try JSONEncoder().encode(Head(table: table, columns: columns))) + [10]
    }

    mutating func append(_ values: [SQLValue]) {
        count += 1
        for value in values {
            switch value {
            case .null: bytes.append(UInt8(ascii: "n"))
            case .integer(let number): appendNumber("i", UInt64(bitPattern: number))
            case .real(let number): appendNumber("r", number.bitPattern)
            case .text(let text): appendBytes("t", Array(text.utf8))
            case .bytes(let content): appendBytes("b", content)
            }
        }
    }

    private mutating func appendNumber(_ kind: Unicode.Scalar, _ number: UInt64) {
        bytes.append(UInt8(ascii: kind))
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    private mutating func appendBytes(_ kind: Unicode.Scalar, _ content: [UInt8]) {
        bytes.append(UInt8(ascii: kind))
        withUnsafeBytes(of: UInt32(content.count).littleEndian) { bytes += $0 }
        bytes += content
    }
}

/// Reads a part again.
struct TableRowsReader {
    let table: String
    let columns: [String]
    private let bytes: [UInt8]
    private var index: Int

    private struct Head: Codable {
        let table: String
        let columns: [String]
    }

    /// - Throws: `BackupError.damaged`.
    init(_ bytes: [UInt8]) throws {
        guard let end = bytes.firstIndex(of: 10),
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[..<end]))
        else { throw Self.damaged }
        (table, columns) = (head.table, head.columns)
        self.bytes = bytes
        index = end + 1
    }

    /// The next row; nil at the end.
    mutating func next() throws -> [SQLValue]? {
        guard index < bytes.count else { return nil }
        return try columns.map { _ in try value() }
    }

    private mutating func value() throws -> SQLValue {
        switch try take(1).first {
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "i"): return .integer(Int64(bitPattern: try number(8)))
        case UInt8(ascii: "r"): return .real(Double(bitPattern: try number(8)))
        case UInt8(ascii: "t"): return .text(String(decoding: try take(Int(try number(4))), as: UTF8.self))
        case UInt8(ascii: "b"): return .bytes(Array(try take(Int(try number(4)))))
        default: throw Self.damaged
        }
    }

    private mutating func number(_ count: Int) throws -> UInt64 {
        try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - index else { throw Self.damaged }
        defer { index += count }
        return bytes[index..<index + count]
    }

    private static var damaged: BackupError { .damaged("A table of the backup cannot be read") }
}
