import Foundation

extension SQLValue: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { self }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) { self = sqlValue }
}

extension Int64: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .integer(self) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .integer(let number) = sqlValue else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self = number
    }
}

extension Int: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .integer(let number) = sqlValue else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self = Int(number)
    }
}

extension Double: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .real(self) }
    /// Reads an integer too: SQLite gives one for a whole number that an expression computed.
    public init(sqlValue: SQLValue) throws {
        switch sqlValue {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        default: throw SQLTypeMismatch(Self.self, sqlValue)
        }
    }
}

extension Bool: SQLConvertible {
    /// 0 or 1: both engines keep truth in an integer column.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .integer(let number) = sqlValue else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self = number != 0
    }
}

extension String: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .text(self) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .text(let text) = sqlValue else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self = text
    }
}

extension Substring: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .text(String(self)) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws { self.init(try String(sqlValue: sqlValue)) }
}

extension [UInt8]: SQLBindable, SQLReadable {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .bytes(self) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .bytes(let bytes) = sqlValue else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self = bytes
    }
}

extension UUID: SQLConvertible {
    /// The 16 bytes in the order of RFC 9562, so that version 7 sorts by time.
    public var sqlValue: SQLValue { .bytes(withUnsafeBytes(of: uuid) { Array($0) }) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .bytes(let bytes) = sqlValue, bytes.count == 16 else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self.init(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }
}

extension Instant: SQLConvertible {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { .integer(microseconds) }
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        guard case .integer(let number) = sqlValue else { throw SQLTypeMismatch(Self.self, sqlValue) }
        self.init(microseconds: number)
    }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    /// The value as the databases keep it.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    /// Reads a value from a column.
    public init(sqlValue: SQLValue) throws {
        self = sqlValue == .null ? .none : .some(try Wrapped(sqlValue: sqlValue))
    }
}

/// An enumeration of strings or integers is kept as its raw value once it declares the conformance.
extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
    /// The raw value's.
    public var sqlValue: SQLValue { rawValue.sqlValue }
}

extension SQLReadable where Self: RawRepresentable, RawValue: SQLReadable {
    /// Reads the raw value; one that the type does not know is a mismatch.
    public init(sqlValue: SQLValue) throws {
        guard let value = Self(rawValue: try RawValue(sqlValue: sqlValue)) else {
            throw SQLTypeMismatch(Self.self, sqlValue)
        }
        self = value
    }
}
