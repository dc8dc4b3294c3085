/// Tells the charsets of unlabelled text apart.
enum CharsetGuess {
    /// A charset by its escape sequences, or by how its bytes stand in pairs; nil if nothing speaks for one.
    static func multibyte(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBufferPointer { input in
            if ByteSearch.find("\u{1B}$", in: input) != nil { return "iso-2022-jp-3" }
            return pairs(UnsafeBufferPointer(rebasing: input.prefix(64 << 10)))
        }
    }

    /// EUC-JP, EUC-KR and GB 2312 write each character as two bytes above 0xA0, so that no run of them is odd; Shift_JIS
    /// writes kana as 0x82 or 0x83 and a second byte.
    private static func pairs(_ input: UnsafeBufferPointer<UInt8>) -> String? {
        var leads = [Int](repeating: 0, count: 256)
        var count = 0
        var shiftedKana = 0
        var high = 0
        var isPaired = true
        var index = 0
        while index < input.count {
            let byte = input[index]
            guard byte >= 0x80 else {
                index += 1
                continue
            }
            let second = index + 1 < input.count ? input[index + 1] : 0
            high += 1
            if byte == 0x82 && second >= 0x9F || byte == 0x83 && second >= 0x40 { shiftedKana += 1 }
            if byte < 0xA1 || second < 0xA1 { isPaired = false }
            leads[Int(byte)] += 1
            count += 1
            index += 2
        }
        guard count >= 6 else { return nil }
        if shiftedKana * 4 > high { return "cp932" }
        guard isPaired else { return nil }
        if (leads[0xA4] + leads[0xA5]) * 4 > count { return "euc-jp" }
        let hangul = leads[0xB0...0xC8].reduce(0, +)
        return hangul * 10 > count * 9 ? "cp949" : "gb18030"
    }

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

    /// What the bytes are for certain, against the label of a charset of one byte a character; nil: the label may be right.
    ///
    /// - UTF-8 has a form that no text of such a charset takes by chance.
    /// - Whole words of upper bytes under a western label are Russian, Japanese, Korean or Chinese.
    /// - Of two Cyrillic charsets the right one makes the commonest letters common.
    static func insteadOf(_ label: String, _ bytes: [UInt8]) -> String? {
        let isWestern = label == "windows-1252" || label == "iso-8859-15"
        let cyrillic = lowerCase[label]
        let isSingleByte = isWestern || cyrillic != nil || otherSingleByte.contains(label)
        guard isSingleByte || eastAsian.contains(label), !bytes.isASCII else { return nil }
        if String(validating: bytes, as: UTF8.self) != nil {
            // Pairs of bytes look like UTF-8 in very few words, and never in two characters of three bytes.
            let sequences = bytes.count { $0 >= (isSingleByte ? 0xC0 : 0xE0) }
            return isWestern || sequences > 1 ? "utf-8" : nil
        }
        guard isSingleByte else { return nil }
        if DamagedUTF8.decode(bytes) != nil { return "utf-8" }
        if isWestern, consistsOfHighWords(bytes) {
            let guess = singleByte(bytes)
            return guess == "windows-1252" ? multibyte(bytes) : guess
        }
        if let cyrillic {
            let labelled = commonLetters(bytes, cyrillic)
            let best = lowerCase.filter { $0.key != label && $0.key != "cp866" }
                .map { ($0.key, commonLetters(bytes, $0.value)) }.max { $0.1.share < $1.1.share }
            guard let best, best.1.share > 50 else { return nil }
            // The wrong one of windows-1251 and KOI8-R turns all text to capital letters.
            let isTurned = labelled.lowerShare < 10 && best.1.lowerShare > 40
            if best.1.share > labelled.share + (isTurned ? 8 : 20) { return best.0 }
        }
        return nil
    }

    private static let eastAsian: Set<String> = ["gb18030", "big5-hkscs", "cp949", "euc-jp", "cp932"]

    private static let otherSingleByte: Set<String> = [
        "windows-1250", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
        "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-8", "macintosh",
    ]

    /// Whether most bytes above 0x7F stand in runs of four and more: in western languages hardly two do.
    private static func consistsOfHighWords(_ bytes: [UInt8]) -> Bool {
        var inRuns = 0, high = 0, run = 0
        for byte in bytes.prefix(64 << 10) {
            if byte >= 0xC0 || byte >= 0x80 && run > 0 {
                high += 1
                run += 1
                if run == 4 { inRuns += 4 } else if run > 4 { inRuns += 1 }
            } else {
                run = 0
            }
        }
        return high >= 8 && inRuns * 3 > high * 2
    }

    /// How many of a hundred upper bytes are the commonest Russian letters, in either case and in lower case; 0 for a few
    /// bytes.
    private static func commonLetters(_ bytes: [UInt8], _ lowerCase: [UInt8]) -> (share: Int, lowerShare: Int) {
        var high = 0, common = 0, lower = 0
        for byte in bytes.prefix(64 << 10) where byte >= 0x80 {
            high += 1
            let letter = lowerCase[Int(byte)]
            if letter != 0 { common += 1 }
            if letter == byte { lower += 1 }
        }
        return high < 12 ? (0, 0) : (common * 100 / high, lower * 100 / high)
    }

    /// By charset, and in it by byte: the lower case of the ten commonest Russian letters, 0 for other characters.
    private static let lowerCase: [String: [UInt8]] = {
        var tables: [String: [UInt8]] = [:]
        for (name, common) in frequent {
            for byte in common {
                let upper: UInt8 =
                    switch name {
                    case "koi8-r": byte + 0x20
                    case "cp866": byte >= 0xE0 ? byte - 0x50 : byte - 0x20
                    default: byte - 0x20
                    }
                tables[name, default: [UInt8](repeating: 0, count: 256)][Int(byte)] = byte
                tables[name, default: []][Int(upper)] = byte
            }
        }
        return tables
    }()

    /// CESU-8, in which Java and old databases write what lies beyond the first plane (emoji) as two surrogates of three
    /// bytes each: the same as UTF-8. nil if there is no such pair.
    static func withoutSurrogates(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.contains(0xED) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0xED, index + 5 < bytes.count, bytes[index + 1] & 0xF0 == 0xA0,
                bytes[index + 3] == 0xED, bytes[index + 4] & 0xF0 == 0xB0
            else {
                output.append(bytes[index])
                index += 1
                continue
            }
            let high = UInt32(bytes[index + 1] & 0x0F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            let low = UInt32(bytes[index + 4] & 0x0F) << 6 | UInt32(bytes[index + 5] & 0x3F)
            let scalar = 0x10000 + high << 10 + low
            output += [
                UInt8(0xF0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3F), UInt8(0x80 | scalar >> 6 & 0x3F),
                UInt8(0x80 | scalar & 0x3F),
            ]
            index += 6
        }
        return output.count < bytes.count ? output : nil
    }

    /// The ten commonest Russian letters in lower case, as each charset writes them.
    private static let frequent: [(String, [UInt8])] = [
        ("windows-1251", [0xEE, 0xE5, 0xE0, 0xE8, 0xED, 0xF2, 0xF1, 0xF0, 0xE2, 0xEB]),
        ("koi8-r", [0xCF, 0xC5, 0xC1, 0xC9, 0xCE, 0xD4, 0xD3, 0xD2, 0xD7, 0xCC]),
        ("cp866", [0xAE, 0xA5, 0xA0, 0xA8, 0xAD, 0xE2, 0xE1, 0xE0, 0xA2, 0xAB]),
    ]
}
