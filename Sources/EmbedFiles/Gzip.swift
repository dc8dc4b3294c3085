import CZlib

/// The bytes as a gzip member at the highest level (RFC 1952), without a time stamp: equal input, equal output.
func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard desk_gzip_init(&stream, 9) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 32)
    let outcome = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            return deflate(&stream, Z_FINISH)
        }
    }
    guard outcome == Z_STREAM_END else { return nil }
    return Array(output.prefix(Int(stream.total_out)))
}
