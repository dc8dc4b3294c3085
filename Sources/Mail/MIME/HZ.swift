/// HZ-GB-2312 (RFC 1843): Chinese in seven bits, which iconv does not know. `~{` begins pairs of bytes, `~}` ends them.
enum HZ {
    /// The same as GB 2312 with its upper bits; nil at the first escape or byte that HZ does not have.
    static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isChinese = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            guard byte < 0x80 else { return nil }
            if byte == tilde {
                switch next {
                case 0x7B where !isChinese: isChinese = true
                case 0x7D where isChinese: isChinese = false
                case tilde where !isChinese: output.append(tilde)
                // A line that was cut.
                case .lf where !isChinese: break
                default: return nil
                }
                index += 2
            } else if isChinese, byte != .lf {
                guard (0x21...0x7D).contains(byte), (0x21...0x7E).contains(next) else { return nil }
                output += [byte | 0x80, next | 0x80]
                index += 2
            } else {
                // The end of a line ends the pairs, too.
                if byte == .lf { isChinese = false }
                output.append(byte)
                index += 1
            }
        }
        return output
    }

    private static let tilde: UInt8 = 0x7E
}
