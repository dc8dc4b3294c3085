/// Reads numbers and runs out of foreign binary formats. Every read beyond the end gives nil.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// How many bytes are left.
    var left: Int { bytes.endIndex - position }

    mutating func byte() -> UInt8? {
        guard left >= 1 else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// Little-endian.
    mutating func uint16() -> UInt16? {
        guard left >= 2 else { return nil }
        defer { position += 2 }
        return UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
    }

    /// Little-endian.
    mutating func uint32() -> UInt32? {
        guard let low = uint16(), let high = uint16() else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }

    /// Big-endian.
    mutating func bigUInt32() -> UInt32? { uint32()?.byteSwapped }

    /// The next `count` bytes; nil, and nothing read, if there are fewer.
    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= left else { return nil }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    /// Passes over `count` bytes.
    @discardableResult
    mutating func skip(_ count: Int) -> Bool { take(count) != nil }
}
