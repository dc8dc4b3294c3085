/// BinHex 4.0 (RFC 1741): files of old Macs as text between two colons.
enum BinHex {
    private static let maximumBytes = 50 << 20
    private static let marker = Array("(This file must be converted with BinHex".utf8)
    private static let repetition: UInt8 = 0x90

    private static let table: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        let digits = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
        for (value, byte) in digits.utf8.enumerated() { table[Int(byte)] = UInt8(value) }
        return table
    }()

    /// The name and the data fork; nil if the text is no BinHex.
    static func decode(_ text: ArraySlice<UInt8>) -> (name: String, content: [UInt8])? {
        guard let range = find(in: text) else { return nil }
        let bytes = expanded(text[range])
        var reader = ByteReader(bytes[...])
        guard let nameLength = reader.byte(), (1...63).contains(nameLength), let name = reader.take(Int(nameLength)),
            reader.skip(11), let length = reader.bigUInt32(), reader.skip(6)
        else { return nil }
        let content = reader.take(min(Int(length), reader.left)) ?? []
        return (Charset.decode(Array(name), label: "macintosh").text, Array(content))
    }

    /// Where the digits stand: after the marker, between the colons.
    private static func find(in text: ArraySlice<UInt8>) -> Range<Int>? {
        var start = text.startIndex
        if let line = text.split(separator: .lf, maxSplits: 400).first(where: { $0.starts(with: marker) }) {
            start = line.endIndex
        }
        guard let open = text[start...].firstIndex(of: .colon) else { return nil }
        let close = text[(open + 1)...].firstIndex(of: .colon) ?? text.endIndex
        guard close - open > 20, text[(open + 1)..<close].allSatisfy({ $0.isWhitespace || table[Int($0)] != 0xFF })
        else { return nil }
        return (open + 1)..<close
    }

    private static func expanded(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var isRepeating = false
        let maximumBytes = min(maximumBytes, digits.count * 20 + 65_536)
        for digit in digits {
            let value = table[Int(digit)]
            if value == 0xFF { continue }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            let byte = UInt8(truncatingIfNeeded: bits >> UInt32(count))
            if isRepeating {
                isRepeating = false
                if byte == 0 {
                    output.append(repetition)
                } else if let last = output.last, byte > 1 {
                    guard output.count + Int(byte) < maximumBytes else { break }
                    output += [UInt8](repeating: last, count: Int(byte) - 1)
                }
            } else if byte == repetition {
                isRepeating = true
            } else {
                output.append(byte)
            }
        }
        return output
    }
}
