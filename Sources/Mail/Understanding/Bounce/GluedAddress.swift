/// Addresses in scripts that are written without blanks: `收件人ann@example.org不存在`.
enum GluedAddress {
    /// The parts of a word that the neighbours of an address are cut off from. A word is left whole where the name before
    /// the `@` is itself in such a script.
    static func parts(of word: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        guard word.contains(where: { $0 >= 0xE0 }) else { return [word] }
        var parts: [ArraySlice<UInt8>] = []
        var start = word.startIndex
        var index = start
        // A label of an international domain begins behind a dot or the `@`.
        var isLabel = false
        while index < word.endIndex {
            let byte = word[index]
            guard byte >= 0xE0 else {
                isLabel = byte == .dot || byte == .at
                index += 1
                continue
            }
            let length = byte >= 0xF0 ? 4 : 3
            let next = min(index + length, word.endIndex)
            if isLabel, isLetter(word[index..<next]) {
                index = next
                continue
            }
            if start < index { parts.append(word[start..<index]) }
            start = next
            index = next
        }
        if start < word.endIndex { parts.append(word[start...]) }
        return parts.contains { $0.first == .at } ? [word] : parts
    }

    /// Indian and Thai letters, kana, Han and Hangul; marks and full-width punctuation are none.
    private static func isLetter(_ scalar: ArraySlice<UInt8>) -> Bool {
        guard let lead = scalar.first else { return false }
        return lead == 0xE0 || (0xE3...0xED).contains(lead) && !scalar.starts(with: [0xE3, 0x80])
    }
}
