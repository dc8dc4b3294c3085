internal import CLibPQ

/// What the server answered to one command.
final class PostgresResult {
    let raw: OpaquePointer?

    init(_ raw: OpaquePointer?) {
        self.raw = raw
    }

    deinit { PQclear(raw) }

    var status: ExecStatusType { PQresultStatus(raw) }

    var isFine: Bool { status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK }

    /// The first word of the command's tag: `INSERT`, `COMMIT`.
    var command: String {
        guard let tag = PQcmdStatus(raw) else { return "" }
        return String(String(cString: tag).prefix { $0 != " " })
    }

    /// How many rows the command changed; 0 for one that only reads.
    var changes: Int {
        switch command {
        case "INSERT", "UPDATE", "DELETE", "MERGE": PQcmdTuples(raw).flatMap { Int(String(cString: $0)) } ?? 0
        default: 0
        }
    }

    /// A field of the error.
    func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(raw, Int32(code.value)).map { String(cString: $0) }
    }

    /// All rows.
    /// - Throws: `DatabaseError.unreadable` for a type that we do not know.
    func rows() throws -> [Row] {
        let width = PQnfields(raw)
        let height = PQntuples(raw)
        guard width > 0, height > 0 else { return [] }
        let columns = Row.Columns((0..<width).map { String(cString: PQfname(raw, $0)) })
        let types = (0..<width).map { PQftype(raw, $0) }
        var rows: [Row] = []
        rows.reserveCapacity(Int(height))
        for row in 0..<height {
            var values: [SQLValue] = []
            values.reserveCapacity(Int(width))
            for column in 0..<width {
                guard let value = value(row, column, types[Int(column)]) else {
                    let name = columns.names[Int(column)]
                    throw DatabaseError.unreadable("column “\(name)” has a type that needs a cast to TEXT")
                }
                values.append(value)
            }
            rows.append(Row(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue? {
        guard PQgetisnull(raw, row, column) == 0, let start = PQgetvalue(raw, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(raw, row, column)))
        switch type {
        case PostgresType.int8: return .integer(Int64(bitPattern: bytes.bigEndian(as: UInt64.self)))
        case PostgresType.int4: return .integer(Int64(Int32(bitPattern: bytes.bigEndian(as: UInt32.self))))
        case PostgresType.int2: return .integer(Int64(Int16(bitPattern: bytes.bigEndian(as: UInt16.self))))
        case PostgresType.oid: return .integer(Int64(bytes.bigEndian(as: UInt32.self)))
        case PostgresType.bool: return .integer(bytes.first == 0 ? 0 : 1)
        case PostgresType.float8: return .real(Double(bitPattern: bytes.bigEndian(as: UInt64.self)))
        case PostgresType.float4: return .real(Double(Float(bitPattern: bytes.bigEndian(as: UInt32.self))))
        case PostgresType.text, PostgresType.varchar, PostgresType.bpchar, PostgresType.name, PostgresType.char,
            PostgresType.unknown:
            return .text(String(decoding: bytes, as: UTF8.self))
        case PostgresType.bytea: return .bytes(Array(bytes))
        case PostgresType.numeric: return numeric(bytes)
        case PostgresType.void: return .null
        default: return nil
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Number: FixedWidthInteger>(as type: Number.Type, at offset: Int = 0) -> Number {
        guard count >= offset + MemoryLayout<Number>.size else { return 0 }
        return Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}

/// What `sum` and `avg` give: a whole number where it is one and fits, as on SQLite, else the nearest real one.
/// The format (`numeric_send`): the number of digits, the weight of the first, the sign and the scale, then the digits
/// to the base of 10,000.
private func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
    let count = Int(bytes.bigEndian(as: UInt16.self))
    let weight = Int(Int16(bitPattern: bytes.bigEndian(as: UInt16.self, at: 2)))
    let sign = bytes.bigEndian(as: UInt16.self, at: 4)
    let scale = bytes.bigEndian(as: UInt16.self, at: 6)
    guard sign == 0 || sign == 0x4000, bytes.count >= 8 + 2 * count else { return .real(.nan) }
    var whole: Int64? = 0
    var real = 0.0
    for position in 0..<max(count, weight + 1) {
        let digit = position < count ? Int64(bytes.bigEndian(as: UInt16.self, at: 8 + 2 * position)) : 0
        real = real * 10_000 + Double(digit)
        if position <= weight { whole = whole.flatMap { $0.times10000(plus: digit) } }
    }
    if scale == 0, let whole { return .integer(sign == 0 ? whole : -whole) }
    for _ in 0..<max(0, count - weight - 1) { real /= 10_000 }
    return .real(sign == 0 ? real : -real)
}

extension Int64 {
    fileprivate func times10000(plus digit: Int64) -> Int64? {
        let (product, isTooBig) = multipliedReportingOverflow(by: 10_000)
        let (sum, overflow) = product.addingReportingOverflow(digit)
        return isTooBig || overflow ? nil : sum
    }
}
