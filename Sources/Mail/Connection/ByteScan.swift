import Foundation

extension UnsafeRawBufferPointer {
    /// How many bytes stand before the first `byte`; `nil` where there is none. The C library scans 16 bytes at a time.
    func offset(of byte: UInt8) -> Int? {
        guard let start = baseAddress, let found = memchr(start, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - start
    }

    /// The first bytes, at most as many as there are.
    func first(_ length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: baseAddress, count: Swift.min(length, count))
    }

    /// All but the first bytes.
    func dropping(_ length: Int) -> UnsafeRawBufferPointer {
        guard length < count, let start = baseAddress else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: start + length, count: count - length)
    }
}
