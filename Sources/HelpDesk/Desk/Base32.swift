/// RFC 4648 base32 in lower case without padding: survives hosts that fold the case of addresses and Message-IDs.
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var letters: [UInt8] = []
        var buffer = 0, bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xffff
            bits += 8
            while bits >= 5 {
                bits -= 5
                letters.append(alphabet[buffer >> bits & 31])
            }
        }
        if bits > 0 { letters.append(alphabet[buffer << (5 - bits) & 31]) }
        return String(decoding: letters, as: UTF8.self)
    }
}
