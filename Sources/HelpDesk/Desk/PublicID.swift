import Database
import Foundation

/// A UUID of version 7 (RFC 9562 §5.7): sortable by time, so that new rows land at the end of their index.
func newPublicID(at now: Instant) -> UUID {
    var bytes = randomBytes(16)
    let milliseconds = UInt64(max(0, now.microseconds / 1000))
    for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(index))) }
    bytes[6] = bytes[6] & 0x0f | 0x70
    bytes[8] = bytes[8] & 0x3f | 0x80
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
}
