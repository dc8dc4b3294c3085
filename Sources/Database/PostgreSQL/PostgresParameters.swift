/// Bound values in PostgreSQL's binary format, one after the other in one piece of memory.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    private var lengths: [Int32] = []
    private var starts: [Int] = []

    /// How many bytes they take.
    var size: Int { bytes.count }

    init(_ values: [SQLValue]) {
        lengths.reserveCapacity(values.count)
        starts.reserveCapacity(values.count)
        for value in values { append(value) }
        // An empty value still needs an address: without one it would be NULL.
        bytes.append(0)
    }

    private mutating func append(_ value: SQLValue) {
        let start = bytes.count
        switch value {
        case .null:
            starts.append(-1)
            return lengths.append(0)
        case .integer(let number): append(bigEndian: UInt64(bitPattern: number))
        case .real(let number): append(bigEndian: number.bitPattern)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .bytes(let value): bytes.append(contentsOf: value)
        }
        starts.append(start)
        lengths.append(Int32(clamping: bytes.count - start))
    }

    private mutating func append(bigEndian number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// The addresses (NULL for NULL), the lengths and the formats (all binary), as libpq wants them.
    func withPointers<T>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        let formats = [Int32](repeating: 1, count: lengths.count)
        return bytes.withUnsafeBytes { memory in
            let pointers = starts.map { start in
                start < 0 ? nil : memory.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            }
            return body(pointers, lengths, formats)
        }
    }
}
