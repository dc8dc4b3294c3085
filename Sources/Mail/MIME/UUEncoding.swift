/// uuencode, as a transfer encoding and as old mail programs put it straight into the text.
enum UUEncoding {
    /// Decodes the lines between `begin` and `end`, or all lines if there is no `begin`.
    static func decodeBlock(_ input: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], isDamaged: Bool) {
        let lines = input.split(omittingEmptySubsequences: true) { $0 == .lf || $0 == .cr }
        var output: [UInt8] = []
        output.reserveCapacity(input.count * 3 / 4)
        var isDamaged = false
        for line in lines {
            if line.starts(with: "begin ".utf8) { continue }
            if line.elementsEqual("end".utf8) { break }
            if !decodeLine(line, into: &output) { isDamaged = true }
        }
        return (output, isDamaged)
    }

    /// Each line: its length as one character, then groups of four characters for three bytes.
    static func decodeLine(_ line: some RandomAccessCollection<UInt8>, into output: inout [UInt8]) -> Bool {
        guard let first = line.first, first >= 0x20, first <= 0x60 else { return false }
        var wanted = Int((first - 0x20) & 0x3F)
        let needed = (wanted + 2) / 3 * 4
        let digits = line.dropFirst().prefix(needed).map { ($0 &- 0x20) & 0x3F }
        guard digits.count + 3 >= needed else { return false }
        var index = 0
        while wanted > 0 {
            let group = (0..<4).map { index + $0 < digits.count ? UInt32(digits[index + $0]) : 0 }
            let bits = group[0] << 18 | group[1] << 12 | group[2] << 6 | group[3]
            for shift in [16, 8, 0] as [UInt32] where wanted > 0 {
                output.append(UInt8(truncatingIfNeeded: bits >> shift))
                wanted -= 1
            }
            index += 4
        }
        return true
    }
}
