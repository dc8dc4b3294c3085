/// Tells the single-byte charsets of unlabelled text apart.
enum CharsetGuess {
    /// `windows-1251`, `koi8-r`, `cp866` or `windows-1252`. Russian text is mostly lower case, and its commonest letters
    /// (о е а и н т с р в л) stand at different places in each of the three; in western text few bytes are above 0x7F at all.
    static func singleByte(_ bytes: [UInt8]) -> String {
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes.prefix(64 << 10) { counts[Int(byte)] += 1 }
        let high = counts[0x80...].reduce(0, +)
        let letters = (0x41...0x5A).reduce(0) { $0 + counts[$1] + counts[$1 + 32] }
        guard high > 2, high * 3 > letters else { return "windows-1252" }

        let scores = frequent.map { name, common in (name, common.reduce(0) { $0 + counts[Int($1)] }) }
        guard let best = scores.max(by: { $0.1 < $1.1 }), best.1 * 5 > high * 2 else { return "windows-1252" }
        return best.0
    }

    /// The ten commonest Russian letters in lower case, as each charset writes them.
    private static let frequent: [(String, [UInt8])] = [
        ("windows-1251", [0xEE, 0xE5, 0xE0, 0xE8, 0xED, 0xF2, 0xF1, 0xF0, 0xE2, 0xEB]),
        ("koi8-r", [0xCF, 0xC5, 0xC1, 0xC9, 0xCE, 0xD4, 0xD3, 0xD2, 0xD7, 0xCC]),
        ("cp866", [0xAE, 0xA5, 0xA0, 0xA8, 0xAD, 0xE2, 0xE1, 0xE0, 0xA2, 0xAB]),
    ]
}
