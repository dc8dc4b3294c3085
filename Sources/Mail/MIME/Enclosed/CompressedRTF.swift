/// Compressed RTF (MS-OXRTFCP): LZ77 over a dictionary of 4096 bytes that begins with common RTF.
enum CompressedRTF {
    private static let maximumBytes = 16 << 20
    private static let header = 16

    /// The RTF; nil if the bytes are none. A stream that was cut gives what there is.
    static func expand(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var reader = ByteReader(bytes)
        guard reader.uint32() != nil, let rawSize = reader.uint32(), let magic = reader.uint32(), reader.skip(4) else {
            return nil
        }
        let size = min(Int(rawSize), maximumBytes)
        let content = bytes.dropFirst(header)
        switch magic {
        case 0x414C_454D: return Array(content.prefix(size))
        case 0x7546_5A4C: return decode(content, size: size)
        default: return nil
        }
    }

    private static func decode(_ input: ArraySlice<UInt8>, size: Int) -> [UInt8] {
        var dictionary = start + [UInt8](repeating: 0, count: 4096 - start.count)
        var write = start.count
        var output: [UInt8] = []
        var reader = ByteReader(input)
        func put(_ byte: UInt8) {
            output.append(byte)
            dictionary[write] = byte
            write = (write + 1) & 4095
        }
        // A reference writes at most 17 bytes for two, so the output is bounded by the input too.
        while output.count < size, let control = reader.byte() {
            for bit in 0..<8 where output.count < size {
                if control >> UInt8(bit) & 1 == 0 {
                    guard let byte = reader.byte() else { return output }
                    put(byte)
                } else {
                    guard let high = reader.byte(), let low = reader.byte() else { return output }
                    var offset = Int(high) << 4 | Int(low) >> 4
                    if offset == write { return output }
                    for _ in 0..<(Int(low & 15) + 2) {
                        put(dictionary[offset])
                        offset = (offset + 1) & 4095
                    }
                }
            }
        }
        return output
    }

    /// What the dictionary holds at first (§2.1.3.1.1).
    private static let start: [UInt8] = Array(
        """
        {\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor \
        MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
        \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx
        """.utf8)
}
