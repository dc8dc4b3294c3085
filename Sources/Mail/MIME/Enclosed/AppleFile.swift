/// AppleSingle (RFC 1740): a Mac file whose forks are packed into one.
enum AppleFile {
    /// The name, if it is told, and the data fork; nil if the bytes are none, or hold a resource fork alone.
    static func dataFork(_ bytes: ArraySlice<UInt8>) -> (name: String?, content: [UInt8])? {
        var reader = ByteReader(bytes)
        guard reader.bigUInt32() == 0x0005_1600, reader.skip(20), let high = reader.byte(), let low = reader.byte()
        else { return nil }
        var name: String?
        var content: [UInt8]?
        for _ in 0..<min(Int(high) << 8 | Int(low), 100) {
            guard let kind = reader.bigUInt32(), let offset = reader.bigUInt32(), let length = reader.bigUInt32()
            else { break }
            var entry = ByteReader(bytes)
            guard entry.skip(Int(offset)), let found = entry.take(min(Int(length), entry.left)) else { continue }
            if kind == 1 { content = Array(found) }
            if kind == 3 { name = Charset.decode(Array(found.prefix(255)), label: nil).text }
        }
        return content.map { (name, $0) }
    }
}
