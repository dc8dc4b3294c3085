/// UTF-8 that a relay has cut in the middle of a character, or in which a stray byte stands.
enum DamagedUTF8 {
    /// The text with U+FFFD for what is damaged; nil unless the bytes are plainly UTF-8: at least two characters of several
    /// bytes, and no more than a tenth as many bad bytes. A character cut at the very end is not counted.
    static func decode(_ bytes: [UInt8]) -> String? {
        var end = bytes.count
        while end > 0, bytes[end - 1].isWhitespace { end -= 1 }
        var sequences = 0
        var bad = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                index += 1
                continue
            }
            let length = length(of: bytes[index])
            let rest = bytes[(index + 1)...].prefix(max(0, length - 1)).prefix { $0 & 0xC0 == 0x80 }
            if length > 0, rest.count == length - 1 {
                sequences += 1
                index += length
            } else {
                if length == 0 || rest.endIndex < end { bad += 1 }
                index = rest.endIndex
            }
        }
        return sequences >= 2 && bad * 10 <= sequences ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// How many bytes a character has that begins with this one; 0 if none does.
    private static func length(of lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}
