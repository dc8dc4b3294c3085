/// Where a signature begins.
enum SignatureLine {
    /// RFC 3676 §4.3: `-- `. The blank gets lost on the way, and telephones write a long dash; then the signature must be
    /// short and hold no quote.
    static func isDelimiter(_ line: TextLine, linesBelow: Int) -> Bool {
        guard !line.isQuoted, line.isShort else { return false }
        if line.bytes.elementsEqual("-- ".utf8) { return true }
        let content = line.content
        // The rule above the footer of a mailing list.
        if content.count >= 2, linesBelow <= 6, linesBelow > 0, content.allSatisfy({ $0 == .underscore }) {
            return true
        }
        let isDash =
            content.elementsEqual("--".utf8) || content.elementsEqual("—".utf8) || content.elementsEqual("–".utf8)
        return isDash && linesBelow <= 10
    }

    /// "-Ann Lee" or "- Ann": up to three words behind one dash at the end of a mail. Nil if it is no name.
    static func nameBehindDash(_ line: TextLine) -> (words: ArraySlice<UInt8>, isTight: Bool)? {
        guard !line.isQuoted, line.folded.first == .hyphen else { return nil }
        let rest = line.folded.dropFirst()
        let name = rest.drop { $0 == .space }
        let isTight = rest.startIndex == name.startIndex
        guard isName(name), isTight || name.split(separator: .space).count <= 2 else { return nil }
        return (name, isTight)
    }

    /// One to three words of letters.
    static func isName(_ text: ArraySlice<UInt8>) -> Bool {
        guard !text.isEmpty, text.count <= 60, text.first != .hyphen else { return false }
        let isWord = text.allSatisfy {
            $0.isLetter || $0 >= 0x80 || $0 == .space || $0 == .dot || $0 == .hyphen || $0 == .apostrophe
        }
        return isWord && text.split(separator: .space).count <= 3
    }

    /// Whether a line holds an address or a telephone number.
    static func isContact(_ text: ArraySlice<UInt8>) -> Bool {
        if WhenAndWho(text).hasAddress || webAddresses.occurs(in: text) { return true }
        // Dates and sums have fewer digits, or letters between them.
        let phone = text.filter { $0.isDigit || $0.isLetter }
        var digits = 0
        for byte in phone {
            digits = byte.isDigit ? digits + 1 : 0
            if digits >= 10 { return true }
        }
        return false
    }

    private static let webAddresses = PhraseList(["http://", "https://", "www."])
}
